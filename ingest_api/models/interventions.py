"""Who was found to be at risk, what was done for them, and what came of it."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, DateTime, Double, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import InterventionAction, InterventionOutcome, InterventionStatus, RiskAlertStatus, RiskBand


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


class RiskAlert(Base):
    """An enrolment that was found to be at risk, as the published scores said it on that day.

    Of those with `is_randomised` a lot decided, before anybody knew of the alert, whether it waits (`is_holdout`) until
    `shown_from`. On `outcome_on` is looked who is still there. Nothing else is held back: the list of students at risk
    shows everybody, and anybody may be helped.
    """

    __tablename__ = "risk_alerts"
    __table_args__ = (
        one_of("band", RiskBand),
        one_of("status", RiskAlertStatus),
        CheckConstraint("p_drop between 0 and 1", name="p_drop"),
        CheckConstraint("p_drop_30d between 0 and 1", name="p_drop_30d"),
        CheckConstraint("is_randomised or not is_holdout", name="only_drawn_ones_wait"),
        CheckConstraint("is_holdout = (shown_from > raised_on)", name="holdout_waits"),
        CheckConstraint("shown_from >= raised_on", name="shown_after_raised"),
        CheckConstraint("outcome_on > raised_on", name="outcome_after_raised"),
        CheckConstraint("(status = 'open') = (closed_at is null)", name="closed_has_instant"),
        CheckConstraint("(status = 'dismissed') = (dismissed_because is not null)", name="dismissed_has_reason"),
        Index("uq_risk_alerts_open", "enrollment_id", unique=True, postgresql_where=text("status = 'open'")),
        Index("ix_risk_alerts_campus_status", "campus_id", "status"),
    )

    enrollment_id: Mapped[int] = foreign_key("student_subject_enrollments")
    student_id: Mapped[int] = foreign_key("students")
    campus_id: Mapped[int] = foreign_key("campuses", index=False)
    raised_on: Mapped[date]
    scored_as_of: Mapped[date]
    p_drop: Mapped[float] = mapped_column(Double)
    band: Mapped[str] = enum_column(RiskBand)
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))
    model_version: Mapped[str] = mapped_column(Text)
    is_randomised: Mapped[bool] = mapped_column(Boolean)
    is_holdout: Mapped[bool] = mapped_column(Boolean)
    holdout_share: Mapped[float] = mapped_column(Double)
    shown_from: Mapped[date]
    outcome_on: Mapped[date]
    told_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    status: Mapped[str] = enum_column(RiskAlertStatus, RiskAlertStatus.OPEN)
    intervention_id: Mapped[int | None] = foreign_key("interventions")
    dismissed_because: Mapped[str | None] = mapped_column(Text)
    closed_by: Mapped[int | None] = foreign_key("users", index=False)
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    p_drop_30d: Mapped[float | None] = mapped_column(Double)
