"""What the routes of learning paths take and give."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from ingest_api.fields import Content, LongText, Name, RowId, kept
from warehouse.vocabulary import LearningPathStatus, LearningPathStepStatus, TopicProgressStatus


class PathSort(StrEnum):
    """The orders in which paths can be listed; a minus sign turns one round."""

    CREATED = "created"
    CREATED_DESCENDING = "-created"


class PathCreate(Content):
    """For whom, and through which subject; the steps are worked out."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"student_id": 12, "subject_id": 3, "goal": "Ready for the exam in July"}}
    )

    student_id: RowId
    subject_id: RowId
    name: Name | None = Field(default=None, description="Left out: named after the subject.")
    goal: LongText | None = None


class PathUpdate(Content):
    """Only the fields that are sent change."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "completed"}})

    name: Name = kept()
    goal: LongText | None = None
    status: LearningPathStatus = kept()


class PathItem(BaseModel):
    """A learning path, and how far it is walked."""

    id: int
    student_id: int
    enrollment_no: str
    name: str = Field(examples=["Python: what is left"])
    goal: str | None
    status: LearningPathStatus
    steps_total: int
    steps_done: int
    created_by: int | None
    created_at: datetime
    version: int


class StepUpdate(Content):
    """How far the student is with a step."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "in_progress"}})

    status: LearningPathStepStatus


class Step(BaseModel):
    """A topic, or a whole subject, at its place in a path."""

    id: int
    position: int
    topic_id: int | None
    subject_id: int | None
    title: str = Field(description="The name of the topic or the subject.", examples=["Loops"])
    status: LearningPathStepStatus
    topic_status: TopicProgressStatus | None = Field(
        description="Where the student stands with the topic by now, as sessions and assessments tell; null for a "
        "whole subject."
    )
    reason: str | None = Field(examples=["Builds on Variables, earlier in this path."])
    version: int


class Path(PathItem):
    """A learning path with its steps, in order."""

    steps: list[Step]
