"""What the routes of batches take and give."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ingest_api.fields import Content, Day, JsonObject, LongText, Name, RowId, RowIds, kept
from warehouse.vocabulary import BatchStatus, BatchType

MOST_STUDENTS = 10_000


class BatchSort(StrEnum):
    """The orders in which batches can be listed; a minus sign turns one round."""

    NAME = "name"
    NAME_DESCENDING = "-name"
    START_DATE = "start_date"
    START_DATE_DESCENDING = "-start_date"


class BatchCreate(Content):
    """A new group; it begins without members."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Python, evenings",
                "subject_id": 3,
                "faculty_id": 2,
                "batch_type": "workshop",
                "start_date": "2024-07-01",
                "end_date": "2024-09-30",
                "max_students": 12,
            }
        }
    )

    campus_id: RowId | None = Field(default=None, description="Left out: the user's own.")
    name: Name
    subject_id: RowId
    faculty_id: RowId | None = None
    batch_type: BatchType = BatchType.TEMPORARY
    start_date: Day | None = None
    end_date: Day | None = None
    schedule: JsonObject | None = None
    max_students: int | None = Field(default=None, ge=1, le=MOST_STUDENTS, description="Left out: no limit.")
    description: LongText | None = None


class BatchUpdate(Content):
    """Only the fields that are sent change."""

    model_config = ConfigDict(json_schema_extra={"example": {"max_students": 15}})

    name: Name = kept()
    faculty_id: RowId | None = None
    batch_type: BatchType = kept()
    start_date: Day | None = None
    end_date: Day | None = None
    schedule: JsonObject | None = None
    max_students: int | None = Field(default=None, ge=1, le=MOST_STUDENTS)
    description: LongText | None = None
    status: BatchStatus = kept()


class Batch(BaseModel):
    """A batch, with how many belong to it."""

    id: int
    reference: str | None = Field(description="The key under which it was imported.")
    name: str
    campus_id: int
    subject_id: int
    subject_code: str
    faculty_id: int | None
    faculty_name: str | None
    batch_type: BatchType
    start_date: date | None
    end_date: date | None
    schedule: dict[str, Any] | None
    max_students: int | None
    members_count: int
    status: BatchStatus
    description: str | None
    version: int


class MemberSort(StrEnum):
    """The orders of members: as they joined, or by name; a minus sign turns one round."""

    ID = "id"
    ID_DESCENDING = "-id"
    NAME = "name"
    NAME_DESCENDING = "-name"


class Member(BaseModel):
    """A student of a batch."""

    student_id: int
    enrollment_no: str
    first_name: str
    last_name: str | None


class MembersAdd(Content):
    """Who joins."""

    model_config = ConfigDict(json_schema_extra={"example": {"student_ids": [12, 15]}})

    student_ids: Annotated[RowIds, Field(min_length=1)]


class MembersSaved(BaseModel):
    """Who belongs to the batch since this request, and how many do in all."""

    batch_id: int
    added: list[int] = Field(description="Students who were no members before.")
    members_count: int
    max_students: int | None
