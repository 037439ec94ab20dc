"""What the progress routes take and give."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from ingest_api.fields import Content, LongText, RowId
from warehouse.vocabulary import EnrollmentStatus, StudentStatus, TopicProgressStatus


class TopicProgress(BaseModel):
    """Where the student stands with one topic of a subject; a topic nobody touched is `not_started`."""

    topic_id: int
    order_index: int
    name: str
    status: TopicProgressStatus
    competency_level: int = Field(ge=0, le=5)
    session_count: int
    time_spent_minutes: int
    first_introduced_date: date | None
    completion_date: date | None


class EnrollmentProgress(BaseModel):
    """One enrolment with all active topics of its subject, in teaching order."""

    id: int
    subject_id: int
    subject_code: str
    subject_name: str
    faculty_id: int | None
    status: EnrollmentStatus
    enrollment_date: date
    expected_completion_date: date | None
    completion_percentage: float
    topics: list[TopicProgress]


class StudentProgress(BaseModel):
    """One student's record across all subjects."""

    id: int
    enrollment_no: str
    first_name: str
    last_name: str | None
    status: StudentStatus
    campus_code: str
    enrollments: list[EnrollmentProgress]


class TopicProgressSort(StrEnum):
    """The orders in which a topic's students can be listed; a minus sign turns one round."""

    STUDENT = "student"
    STUDENT_DESCENDING = "-student"
    LEVEL = "level"
    LEVEL_DESCENDING = "-level"


class ProgressSaved(BaseModel):
    """One student's standing with one topic. Version 0: nothing is known of it."""

    student_id: int
    topic_id: int
    competency_level: int = Field(default=0, ge=0, le=5)
    status: TopicProgressStatus = TopicProgressStatus.NOT_STARTED
    session_count: int = 0
    time_spent_minutes: int = 0
    first_introduced_date: date | None = None
    completion_date: date | None = None
    notes: str | None = None
    is_corrected: bool = Field(default=False, description="Somebody has corrected it by hand.")
    version: int


class TopicStudent(ProgressSaved):
    """A student in the list of a topic."""

    enrollment_no: str
    first_name: str
    last_name: str | None


class ProgressUpdate(Content):
    """A correction by hand. It stands until something of a later day is observed."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"student_id": 12, "topic_id": 31, "competency_level": 4, "notes": "showed it in the project"}
        }
    )

    student_id: RowId
    topic_id: RowId
    competency_level: int | None = Field(ge=0, le=5, description="Null takes the correction back.")
    status: TopicProgressStatus | None = Field(default=None, description="Left out: follows from the level.")
    notes: LongText | None = None


class DecayAnswer(BaseModel):
    """How many topics became due for review."""

    day: date
    topics_count: int
