"""Users, what they are (students and faculties), who stands behind a student, and what people agreed to."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, CheckConstraint, DateTime, Index, Integer, Numeric, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import ConsentPurpose, FacultyStatus, LearningStyle, Role, StudentStatus, UserStatus


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


class Guardian(Base):
    """Somebody who stands behind a student and may be told how things go; at most one of them is the primary one."""

    __tablename__ = "guardians"
    __table_args__ = (
        CheckConstraint("email = lower(email) and email ~ '.@.'", name="email_form"),
        Index("uq_guardians_primary", "student_id", unique=True, postgresql_where=text("is_primary")),
    )

    student_id: Mapped[int] = foreign_key("students")
    name: Mapped[str] = mapped_column(Text)
    relationship: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    is_primary: Mapped[bool] = mapped_column(Boolean, server_default="false")


class Consent(Base):
    """That a user agreed for himself, or somebody for a student, to one purpose. Withdrawing keeps the row."""

    __tablename__ = "consents"
    __table_args__ = (
        one_of("purpose", ConsentPurpose),
        CheckConstraint("num_nonnulls(user_id, student_id) = 1", name="user_or_student"),
        CheckConstraint("withdrawn_at >= granted_at", name="withdrawn_after_granted"),
        CheckConstraint("guardian_id is null or student_id is not null", name="guardian_of_student"),
        CheckConstraint(
            "withdrawn_at is not null or num_nonnulls(withdrawn_by, withdrawal_source) = 0",
            name="withdrawal_known_once_withdrawn",
        ),
        Index("uq_consents_user", "user_id", "purpose", unique=True, postgresql_where=text("withdrawn_at is null")),
        Index(
            "uq_consents_student", "student_id", "purpose", unique=True, postgresql_where=text("withdrawn_at is null")
        ),
    )

    user_id: Mapped[int | None] = foreign_key("users")
    student_id: Mapped[int | None] = foreign_key("students")
    purpose: Mapped[str] = enum_column(ConsentPurpose)
    granted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    source: Mapped[str] = mapped_column(Text)
    # Who agreed for the student; without one the student did.
    guardian_id: Mapped[int | None] = foreign_key("guardians")
    recorded_by: Mapped[int | None] = foreign_key("users", index=False)
    withdrawn_by: Mapped[int | None] = foreign_key("users", index=False)
    withdrawal_source: Mapped[str | None] = mapped_column(Text)
