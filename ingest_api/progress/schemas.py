"""What the progress routes give."""

from datetime import date

from pydantic import BaseModel, Field

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
