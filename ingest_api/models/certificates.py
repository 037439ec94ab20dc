"""Certificates of completed enrolments."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, foreign_key


class Certificate(Base):
    """One per enrolment, issued when somebody first wants it. It holds as long as the enrolment is completed."""

    __tablename__ = "certificates"

    enrollment_id: Mapped[int] = foreign_key("student_subject_enrollments", unique=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    issued_by: Mapped[int | None] = foreign_key("users")
