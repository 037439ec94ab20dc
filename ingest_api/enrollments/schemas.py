"""What the routes of enrolments take and give."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, Field

from ingest_api.fields import Content, Day, LongText, RowId, kept
from warehouse.vocabulary import EnrollmentStatus


class EnrollmentSort(StrEnum):
    """The orders of enrolments."""

    ENROLLMENT_DATE = "enrollment_date"
    ENROLLMENT_DATE_DESCENDING = "-enrollment_date"


class Enrollment(BaseModel):
    """One student learning one subject."""

    id: int
    student_id: int
    student_name: str
    enrollment_no: str
    subject_id: int
    subject_code: str
    faculty_id: int | None
    campus_id: int
    enrollment_date: date
    expected_completion_date: date | None
    actual_completion_date: date | None
    ended_on: date | None
    completion_percentage: float
    status: EnrollmentStatus
    notes: str | None
    version: int


class NewEnrollment(Content):
    """A student takes up a subject."""

    student_id: RowId
    subject_id: RowId
    faculty_id: RowId | None = Field(default=None, description="A faculty member of the student's campus.")
    enrollment_date: Day = Field(examples=["2026-07-01"])
    expected_completion_date: Day | None = Field(default=None, examples=["2026-12-01"])
    notes: LongText | None = None


class EnrollmentChange(Content):
    """What is to be changed; what is left out stays."""

    faculty_id: RowId | None = None
    expected_completion_date: Day | None = None
    notes: LongText | None = None
    status: EnrollmentStatus = kept()
    ended_on: Day = kept(description="With `completed` or `dropped`: the last day; today when left out.")
