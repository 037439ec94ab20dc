"""What people say about the institute, and what the institute does about it."""

from datetime import date, datetime

from sqlalchemy import ARRAY, Boolean, CheckConstraint, DateTime, Index, SmallInteger, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import ActionItemStatus, FeedbackStatus, FeedbackType, Sentiment


class Feedback(Base):
    """A rating, a comment, or both. Anonymous feedback holds no student at all: the promise is kept by the database.

    `sentiment` and `themes` are what staff settled on, known from `settled_on`; empty until somebody did (the model's
    guess is a prediction).
    """

    __tablename__ = "feedback"
    __table_args__ = (
        one_of("feedback_type", FeedbackType),
        one_of("sentiment", Sentiment),
        one_of("status", FeedbackStatus),
        CheckConstraint("rating between 1 and 5", name="rating"),
        CheckConstraint("num_nonnulls(rating, comments) > 0", name="says_something"),
        CheckConstraint("is_anonymous = (student_id is null)", name="anonymous_has_no_student"),
        CheckConstraint("(status = 'pending') = (reviewed_at is null)", name="reviewed_has_instant"),
        CheckConstraint("(status = 'resolved') = (resolved_at is not null)", name="resolved_has_instant"),
        Index("ix_feedback_campus_status", "campus_id", "status"),
        Index("ix_feedback_faculty_time", "faculty_id", "submitted_at"),
        Index("ix_feedback_time", "submitted_at", "id"),
    )

    reference: Mapped[str | None] = mapped_column(Text, unique=True)
    # Empty when neither a student nor a faculty member nor a session tells where it belongs.
    campus_id: Mapped[int | None] = foreign_key("campuses", index=False)
    student_id: Mapped[int | None] = foreign_key("students")
    is_anonymous: Mapped[bool] = mapped_column(Boolean, server_default="false")
    faculty_id: Mapped[int | None] = foreign_key("faculties", index=False)
    session_id: Mapped[int | None] = foreign_key("learning_sessions")
    feedback_type: Mapped[str] = enum_column(FeedbackType)
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    comments: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    sentiment: Mapped[str | None] = mapped_column(Text)
    themes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    # On the institute's clock, like all that a model learns from.
    settled_on: Mapped[date | None]
    settled_by: Mapped[int | None] = foreign_key("users", index=False)
    status: Mapped[str] = enum_column(FeedbackStatus, FeedbackStatus.PENDING)
    reviewed_by: Mapped[int | None] = foreign_key("users", index=False)
    reviewed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    resolution: Mapped[str | None] = mapped_column(Text)
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ActionItem(Base):
    """Something that somebody is to do, mostly because of feedback."""

    __tablename__ = "action_items"
    __table_args__ = (
        one_of("status", ActionItemStatus),
        CheckConstraint("(status = 'done') = (completed_at is not null)", name="done_has_instant"),
        Index("ix_action_items_campus_status", "campus_id", "status"),
        Index("ix_action_items_assigned_status", "assigned_to", "status"),
    )

    campus_id: Mapped[int] = foreign_key("campuses", index=False)
    feedback_id: Mapped[int | None] = foreign_key("feedback")
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    assigned_to: Mapped[int | None] = foreign_key("users", index=False)
    due_date: Mapped[date | None]
    status: Mapped[str] = enum_column(ActionItemStatus, ActionItemStatus.OPEN)
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
