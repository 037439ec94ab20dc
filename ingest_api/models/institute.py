"""The institute itself: its clock, its campuses and their holidays, and what an admin may set."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, foreign_key


class Institute(Base):
    """One row. `clock_as_of` is the day that analytics are computed for; empty means today."""

    __tablename__ = "institute"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    name: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(Boolean, server_default="false")
    clock_as_of: Mapped[date | None]
    currency: Mapped[str] = mapped_column(Text, server_default="INR")


class Campus(Base):
    """A place (or an online school) with a time zone; students, faculty and sessions belong to one."""

    __tablename__ = "campuses"

    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(Text, server_default="Asia/Kolkata")


class Holiday(Base):
    """A day on which a campus is closed."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("campus_id", "holiday_date"),)

    campus_id: Mapped[int] = foreign_key("campuses", index=False)
    holiday_date: Mapped[date]
    name: Mapped[str] = mapped_column(Text)


class Setting(Base):
    """A value that an admin chose, for one campus or (without a campus) for all of them."""

    __tablename__ = "settings"
    # Without a campus there is one value too, not as many as there are NULLs.
    __table_args__ = (UniqueConstraint("campus_id", "key", postgresql_nulls_not_distinct=True),)

    campus_id: Mapped[int | None] = foreign_key("campuses", index=False)
    key: Mapped[str] = mapped_column(Text)
    value: Mapped[Any] = mapped_column(JSONB)
    updated_by: Mapped[int | None] = foreign_key("users", index=False)
