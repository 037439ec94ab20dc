"""What the routes of resources take and give."""

from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from ingest_api.fields import Content, LongText, Name, RowId, kept
from warehouse.vocabulary import CatalogStatus, LearningStyle, ResourceKind, TopicDifficulty

_ADDRESS: Final = TypeAdapter(HttpUrl)


def _web_address(text: str) -> str:
    if not text.isprintable() or " " in text:
        raise ValueError("must not contain spaces or characters that cannot be seen")
    try:
        address = _ADDRESS.validate_python(text)
    except ValidationError as error:
        raise ValueError("must be an http or https address") from error
    if address.username is not None or address.password is not None:
        raise ValueError("must not carry a user name or a password")
    return str(address)


def _within_storage(key: str) -> str:
    if any(part in ("", ".", "..") for part in key.split("/")):
        raise ValueError("must be names with single slashes between them, and none of them . or ..")
    return key


WebAddress = Annotated[
    str,
    StringConstraints(min_length=8, max_length=2_000),
    AfterValidator(_web_address),
    Field(description="http or https, as browsers write it."),
]
StorageKey = Annotated[
    str,
    StringConstraints(max_length=500, pattern=r"^[A-Za-z0-9._/-]+$"),
    AfterValidator(_within_storage),
    Field(description="Where the file lies in the institute's storage."),
]
Minutes = Annotated[int, Field(ge=1, le=100_000)]


class ResourceSort(StrEnum):
    """The orders in which resources can be listed; a minus sign turns one round."""

    TITLE = "title"
    TITLE_DESCENDING = "-title"


class ResourceCreate(Content):
    """Something for a topic or for a whole subject, at an address or in storage."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "topic_id": 7,
                "title": "Loops, drawn step by step",
                "kind": "video",
                "url": "https://videos.example.org/loops",
                "difficulty": "easy",
                "duration_minutes": 12,
                "learning_style": "visual",
            }
        }
    )

    topic_id: RowId | None = Field(default=None, description="Either this or subject_id.")
    subject_id: RowId | None = Field(default=None, description="Either this or topic_id.")
    title: Name
    description: LongText | None = None
    kind: ResourceKind
    url: WebAddress | None = Field(default=None, description="Either this or storage_key.")
    storage_key: StorageKey | None = Field(default=None, description="Either this or url.")
    difficulty: TopicDifficulty | None = None
    duration_minutes: Minutes | None = None
    learning_style: LearningStyle | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        if (self.topic_id is None) == (self.subject_id is None):
            raise ValueError("name either a topic_id or a subject_id")
        if (self.url is None) == (self.storage_key is None):
            raise ValueError("give either a url or a storage_key")
        return self


class ResourceUpdate(Content):
    """Only the fields that are sent change; a url takes the place of a storage_key, and the other way round."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "inactive"}})

    title: Name = kept()
    description: LongText | None = None
    kind: ResourceKind = kept()
    url: WebAddress = kept()
    storage_key: StorageKey = kept()
    difficulty: TopicDifficulty | None = None
    duration_minutes: Minutes | None = None
    learning_style: LearningStyle | None = None
    status: CatalogStatus = kept()

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if {"url", "storage_key"} <= self.model_fields_set:
            raise ValueError("send either a url or a storage_key")
        return self


class LearningResource(BaseModel):
    """Something to learn a topic or a whole subject from."""

    id: int
    topic_id: int | None
    topic_name: str | None = Field(examples=["Loops"])
    subject_id: int | None = Field(description="Null when it belongs to one topic.")
    subject_code: str = Field(description="Of the subject, or of the topic's subject.", examples=["PY101"])
    title: str = Field(examples=["Loops, drawn step by step"])
    description: str | None
    kind: ResourceKind
    url: str | None = Field(examples=["https://videos.example.org/loops"])
    storage_key: str | None
    difficulty: TopicDifficulty | None
    duration_minutes: int | None
    learning_style: LearningStyle | None
    status: CatalogStatus
    version: int
