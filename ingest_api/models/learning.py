"""What happens to a student: enrolments, batches, sessions, attendance, progress, assessments."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    DateTime,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import ROOM_TO_WRITE, Base, enum_column, foreign_key, often_written, one_of, written_range
from warehouse.vocabulary import (
    AssessmentStatus,
    AssessmentType,
    AttendanceStatus,
    BatchStatus,
    BatchType,
    EnrollmentStatus,
    SessionStatus,
    SessionType,
    TopicProgressStatus,
)


class StudentSubjectEnrollment(Base):
    """One student learning one subject."""

    __tablename__ = "student_subject_enrollments"
    __table_args__ = (
        Unique("student_id", "subject_id"),
        Index(None, "subject_id", "student_id"),
        one_of("status", EnrollmentStatus),
        CheckConstraint("completion_percentage between 0 and 100", name="completion_percentage"),
        CheckConstraint("ended_on >= enrollment_date", name="ends_after_start"),
        CheckConstraint("(status in ('completed', 'dropped')) = (ended_on is not null)", name="ended_when_over"),
        CheckConstraint("status <> 'completed' or actual_completion_date is not null", name="completed_has_date"),
        written_range("student_subject_enrollments"),
        ROOM_TO_WRITE,
    )

    written_xid: Mapped[str] = often_written()
    student_id: Mapped[int] = foreign_key("students", index=False)
    subject_id: Mapped[int] = foreign_key("subjects", index=False)
    faculty_id: Mapped[int | None] = foreign_key("faculties")
    enrollment_date: Mapped[date]
    expected_completion_date: Mapped[date | None]
    actual_completion_date: Mapped[date | None]
    ended_on: Mapped[date | None]
    completion_percentage: Mapped[Decimal] = mapped_column(Numeric(5, 2), server_default="0")
    status: Mapped[str] = enum_column(EnrollmentStatus, EnrollmentStatus.ACTIVE)
    notes: Mapped[str | None] = mapped_column(Text)


class FlexibleBatch(Base):
    """Students who meet as a group for a while."""

    __tablename__ = "flexible_batches"
    __table_args__ = (
        one_of("batch_type", BatchType),
        one_of("status", BatchStatus),
        CheckConstraint("end_date >= start_date", name="ends_after_start"),
        CheckConstraint("max_students > 0", name="max_students"),
    )

    reference: Mapped[str | None] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    campus_id: Mapped[int] = foreign_key("campuses")
    subject_id: Mapped[int] = foreign_key("subjects")
    faculty_id: Mapped[int | None] = foreign_key("faculties")
    batch_type: Mapped[str] = enum_column(BatchType, BatchType.TEMPORARY)
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    schedule: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    max_students: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str] = enum_column(BatchStatus, BatchStatus.ACTIVE)
    description: Mapped[str | None] = mapped_column(Text)


class FlexibleBatchMember(Base):
    """A student in a batch."""

    __tablename__ = "flexible_batch_members"
    __table_args__ = (Unique("batch_id", "student_id"),)

    batch_id: Mapped[int] = foreign_key("flexible_batches", index=False, ondelete="CASCADE")
    student_id: Mapped[int] = foreign_key("students")


class LearningSession(Base):
    """A planned or held hour, of one student or of one batch."""

    __tablename__ = "learning_sessions"
    __table_args__ = (
        one_of("session_type", SessionType),
        one_of("status", SessionStatus),
        CheckConstraint("num_nonnulls(student_id, batch_id) = 1", name="student_or_batch"),
        CheckConstraint("duration_minutes between 1 and 1440", name="duration_minutes"),
        Index("ix_learning_sessions_faculty_day", "faculty_id", "session_date"),
        Index("ix_learning_sessions_campus_day", "campus_id", "session_date"),
        Index("ix_learning_sessions_student_day", "student_id", "session_date"),
        Index("ix_learning_sessions_batch_day", "batch_id", "session_date"),
        Index("ix_learning_sessions_day", "session_date"),
        Index("ix_learning_sessions_scheduled", "session_date", postgresql_where=text("status = 'scheduled'")),
        # Who else is in the room: most sessions of an online school have none.
        Index(
            "ix_learning_sessions_room_day",
            "campus_id",
            "location",
            "session_date",
            postgresql_where=text("location is not null"),
        ),
        written_range("learning_sessions"),
        ROOM_TO_WRITE,
    )

    written_xid: Mapped[str] = often_written()
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, server_default=func.gen_random_uuid())
    reference: Mapped[str | None] = mapped_column(Text, unique=True)
    campus_id: Mapped[int] = foreign_key("campuses", index=False)
    student_id: Mapped[int | None] = foreign_key("students", index=False)
    batch_id: Mapped[int | None] = foreign_key("flexible_batches", index=False)
    faculty_id: Mapped[int | None] = foreign_key("faculties", index=False)
    subject_id: Mapped[int] = foreign_key("subjects")
    session_date: Mapped[date]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    duration_minutes: Mapped[int] = mapped_column(Integer)
    session_type: Mapped[str] = enum_column(SessionType, SessionType.INDIVIDUAL)
    location: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = enum_column(SessionStatus, SessionStatus.SCHEDULED)
    notes: Mapped[str | None] = mapped_column(Text)


class SessionAttendance(Base):
    """One student's mark for one session. `recorded_at` is when it became known (an import: the session's date)."""

    __tablename__ = "session_attendance"
    __table_args__ = (
        Unique("session_id", "student_id"),
        one_of("attendance_status", AttendanceStatus),
        CheckConstraint("minutes_late >= 0", name="minutes_late"),
        CheckConstraint("minutes_late is null or attendance_status = 'late'", name="only_late_has_minutes"),
        CheckConstraint("check_out_time >= check_in_time", name="check_out_after_check_in"),
    )

    session_id: Mapped[int] = foreign_key("learning_sessions", index=False)
    student_id: Mapped[int] = foreign_key("students")
    attendance_status: Mapped[str] = enum_column(AttendanceStatus)
    minutes_late: Mapped[int | None] = mapped_column(Integer)
    check_in_time: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    check_out_time: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    faculty_notes: Mapped[str | None] = mapped_column(Text)
    student_feedback: Mapped[str | None] = mapped_column(Text)
    next_session_prep: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    marked_by: Mapped[int | None] = foreign_key("users", index=False)


class SessionAttendanceTopic(Base):
    """A topic covered in an attended session, with the student's understanding of it (1–5, empty: not assessed)."""

    __tablename__ = "session_attendance_topics"
    __table_args__ = (
        Unique("attendance_id", "topic_id"),
        CheckConstraint("understanding between 1 and 5", name="understanding"),
        Index(None, "topic_id", "student_id"),
    )

    attendance_id: Mapped[int] = foreign_key("session_attendance", index=False, ondelete="CASCADE")
    # The mark's, kept here too (a trigger fills it in): finds a student's history with a topic through one index.
    student_id: Mapped[int] = mapped_column(BigInteger)
    topic_id: Mapped[int] = foreign_key("topics", index=False)
    understanding: Mapped[int | None] = mapped_column(SmallInteger)


class StudentTopicProgress(Base):
    """Where one student stands with one topic; derived from attendance and assessments in the same transaction."""

    __tablename__ = "student_topic_progress"
    __table_args__ = (
        Unique("student_id", "topic_id"),
        Index(None, "topic_id", "student_id"),
        one_of("status", TopicProgressStatus),
        CheckConstraint("competency_level between 0 and 5", name="competency_level"),
        CheckConstraint("time_spent_minutes >= 0", name="time_spent_minutes"),
        CheckConstraint("session_count >= 0", name="session_count"),
        written_range("student_topic_progress"),
        ROOM_TO_WRITE,
    )

    written_xid: Mapped[str] = often_written()
    student_id: Mapped[int] = foreign_key("students", index=False)
    topic_id: Mapped[int] = foreign_key("topics", index=False)
    competency_level: Mapped[int] = mapped_column(Integer, server_default="0")
    status: Mapped[str] = enum_column(TopicProgressStatus, TopicProgressStatus.NOT_STARTED)
    first_introduced_date: Mapped[date | None]
    completion_date: Mapped[date | None]
    time_spent_minutes: Mapped[int] = mapped_column(Integer, server_default="0")
    session_count: Mapped[int] = mapped_column(Integer, server_default="0")
    assessment_scores: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    notes: Mapped[str | None] = mapped_column(Text)
    last_updated_by: Mapped[int | None] = foreign_key("users", index=False)


class TopicCorrection(Base):
    """What somebody who teaches knows better; it holds until something newer is observed."""

    __tablename__ = "topic_corrections"
    __table_args__ = (
        Unique("student_id", "topic_id"),
        Index(None, "topic_id", "student_id"),
        one_of("status", TopicProgressStatus),
        CheckConstraint("competency_level between 0 and 5", name="competency_level"),
    )

    student_id: Mapped[int] = foreign_key("students", index=False)
    topic_id: Mapped[int] = foreign_key("topics", index=False)
    competency_level: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = enum_column(TopicProgressStatus)
    corrected_on: Mapped[date]
    corrected_by: Mapped[int] = foreign_key("users", index=False)


class Assessment(Base):
    """Work that is due, handed in and graded. The mark is known from `graded_on` on."""

    __tablename__ = "assessments"
    __table_args__ = (
        one_of("assessment_type", AssessmentType),
        one_of("status", AssessmentStatus),
        CheckConstraint("total_marks > 0", name="total_marks"),
        CheckConstraint("marks_obtained between 0 and total_marks", name="marks_obtained"),
        CheckConstraint("status <> 'graded' or marks_obtained is not null", name="graded_has_marks"),
        Index("ix_assessments_student_subject", "student_id", "subject_id"),
        Index("ix_assessments_day", text("coalesce(due_date, '0001-01-01'::date)"), "id"),
    )

    reference: Mapped[str | None] = mapped_column(Text, unique=True)
    student_id: Mapped[int] = foreign_key("students", index=False)
    subject_id: Mapped[int] = foreign_key("subjects")
    topic_id: Mapped[int | None] = foreign_key("topics")
    assessment_type: Mapped[str] = enum_column(AssessmentType)
    title: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    total_marks: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    marks_obtained: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    percentage: Mapped[Decimal | None] = mapped_column(
        Numeric(5, 2), Computed("round(100 * marks_obtained / total_marks, 2)", persisted=True)
    )
    grade: Mapped[str | None] = mapped_column(Text)
    due_date: Mapped[date | None]
    assessment_date: Mapped[date | None]
    graded_on: Mapped[date | None]
    faculty_id: Mapped[int | None] = foreign_key("faculties")
    feedback: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = enum_column(AssessmentStatus, AssessmentStatus.PENDING)
