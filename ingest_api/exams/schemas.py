"""What the routes of exams take and give."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ingest_api.assessments.schemas import Marks, Total
from ingest_api.fields import Content, Instant, LongText, Name, RowId, kept
from warehouse.vocabulary import ExamBookingStatus, ExamSlotStatus


class SlotSort(StrEnum):
    """The orders in which slots can be listed; a minus sign turns one round."""

    START = "start"
    START_DESCENDING = "-start"


class BookingSort(StrEnum):
    """The orders in which places can be listed; a minus sign turns one round."""

    ID = "id"
    ID_DESCENDING = "-id"
    NAME = "name"
    NAME_DESCENDING = "-name"


class SlotCreate(Content):
    """An exam at an instant, with a number of places."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "subject_id": 3,
                "title": "Python, final",
                "starts_at": "2024-07-12T10:00:00+05:30",
                "duration_minutes": 90,
                "capacity": 20,
                "location": "Room 2",
            }
        }
    )

    campus_id: RowId | None = Field(default=None, description="Left out: the user's own.")
    subject_id: RowId
    topic_id: RowId | None = None
    faculty_id: RowId | None = None
    title: Name
    starts_at: Instant
    duration_minutes: int = Field(ge=1, le=1440)
    capacity: int = Field(ge=1, le=10_000)
    location: Name | None = None


class SlotUpdate(Content):
    """Only the fields that are sent change."""

    model_config = ConfigDict(json_schema_extra={"example": {"capacity": 25}})

    faculty_id: RowId | None = None
    title: Name = kept()
    starts_at: Instant = kept()
    duration_minutes: int = kept(ge=1, le=1440)
    capacity: int = kept(ge=1, le=10_000)
    location: Name | None = None
    status: ExamSlotStatus = kept()


class Slot(BaseModel):
    """An exam slot, with how many places are taken."""

    id: int
    campus_id: int
    campus_code: str
    campus_time_zone: str = Field(examples=["Asia/Kolkata"])
    subject_id: int
    subject_code: str
    subject_name: str
    topic_id: int | None
    topic_name: str | None
    faculty_id: int | None
    faculty_name: str | None
    title: str
    starts_at: datetime
    duration_minutes: int
    capacity: int
    booked_count: int
    location: str | None
    status: ExamSlotStatus
    version: int


class OpenExam(Slot):
    """An exam of a subject that the student learns, and whether the student may book it."""

    completion_percentage: float = Field(description="Of the subject.")
    is_ready: bool
    is_bookable: bool
    missing: str | None = Field(
        description="What stands in the way, in words.",
        examples=["62% of the subject is complete; book from 80% on"],
    )
    booking_id: int | None = Field(description="Of the place that the student has already.")


class OpenExams(BaseModel):
    """The exams to come of what a student learns, by their start."""

    student_id: int
    ready_percentage: float = Field(description="Completion from which a student books an exam himself.")
    items: list[OpenExam]


class BookingCreate(Content):
    """A place for one student; a student may leave himself out."""

    model_config = ConfigDict(json_schema_extra={"example": {"student_id": 12}})

    student_id: RowId | None = None


class BookingUpdate(Content):
    """What became of a place."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "attended"}})

    status: ExamBookingStatus


class ResultCreate(Content):
    """The mark of somebody who was there."""

    model_config = ConfigDict(json_schema_extra={"example": {"marks_obtained": 41.5, "total_marks": 50}})

    marks_obtained: Marks
    total_marks: Total
    grade: Annotated[Name, Field(max_length=20)] | None = None
    feedback: LongText | None = None


class Result(BaseModel):
    """The mark of a place; it is the assessment `assessment_id`, and corrected there."""

    assessment_id: int
    marks_obtained: float | None
    total_marks: float | None
    percentage: float | None
    grade: str | None
    feedback: str | None
    version: int = Field(description="Of the assessment.")


class Booking(BaseModel):
    """A student's place in a slot."""

    id: int
    slot_id: int
    title: str
    starts_at: datetime
    subject_id: int
    student_id: int
    student_name: str
    enrollment_no: str
    status: ExamBookingStatus
    booked_at: datetime
    enrollment_id: int | None = Field(description="Of the exam's subject.")
    is_subject_completed: bool = Field(description="Then there is a certificate.")
    result: Result | None = Field(description="Null until there is a mark.")
    version: int
