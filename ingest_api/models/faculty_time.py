"""When faculty can teach, and what their time went into."""

from datetime import date, time

from sqlalchemy import CheckConstraint, Index, Integer, SmallInteger, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import TimeEntryKind


class FacultyAvailability(Base):
    """A part of every week in which a faculty member can teach, in the campus's time; weekday 1 is Monday."""

    __tablename__ = "faculty_availability"
    __table_args__ = (
        UniqueConstraint("faculty_id", "weekday", "start_time"),
        CheckConstraint("weekday between 1 and 7", name="weekday"),
        CheckConstraint("end_time > start_time", name="ends_after_start"),
    )

    faculty_id: Mapped[int] = foreign_key("faculties", index=False)
    weekday: Mapped[int] = mapped_column(SmallInteger)
    start_time: Mapped[time]
    end_time: Mapped[time]


class FacultyTimeEntry(Base):
    """Minutes spent on something. With start and end known, the minutes fit between them (breaks may be missing)."""

    __tablename__ = "faculty_time_entries"
    __table_args__ = (
        UniqueConstraint("session_id", "faculty_id", "kind"),
        one_of("kind", TimeEntryKind),
        CheckConstraint("minutes between 1 and 1440", name="minutes"),
        CheckConstraint("num_nonnulls(start_time, end_time) <> 1", name="start_and_end_together"),
        CheckConstraint("end_time > start_time", name="ends_after_start"),
        CheckConstraint("minutes <= extract(epoch from end_time - start_time) / 60", name="minutes_fit"),
        CheckConstraint("session_id is null or kind in ('teaching', 'preparation')", name="session_is_teaching"),
        Index("ix_faculty_time_entries_faculty_day", "faculty_id", "work_date"),
    )

    faculty_id: Mapped[int] = foreign_key("faculties", index=False)
    work_date: Mapped[date]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    kind: Mapped[str] = enum_column(TimeEntryKind)
    minutes: Mapped[int] = mapped_column(Integer)
    session_id: Mapped[int | None] = foreign_key("learning_sessions", index=False)
    notes: Mapped[str | None] = mapped_column(Text)
