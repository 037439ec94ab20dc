"""When exams are held and who has a place. Their marks are assessments."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, Index, Integer, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import ExamBookingStatus, ExamSlotStatus


class ExamSlot(Base):
    """An exam at an instant with a number of places. Whoever books locks the slot's row before counting."""

    __tablename__ = "exam_slots"
    __table_args__ = (
        one_of("status", ExamSlotStatus),
        CheckConstraint("duration_minutes between 1 and 1440", name="duration_minutes"),
        CheckConstraint("capacity > 0", name="capacity"),
        Index("ix_exam_slots_campus_time", "campus_id", "starts_at"),
        Index("ix_exam_slots_faculty_time", "faculty_id", "starts_at"),
    )

    campus_id: Mapped[int] = foreign_key("campuses", index=False)
    subject_id: Mapped[int] = foreign_key("subjects")
    topic_id: Mapped[int | None] = foreign_key("topics")
    faculty_id: Mapped[int | None] = foreign_key("faculties", index=False)
    title: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    duration_minutes: Mapped[int] = mapped_column(Integer)
    capacity: Mapped[int] = mapped_column(Integer)
    location: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = enum_column(ExamSlotStatus, ExamSlotStatus.OPEN)


class ExamBooking(Base):
    """One student's place in one slot; booking again after a cancellation changes the same row."""

    __tablename__ = "exam_bookings"
    __table_args__ = (UniqueConstraint("slot_id", "student_id"), one_of("status", ExamBookingStatus))

    slot_id: Mapped[int] = foreign_key("exam_slots", index=False)
    student_id: Mapped[int] = foreign_key("students")
    status: Mapped[str] = enum_column(ExamBookingStatus, ExamBookingStatus.BOOKED)
    booked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
