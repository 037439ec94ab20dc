"""What the routes of students take and give."""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.fields import Content, Day, Email, JsonObject, LongText, Name, Phone, RowId, kept
from ingest_api.sessions.schemas import MarkedTopic
from warehouse.vocabulary import AttendanceStatus, LearningStyle, SessionType, StudentStatus, TopicProgressStatus


class StudentSort(StrEnum):
    """The orders in which students can be listed; a minus sign turns one round."""

    NAME = "name"
    NAME_DESCENDING = "-name"
    ENROLLMENT_NO = "enrollment_no"
    ENROLLMENT_NO_DESCENDING = "-enrollment_no"


class StudentItem(BaseModel):
    """A student in a list."""

    id: int
    enrollment_no: str
    first_name: str
    last_name: str | None
    status: StudentStatus
    campus_code: str
    admission_date: date | None
    active_enrollments: int = Field(description="How many subjects the student is learning now.")


class StudentDetail(StudentItem):
    """One student, with how to reach them. The last six are for the office and the student: others get null."""

    campus_id: int
    user_id: int
    email: str | None
    phone: str | None
    learning_style: LearningStyle | None
    preferred_schedule: dict[str, Any] | None
    counselor_id: int | None
    counselor_name: str | None
    version: int
    date_of_birth: date | None
    address: str | None
    emergency_contact_name: str | None
    emergency_contact_phone: str | None
    guardian_email: str | None


PRIVATE = ("date_of_birth", "address", "emergency_contact_name", "emergency_contact_phone", "guardian_email")


class _StudentContent(Content):
    last_name: Name | None = None
    phone: Phone | None = None
    date_of_birth: Day | None = Field(default=None, examples=["2004-02-29"])
    address: LongText | None = None
    emergency_contact_name: Name | None = None
    emergency_contact_phone: Phone | None = None
    guardian_email: Email | None = None
    admission_date: Day | None = Field(default=None, examples=["2026-07-01"])
    counselor_id: RowId | None = Field(default=None, description="A counselor or an admin of the student's campus.")
    learning_style: LearningStyle | None = None
    preferred_schedule: JsonObject | None = Field(default=None, examples=[{"weekdays": [1, 3, 5], "from": "17:00"}])


class NewStudent(_StudentContent):
    """A student and the account that they may be invited to."""

    first_name: Name = Field(examples=["Asha"])
    email: Email | None = Field(default=None, description="Without one they cannot log in.")
    campus_id: RowId | None = Field(default=None, description="Your own campus when left out.")
    enrollment_no: Name | None = Field(default=None, description="Made from the campus code when left out.")


class StudentChange(_StudentContent):
    """What is to be changed; what is left out stays."""

    first_name: Name = kept()
    status: StudentStatus = kept()


class AttendanceSort(StrEnum):
    """The orders of a student's marks."""

    SESSION_DATE = "session_date"
    SESSION_DATE_DESCENDING = "-session_date"


class StudentMark(BaseModel):
    """One mark of the student."""

    id: int
    session_id: int
    session_date: date
    session_type: SessionType
    subject_id: int
    subject_code: str
    faculty_id: int | None
    faculty_name: str | None
    attendance_status: AttendanceStatus
    minutes_late: int | None
    topics: list[MarkedTopic]


class TopicSort(StrEnum):
    """The orders of a student's topics."""

    SUBJECT = "subject"
    SUBJECT_DESCENDING = "-subject"


class StudentTopic(BaseModel):
    """Where the student stands with one active topic of a subject that they are or were enrolled in."""

    topic_id: int
    topic_name: str
    order_index: int
    subject_id: int
    subject_code: str
    status: TopicProgressStatus
    competency_level: int = Field(ge=0, le=5)
    session_count: int
    time_spent_minutes: int
    first_introduced_date: date | None
    completion_date: date | None
