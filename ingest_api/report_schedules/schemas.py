"""What the routes of reports on schedule take and give."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from ingest_api.fields import Content, RowId, RowIds, kept
from warehouse.vocabulary import ReportFrequency, ReportKind, ReportRunStatus, Role

MOST_RECIPIENTS = 50

Weekday = Annotated[int, Field(ge=1, le=7, description="1 is Monday, 7 is Sunday.")]
DayOfMonth = Annotated[int, Field(ge=1, le=28, description="Every month has these days.")]
Recipients = Annotated[RowIds, Field(min_length=1, max_length=MOST_RECIPIENTS, description="Ids of users.")]


class Recipient(BaseModel):
    """Who is given a report."""

    user_id: int
    name: str = Field(examples=["Ravi Kulkarni"])
    role: Role
    is_active: bool


class ReportRun(BaseModel):
    """One making of a scheduled report."""

    id: int
    run_on: date
    date_from: date
    date_to: date
    status: ReportRunStatus
    problem: str | None = Field(description="Why there is no report.", examples=[None])
    files_count: int
    is_by_hand: bool
    made_at: datetime


class ReportRuns(BaseModel):
    """The last runs, newest first."""

    items: list[ReportRun]


class ReportSchedule(BaseModel):
    """A report on schedule, with its last run."""

    id: int
    report: ReportKind
    title: str = Field(examples=["Student progress"])
    campus_id: int | None = Field(description="Null: all that each recipient may see.")
    campus_name: str | None
    frequency: ReportFrequency
    weekday: int | None = Field(examples=[1])
    day_of_month: int | None = Field(examples=[None])
    is_active: bool
    next_run_on: date
    recipients: list[Recipient]
    last_run: ReportRun | None
    version: int


class ReportSchedules(BaseModel):
    """All schedules that the user manages."""

    items: list[ReportSchedule]


class NewSchedule(Content):
    """Which report, how often, about which campus, for whom."""

    report: ReportKind
    campus_id: RowId | None = Field(
        default=None, description="Your own campus when left out; a super admin's is then the whole institute."
    )
    frequency: ReportFrequency
    weekday: Weekday | None = Field(default=None, description="Of a weekly one.", examples=[1])
    day_of_month: DayOfMonth | None = Field(default=None, description="Of a monthly one.", examples=[None])
    recipients: Recipients


class ScheduleChange(Content):
    """What is to be changed; what is left out stays."""

    frequency: ReportFrequency = kept()
    weekday: Weekday | None = Field(default=None, examples=[1])
    day_of_month: DayOfMonth | None = Field(default=None, examples=[None])
    recipients: Recipients = kept()
    is_active: bool = kept(description="False stops it, true lets it go on.")


class ReceivedReport(BaseModel):
    """A report that the user was given; its files are at `/reports/received/{id}`."""

    id: int
    report: ReportKind
    title: str = Field(examples=["Student progress"])
    campus_name: str | None
    date_from: date
    date_to: date
    rows_count: int
    made_at: datetime


class ReceivedReports(BaseModel):
    """The reports that the user was given, newest first."""

    items: list[ReceivedReport]
