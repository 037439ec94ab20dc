"""Users and what they are: students and faculties."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, Integer, Numeric, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import FacultyStatus, LearningStyle, Role, StudentStatus, UserStatus


class User(Base):
    """A person; may log in once an e-mail and a password are set."""

    __tablename__ = "users"
    __table_args__ = (
        one_of("role", Role),
        one_of("status", UserStatus),
        CheckConstraint("email = lower(email) and email like '%_@_%'", name="email_form"),
        CheckConstraint("campus_id is not null or role = 'super_admin'", name="campus_known"),
    )

    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, server_default=func.gen_random_uuid())
    email: Mapped[str | None] = mapped_column(Text, unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    avatar_url: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str] = enum_column(Role)
    status: Mapped[str] = enum_column(UserStatus, UserStatus.ACTIVE)
    campus_id: Mapped[int | None] = foreign_key("campuses")
    email_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_login_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Student(Base):
    """A user who learns."""

    __tablename__ = "students"
    __table_args__ = (one_of("status", StudentStatus), one_of("learning_style", LearningStyle))

    user_id: Mapped[int] = foreign_key("users", unique=True)
    campus_id: Mapped[int] = foreign_key("campuses")
    enrollment_no: Mapped[str] = mapped_column(Text, unique=True)
    date_of_birth: Mapped[date | None]
    address: Mapped[str | None] = mapped_column(Text)
    emergency_contact_name: Mapped[str | None] = mapped_column(Text)
    emergency_contact_phone: Mapped[str | None] = mapped_column(Text)
    guardian_email: Mapped[str | None] = mapped_column(Text)
    admission_date: Mapped[date | None]
    counselor_id: Mapped[int | None] = foreign_key("users")
    learning_style: Mapped[str | None] = mapped_column(Text)
    preferred_schedule: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    # Columns of an import that Headway does not know, kept under their own names.
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    status: Mapped[str] = enum_column(StudentStatus, StudentStatus.ACTIVE)


class Faculty(Base):
    """A user who teaches."""

    __tablename__ = "faculties"
    __table_args__ = (
        one_of("status", FacultyStatus),
        CheckConstraint("experience_years >= 0", name="experience_years"),
        CheckConstraint("hourly_rate >= 0", name="hourly_rate"),
        CheckConstraint("max_hours_per_day between 1 and 24", name="max_hours_per_day"),
        CheckConstraint("max_students_per_day > 0", name="max_students_per_day"),
        CheckConstraint("performance_rating between 0 and 5", name="performance_rating"),
    )

    user_id: Mapped[int] = foreign_key("users", unique=True)
    campus_id: Mapped[int] = foreign_key("campuses")
    employee_id: Mapped[str] = mapped_column(Text, unique=True)
    specialization: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    qualification: Mapped[str | None] = mapped_column(Text)
    experience_years: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    hourly_rate: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    max_hours_per_day: Mapped[int | None] = mapped_column(Integer)
    max_students_per_day: Mapped[int | None] = mapped_column(Integer)
    available_time_slots: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    performance_rating: Mapped[Decimal | None] = mapped_column(Numeric(3, 2))
    status: Mapped[str] = enum_column(FacultyStatus, FacultyStatus.ACTIVE)
