"""What the routes of follow-ups take and give."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, Field

from ingest_api.fields import Content, Day, LongText, RowId, kept
from warehouse.vocabulary import FollowUpStatus, FollowUpType, InquiryStatus


class FollowUpSort(StrEnum):
    """The orders in which follow-ups can be listed; a minus sign turns one round."""

    DATE = "date"
    DATE_DESCENDING = "-date"


class FollowUpItem(BaseModel):
    """A planned or made contact with an inquiry."""

    id: int
    inquiry_id: int
    student_name: str
    campus_code: str
    inquiry_status: InquiryStatus
    counselor_id: int | None
    counselor_name: str | None
    follow_up_date: date
    follow_up_type: FollowUpType
    status: FollowUpStatus
    is_overdue: bool = Field(description="Whether it is pending although its day is over at the campus.")
    outcome: str | None
    notes: str | None
    next_follow_up_date: date | None
    version: int


class NewFollowUp(Content):
    """A contact to be made. The inquiry then waits for it."""

    inquiry_id: RowId
    follow_up_date: Day = Field(examples=["2026-12-01"])
    follow_up_type: FollowUpType = FollowUpType.CALL
    counselor_id: RowId | None = Field(default=None, description="The inquiry's counselor when left out.")
    notes: LongText | None = None


class FollowUpChange(Content):
    """What is to be different. A follow-up ends with a next date, or with the end of its inquiry."""

    follow_up_date: Day = kept()
    follow_up_type: FollowUpType = kept()
    counselor_id: RowId | None = None
    notes: LongText | None = None
    status: FollowUpStatus = kept(examples=["completed"])
    outcome: LongText | None = Field(default=None, description="What came of it; needed when it was completed.")
    next_follow_up_date: Day | None = Field(default=None, examples=["2026-12-08"])
    lost_reason: LongText | None = Field(default=None, description="Ends the inquiry as lost, instead of a next date.")


class Sweep(BaseModel):
    """What the daily sweep did."""

    missed_count: int
    reminded_counselors: int
