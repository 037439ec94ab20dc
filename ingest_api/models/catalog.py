"""What is taught: subjects, their topics, and what must be learned before what."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, Integer, Numeric, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import CatalogStatus, SubjectDifficulty, TopicDifficulty


class Subject(Base):
    """A course that a student enrols in."""

    __tablename__ = "subjects"
    __table_args__ = (
        one_of("difficulty_level", SubjectDifficulty),
        one_of("status", CatalogStatus),
        CheckConstraint("duration_hours > 0", name="duration_hours"),
        CheckConstraint("fee >= 0", name="fee"),
    )

    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text, unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    duration_hours: Mapped[int | None] = mapped_column(Integer)
    category: Mapped[str | None] = mapped_column(Text)
    difficulty_level: Mapped[str | None] = mapped_column(Text)
    fee: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    status: Mapped[str] = enum_column(CatalogStatus, CatalogStatus.ACTIVE)


class SubjectPrerequisite(Base):
    """`prerequisite_id` is to be learned before `subject_id`."""

    __tablename__ = "subject_prerequisites"
    __table_args__ = (
        UniqueConstraint("subject_id", "prerequisite_id"),
        CheckConstraint("subject_id <> prerequisite_id", name="not_itself"),
    )

    subject_id: Mapped[int] = foreign_key("subjects", index=False, ondelete="CASCADE")
    prerequisite_id: Mapped[int] = foreign_key("subjects")


class Topic(Base):
    """One unit of a subject, in teaching order."""

    __tablename__ = "topics"
    __table_args__ = (
        UniqueConstraint("subject_id", "order_index"),
        one_of("difficulty_level", TopicDifficulty),
        one_of("status", CatalogStatus),
        CheckConstraint("order_index > 0", name="order_index"),
        CheckConstraint("estimated_duration_minutes > 0", name="estimated_duration_minutes"),
    )

    subject_id: Mapped[int] = foreign_key("subjects", index=False)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    order_index: Mapped[int] = mapped_column(Integer)
    estimated_duration_minutes: Mapped[int | None] = mapped_column(Integer)
    difficulty_level: Mapped[str | None] = mapped_column(Text)
    learning_objectives: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    resources: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    status: Mapped[str] = enum_column(CatalogStatus, CatalogStatus.ACTIVE)


class TopicPrerequisite(Base):
    """`prerequisite_id` is to be learned before `topic_id`."""

    __tablename__ = "topic_prerequisites"
    __table_args__ = (
        UniqueConstraint("topic_id", "prerequisite_id"),
        CheckConstraint("topic_id <> prerequisite_id", name="not_itself"),
    )

    topic_id: Mapped[int] = foreign_key("topics", index=False, ondelete="CASCADE")
    prerequisite_id: Mapped[int] = foreign_key("topics")
