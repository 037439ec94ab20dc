"""What the routes of feedback and of action items take and give."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from ingest_api.fields import Content, Day, LongText, Name, RowId, kept
from warehouse.vocabulary import ActionItemStatus, FeedbackStatus, FeedbackType, Sentiment, Theme

Themes = Annotated[list[Theme], Field(max_length=len(Theme))]


class FeedbackSort(StrEnum):
    """The orders in which feedback can be listed; a minus sign turns one round."""

    SUBMITTED_AT = "submitted_at"
    SUBMITTED_AT_DESCENDING = "-submitted_at"


class ActionItemSort(StrEnum):
    """The orders in which action items can be listed; a minus sign turns one round."""

    DUE_DATE = "due_date"
    DUE_DATE_DESCENDING = "-due_date"


class FeedbackItem(BaseModel):
    """What somebody said. Of anonymous feedback nobody knows who, and only the day."""

    id: int
    campus_id: int | None
    campus_code: str | None
    student_id: int | None
    student_name: str | None
    is_anonymous: bool
    faculty_id: int | None
    faculty_name: str | None
    session_id: int | None
    feedback_type: FeedbackType
    rating: int | None
    comments: str | None
    submitted_at: datetime
    sentiment: Sentiment | None
    themes: list[str]
    settled_on: date | None = Field(description="Since when staff's word on sentiment or themes stands.")
    status: FeedbackStatus
    reviewed_at: datetime | None
    resolution: str | None
    resolved_at: datetime | None
    version: int


class ActionItem(BaseModel):
    """Something that somebody is to do."""

    id: int
    campus_id: int
    campus_code: str
    feedback_id: int | None
    title: str
    description: str | None
    assigned_to: int | None
    assigned_name: str | None
    due_date: date | None
    is_overdue: bool
    status: ActionItemStatus
    completed_at: datetime | None
    version: int


class FeedbackDetail(FeedbackItem):
    """One feedback with what is done about it (staff see that, students get an empty list)."""

    action_items: list[ActionItem]


class NewFeedback(Content):
    """A rating, a comment, or both. With `is_anonymous` nothing that is kept tells who sent it."""

    feedback_type: FeedbackType = Field(examples=["session"])
    is_anonymous: bool = False
    student_id: RowId | None = Field(default=None, description="For admins: who said it at the desk.")
    faculty_id: RowId | None = None
    session_id: RowId | None = Field(default=None, description="Anonymously only a session of a batch.")
    campus_id: RowId | None = Field(default=None, description="Your own campus when left out.")
    rating: Annotated[int, Field(ge=1, le=5)] | None = Field(default=None, examples=[4])
    comments: LongText | None = Field(default=None, examples=["Loops went too fast."])

    @model_validator(mode="after")
    def _says_something(self) -> "NewFeedback":
        # Blanks are no comment: anonymous ones are counted before any is shown.
        self.comments = self.comments if (self.comments or "").strip() else None
        if self.rating is None and self.comments is None:
            raise ValueError("a rating or a comment is needed")
        return self


class NewActionItem(Content):
    """Something that is to be done, by whom and until when."""

    title: Name = Field(examples=["Repeat loops in the next session"])
    description: LongText | None = None
    assigned_to: RowId | None = Field(default=None, description="An active member of the campus's staff.")
    due_date: Day | None = None


class NewStandaloneActionItem(NewActionItem):
    """An action item, because of feedback or of anything else."""

    feedback_id: RowId | None = None
    campus_id: RowId | None = Field(default=None, description="The feedback's campus or your own when left out.")


class ActionItemChange(Content):
    """What is to be different. Who is not an admin may change the status of what they are to do, and nothing else."""

    title: Name = kept()
    description: LongText | None = None
    assigned_to: RowId | None = None
    due_date: Day | None = None
    status: ActionItemStatus = kept(examples=["done"])


class Correction(Content):
    """How feedback was meant and what it is about, as staff know it. The model learns from it at its next training."""

    sentiment: Sentiment | None = Field(default=None, examples=["negative"], description="Null takes a word back.")
    themes: Themes = kept(examples=[["pace", "labs"]])

    @model_validator(mode="after")
    def _says_something(self) -> "Correction":
        if not self.model_fields_set:
            raise ValueError("a sentiment or themes are needed")
        return self


class Resolution(Content):
    """How feedback is answered: looked at (`reviewed`), or done with (`resolved`, which needs a resolution)."""

    status: Literal[FeedbackStatus.REVIEWED, FeedbackStatus.RESOLVED] = FeedbackStatus.RESOLVED
    resolution: LongText | None = Field(default=None, examples=["We repeat loops next week."])
    sentiment: Sentiment | None = Field(default=None, description="What staff settled on.")
    themes: Themes = kept(examples=[["pace"]])
    action_items: Annotated[list[NewActionItem], Field(max_length=20)] = []
