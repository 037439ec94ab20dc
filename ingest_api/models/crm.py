"""Who asked before they became a student: inquiries, what they ask for, their stages and follow-ups.

An inquiry is known since its `created_at` (an import writes the day on which it came in). Lead scores do not belong
here: they are predictions.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, Index, Text, UniqueConstraint, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import FollowUpStatus, FollowUpType, InquiryPriority, InquirySource, InquiryStatus


class CrmInquiry(Base):
    """Somebody who might enrol. `merged_into_id` points to the inquiry that a duplicate went into."""

    __tablename__ = "crm_inquiries"
    __table_args__ = (
        one_of("source", InquirySource),
        one_of("status", InquiryStatus),
        one_of("priority", InquiryPriority),
        CheckConstraint("closed_on is null or status in ('enrolled', 'lost')", name="only_ends_are_closed"),
        CheckConstraint("student_id is null or status = 'enrolled'", name="only_enrolled_has_student"),
        CheckConstraint("lost_reason is null or status = 'lost'", name="only_lost_has_reason"),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        Index("ix_crm_inquiries_campus_status", "campus_id", "status"),
        Index("ix_crm_inquiries_counselor_status", "counselor_id", "status"),
        Index("ix_crm_inquiries_status_time", "status", "created_at", "id"),
        Index("ix_crm_inquiries_due", "next_follow_up_date", postgresql_where=text("closed_on is null")),
        # Duplicates are found by what people are reached at.
        Index("ix_crm_inquiries_email", text("lower(email)")),
        Index("ix_crm_inquiries_phone", "phone"),
    )

    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, server_default=func.gen_random_uuid())
    reference: Mapped[str | None] = mapped_column(Text, unique=True)
    campus_id: Mapped[int] = foreign_key("campuses", index=False)
    counselor_id: Mapped[int | None] = foreign_key("users", index=False)
    student_name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = enum_column(InquiryStatus, InquiryStatus.NEW)
    priority: Mapped[str] = enum_column(InquiryPriority, InquiryPriority.MEDIUM)
    next_follow_up_date: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    # Columns of an import that Headway does not know, kept under their own names.
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    closed_on: Mapped[date | None]
    student_id: Mapped[int | None] = foreign_key("students")
    lost_reason: Mapped[str | None] = mapped_column(Text)
    merged_into_id: Mapped[int | None] = foreign_key("crm_inquiries")


class CrmInquirySubject(Base):
    """A subject that an inquiry is interested in."""

    __tablename__ = "crm_inquiry_subjects"
    __table_args__ = (UniqueConstraint("inquiry_id", "subject_id"),)

    inquiry_id: Mapped[int] = foreign_key("crm_inquiries", index=False, ondelete="CASCADE")
    subject_id: Mapped[int] = foreign_key("subjects")


class CrmInquiryStage(Base):
    """One change of an inquiry's status; the first has no `from_status`. What the funnel is counted from."""

    __tablename__ = "crm_inquiry_stages"
    __table_args__ = (
        one_of("from_status", InquiryStatus),
        one_of("to_status", InquiryStatus),
        CheckConstraint("from_status <> to_status", name="is_a_change"),
        Index("ix_crm_inquiry_stages_inquiry_time", "inquiry_id", "changed_at"),
    )

    inquiry_id: Mapped[int] = foreign_key("crm_inquiries", index=False, ondelete="CASCADE")
    from_status: Mapped[str | None] = mapped_column(Text)
    to_status: Mapped[str] = enum_column(InquiryStatus)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    changed_by: Mapped[int | None] = foreign_key("users", index=False)


class FollowUp(Base):
    """A planned or made contact with an inquiry."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        UniqueConstraint("inquiry_id", "follow_up_date", "follow_up_type"),
        one_of("follow_up_type", FollowUpType),
        one_of("status", FollowUpStatus),
        CheckConstraint("next_follow_up_date >= follow_up_date", name="next_is_later"),
        Index("ix_follow_ups_counselor_status_date", "counselor_id", "status", "follow_up_date"),
        Index("ix_follow_ups_due", "follow_up_date", postgresql_where=text("status = 'pending'")),
        Index("ix_follow_ups_day", "follow_up_date", "id"),
    )

    inquiry_id: Mapped[int] = foreign_key("crm_inquiries", index=False)
    counselor_id: Mapped[int | None] = foreign_key("users", index=False)
    follow_up_date: Mapped[date]
    follow_up_type: Mapped[str] = enum_column(FollowUpType)
    notes: Mapped[str | None] = mapped_column(Text)
    next_follow_up_date: Mapped[date | None]
    status: Mapped[str] = enum_column(FollowUpStatus, FollowUpStatus.PENDING)
    outcome: Mapped[str | None] = mapped_column(Text)
