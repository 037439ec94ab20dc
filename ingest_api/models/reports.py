"""Reports on schedule: what is made when for whom, every run, and the files that came of it."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import ReportFrequency, ReportKind, ReportRunStatus


class ReportSchedule(Base):
    """A report that is made every week or month; without a campus it is about all that each recipient may see."""

    __tablename__ = "report_schedules"
    __table_args__ = (
        one_of("report", ReportKind),
        one_of("frequency", ReportFrequency),
        CheckConstraint("(frequency = 'weekly') = (weekday is not null)", name="weekly_has_weekday"),
        CheckConstraint("(frequency = 'monthly') = (day_of_month is not null)", name="monthly_has_day"),
        CheckConstraint("weekday between 1 and 7", name="weekday"),
        CheckConstraint("day_of_month between 1 and 28", name="day_of_month"),
    )

    report: Mapped[str] = enum_column(ReportKind)
    campus_id: Mapped[int | None] = foreign_key("campuses")
    frequency: Mapped[str] = enum_column(ReportFrequency)
    weekday: Mapped[int | None] = mapped_column(Integer)
    day_of_month: Mapped[int | None] = mapped_column(Integer)
    is_active: Mapped[bool] = mapped_column(Boolean, server_default="true")
    next_run_on: Mapped[date] = mapped_column(Date)
    created_by: Mapped[int | None] = foreign_key("users")


class ReportRecipient(Base):
    """Who is given the report of a schedule."""

    __tablename__ = "report_recipients"
    __table_args__ = (UniqueConstraint("schedule_id", "user_id"),)

    schedule_id: Mapped[int] = foreign_key("report_schedules", index=False, ondelete="CASCADE")
    user_id: Mapped[int] = foreign_key("users", ondelete="CASCADE")


class ReportRun(Base):
    """One making of a scheduled report; `problem` says why there is none."""

    __tablename__ = "report_runs"
    __table_args__ = (
        one_of("status", ReportRunStatus),
        CheckConstraint("(status = 'failed') = (problem is not null)", name="failed_has_problem"),
        Index("ix_report_runs_schedule", "schedule_id", "id"),
    )

    schedule_id: Mapped[int] = foreign_key("report_schedules", index=False, ondelete="CASCADE")
    run_on: Mapped[date] = mapped_column(Date)
    date_from: Mapped[date] = mapped_column(Date)
    date_to: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = enum_column(ReportRunStatus)
    problem: Mapped[str | None] = mapped_column(Text)
    build_id: Mapped[str | None] = mapped_column(Text)
    started_by: Mapped[int | None] = foreign_key("users")


class ReportFile(Base):
    """One recipient's report of a run, with the rows that he might see as this role at this campus."""

    __tablename__ = "report_files"
    __table_args__ = (UniqueConstraint("run_id", "user_id"),)

    run_id: Mapped[int] = foreign_key("report_runs", index=False, ondelete="CASCADE")
    user_id: Mapped[int] = foreign_key("users", ondelete="CASCADE")
    role: Mapped[str] = mapped_column(Text)
    campus_id: Mapped[int | None] = foreign_key("campuses")
    rows_count: Mapped[int] = mapped_column(Integer)
    csv: Mapped[bytes] = mapped_column(LargeBinary)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
