"""What was done for students at risk, and what came of it."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, DateTime, Double, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import InterventionAction, InterventionOutcome, InterventionStatus


class Intervention(Base):
    """An action for one enrolment, with the risk at its start and the outcome seen later.

    `is_holdout` marks a student who was left without an action on purpose, so that there is somebody to compare with.
    `started_on` is the institute's date: its clock may stand on another day than the server's.
    """

    __tablename__ = "interventions"
    __table_args__ = (
        one_of("action", InterventionAction),
        one_of("status", InterventionStatus),
        one_of("outcome", InterventionOutcome),
        CheckConstraint("is_holdout = (action is null)", name="holdout_has_no_action"),
        CheckConstraint("p_drop_at_start between 0 and 1", name="p_drop_at_start"),
        CheckConstraint("due_date >= started_on", name="due_after_start"),
        CheckConstraint("(status = 'planned') = (closed_at is null)", name="closed_has_instant"),
        Index("ix_interventions_campus_status", "campus_id", "status"),
        Index("ix_interventions_assigned_status", "assigned_to", "status"),
    )

    enrollment_id: Mapped[int] = foreign_key("student_subject_enrollments")
    student_id: Mapped[int] = foreign_key("students")
    campus_id: Mapped[int] = foreign_key("campuses", index=False)
    started_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    action: Mapped[str | None] = mapped_column(Text)
    is_holdout: Mapped[bool] = mapped_column(Boolean, server_default="false")
    p_drop_at_start: Mapped[float | None] = mapped_column(Double)
    status: Mapped[str] = enum_column(InterventionStatus, InterventionStatus.PLANNED)
    assigned_to: Mapped[int | None] = foreign_key("users", index=False)
    due_date: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    notes: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[int | None] = foreign_key("users", index=False)
