"""What the routes of assessments take and give."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest_api.fields import Content, Day, LongText, Name, RowId, kept
from ingest_api.listing import Page
from warehouse.vocabulary import AssessmentStatus, AssessmentType

_MOST = Decimal("99999.99")
Total = Annotated[Decimal, Field(gt=0, le=_MOST, decimal_places=2, examples=[50])]
Marks = Annotated[Decimal, Field(ge=0, le=_MOST, decimal_places=2, examples=[41.5])]


class AssessmentSort(StrEnum):
    """The orders in which assessments can be listed; a minus sign turns one round."""

    DUE_DATE = "due_date"
    DUE_DATE_DESCENDING = "-due_date"
    ID = "id"
    ID_DESCENDING = "-id"


class AssessmentCreate(Content):
    """Work for one student, or for all of a batch: exactly one of `student_id` and `batch_id`."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "batch_id": 4,
                "topic_id": 9,
                "assessment_type": "quiz",
                "title": "Lists and loops",
                "total_marks": 20,
                "due_date": "2024-07-12",
            }
        }
    )

    student_id: RowId | None = None
    batch_id: RowId | None = None
    subject_id: RowId | None = Field(default=None, description="Needed with a student; a batch has its own.")
    topic_id: RowId | None = None
    faculty_id: RowId | None = None
    assessment_type: AssessmentType
    title: Name | None = None
    description: LongText | None = None
    total_marks: Total | None = None
    due_date: Day | None = None


class AssessmentUpdate(Content):
    """Only the fields that are sent change."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "completed", "assessment_date": "2024-07-11"}})

    topic_id: RowId | None = None
    faculty_id: RowId | None = None
    assessment_type: AssessmentType = kept()
    title: Name | None = None
    description: LongText | None = None
    total_marks: Total | None = None
    due_date: Day | None = None
    assessment_date: Day | None = Field(default=None, description="When it was handed in.")
    feedback: LongText | None = None
    status: Literal[AssessmentStatus.PENDING, AssessmentStatus.COMPLETED] = kept()


class AssessmentGrade(Content):
    """A mark; sent again, it corrects the one before."""

    model_config = ConfigDict(json_schema_extra={"example": {"marks_obtained": 41.5, "graded_on": "2024-07-14"}})

    marks_obtained: Marks
    total_marks: Total = kept(description="Left out: as it was set.")
    graded_on: Day = kept(description="Left out: as it was, or today.")
    grade: Annotated[Name, Field(max_length=20)] | None = None
    feedback: LongText | None = None


class Assessment(BaseModel):
    """One student's work, and its mark."""

    id: int
    reference: str | None = Field(description="The key under which it was imported, or of a place in an exam.")
    student_id: int
    enrollment_no: str
    first_name: str = ""
    last_name: str | None = None
    subject_id: int
    subject_code: str
    subject_name: str = ""
    topic_id: int | None
    topic_name: str | None = None
    faculty_id: int | None
    assessment_type: AssessmentType
    title: str | None
    description: str | None
    total_marks: float | None
    marks_obtained: float | None
    percentage: float | None
    grade: str | None
    due_date: date | None
    assessment_date: date | None
    graded_on: date | None
    feedback: str | None
    status: AssessmentStatus
    is_to_mark: bool = Field(default=False, description="Handed in, or its day has come and the student learns it now.")
    is_overdue: bool = Field(default=False, description="Its day has passed, and the student learns it now.")
    version: int


class AssessmentsSet(BaseModel):
    """The work that was set, one row for each student."""

    items: list[Assessment]


class WorkSet(BaseModel):
    """Work that was set at once for one student or several, and how much of it stands where."""

    id: int = Field(description="The first of its assessments; `set_id` of `GET /assessments` finds all of them.")
    subject_id: int
    subject_code: str
    subject_name: str
    topic_id: int | None
    topic_name: str | None
    faculty_id: int | None
    faculty_name: str | None
    student_id: int | None = Field(description="Whose it is, when it is one student's.")
    student_name: str | None
    assessment_type: AssessmentType
    title: str | None
    total_marks: float | None
    due_date: date | None
    students_count: int
    to_mark_count: int
    handed_in_count: int
    overdue_count: int
    graded_count: int


class WorkSets(Page[WorkSet]):
    """A page of the work that was set; the counts are of all pages, whatever state is asked for."""

    students_count: int
    to_mark_count: int
    handed_in_count: int
    overdue_count: int
    graded_count: int
