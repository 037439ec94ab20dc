"""What the routes of subjects and topics take and give."""

from enum import StrEnum

from pydantic import BaseModel, Field

from ingest_api.fields import Content, JsonObject, LongText, Name, RowId, RowIds, kept
from warehouse.vocabulary import CatalogStatus, SubjectDifficulty, TopicDifficulty


class SubjectSort(StrEnum):
    """The orders of subjects."""

    CODE = "code"
    CODE_DESCENDING = "-code"
    NAME = "name"
    NAME_DESCENDING = "-name"


class Subject(BaseModel):
    """A course that students enrol in."""

    id: int
    code: str
    name: str
    description: str | None
    duration_hours: int | None
    category: str | None
    difficulty_level: SubjectDifficulty | None
    fee: float | None
    status: CatalogStatus
    prerequisites: list[int] = Field(description="Ids of the subjects to be learned before.")
    prerequisite_names: list[str] = Field(description="Their names, in the same order.")
    topics_total: int = Field(description="How many active topics it has.")
    version: int


class _SubjectContent(Content):
    description: LongText | None = None
    duration_hours: int | None = Field(default=None, ge=1, le=10_000, examples=[60])
    category: Name | None = None
    difficulty_level: SubjectDifficulty | None = None
    fee: float | None = Field(default=None, ge=0, le=1_000_000_000, description="In the institute's currency.")


class NewSubject(_SubjectContent):
    """A subject to be taught."""

    code: Name = Field(examples=["PY101"])
    name: Name = Field(examples=["Python for beginners"])
    prerequisites: RowIds = []
    status: CatalogStatus = CatalogStatus.ACTIVE


class SubjectChange(_SubjectContent):
    """What is to be changed; what is left out stays."""

    code: Name = kept()
    name: Name = kept()
    prerequisites: RowIds = kept()
    status: CatalogStatus = kept()


class TopicSort(StrEnum):
    """The orders of topics."""

    ORDER_INDEX = "order_index"
    ORDER_INDEX_DESCENDING = "-order_index"


class Topic(BaseModel):
    """One unit of a subject."""

    id: int
    subject_id: int
    name: str
    description: str | None
    order_index: int
    estimated_duration_minutes: int | None
    difficulty_level: TopicDifficulty | None
    learning_objectives: list[str]
    resources: dict[str, object] | None
    status: CatalogStatus
    prerequisites: list[int] = Field(description="Ids of the topics to be learned before.")
    prerequisite_names: list[str] = Field(description="Their names, in the same order.")
    version: int


class _TopicContent(Content):
    description: LongText | None = None
    estimated_duration_minutes: int | None = Field(default=None, ge=1, le=100_000)
    difficulty_level: TopicDifficulty | None = None
    resources: JsonObject | None = None


class NewTopic(_TopicContent):
    """A topic to be taught."""

    subject_id: RowId
    name: Name = Field(examples=["Loops"])
    order_index: int | None = Field(default=None, ge=1, le=1_000_000, description="Behind the last one when left out.")
    learning_objectives: list[Name] = Field(default=[], max_length=50)
    prerequisites: RowIds = []
    status: CatalogStatus = CatalogStatus.ACTIVE


class TopicChange(_TopicContent):
    """What is to be changed; what is left out stays. A topic stays in its subject."""

    name: Name = kept()
    order_index: int = kept(ge=1, le=1_000_000)
    learning_objectives: list[Name] = kept(max_length=50)
    prerequisites: RowIds = kept()
    status: CatalogStatus = kept()


class TopicMove(Content):
    """Where a topic is to stand; the topics between its old and its new place move up or down by one."""

    after_id: RowId | None = Field(description="The topic of the same subject that it comes after; null: the first.")
