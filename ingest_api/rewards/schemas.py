"""What the routes of rewards and penalties take and give."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from ingest_api.fields import Content, Day, LongText, RowId, kept
from warehouse.vocabulary import RewardCategory, RewardStatus, RewardType

Points = Annotated[int, Field(ge=0, le=1_000_000, description="A size: the type says whether it is given or taken.")]


class RewardSort(StrEnum):
    """The orders in which rewards and penalties can be listed; a minus sign turns one round."""

    DATE = "date"
    DATE_DESCENDING = "-date"


class Reward(BaseModel):
    """One reward or penalty."""

    id: int
    student_id: int
    enrollment_no: str
    student_name: str
    faculty_id: int | None
    type: RewardType
    category: RewardCategory
    reason: str | None
    points: int
    date: date
    status: RewardStatus
    created_by: int | None
    version: int


class NewReward(Content):
    """Points for a student."""

    student_id: RowId
    type: RewardType
    category: RewardCategory = RewardCategory.OTHER
    reason: LongText = Field(min_length=1, examples=["Best project of the month"])
    points: Points = 0
    reward_date: Day | None = Field(default=None, alias="date", description="Today at the campus when left out.")


class RewardChange(Content):
    """What is to be different, while nobody has appealed."""

    type: RewardType = kept()
    category: RewardCategory = kept()
    reason: LongText = kept(min_length=1)
    points: Points = kept()


class Appeal(Content):
    """Why the student thinks otherwise."""

    reason: LongText = Field(min_length=1, examples=["I was ill; the certificate came a day later."])


class Decision(Content):
    """How an appeal ends: the points stay, or become others (0: taken back)."""

    points: Points | None = Field(default=None, description="The points stay as they are when left out.")
    note: LongText = Field(min_length=1, examples=["The certificate was found."])
