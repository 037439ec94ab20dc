"""What the routes of alerts take and give."""

from datetime import date, datetime, time
from enum import StrEnum

from pydantic import BaseModel, Field

from ingest_api.fields import Content, LongText
from warehouse.vocabulary import RiskAlertStatus, RiskBand


class RiskAlertSort(StrEnum):
    """The orders in which alerts can be listed; a minus sign turns one round."""

    P_DROP_DESCENDING = "-p_drop"
    RAISED_ON_DESCENDING = "-raised_on"


class RiskAlert(BaseModel):
    """A student who may be about to leave: why, and what could come next."""

    id: int
    enrollment_id: int
    student_id: int
    enrollment_no: str
    student_name: str
    subject_code: str
    subject_name: str
    campus_id: int
    raised_on: date
    scored_as_of: date
    p_drop: float = Field(ge=0, le=1, description="As published on that day.", examples=[0.72])
    p_drop_30d: float | None = Field(
        ge=0,
        le=1,
        description="The chance to end so within 30 days, as published on that day; null for an alert from before.",
        examples=[0.24],
    )
    band: RiskBand
    reasons: list[str] = Field(examples=[["No session for 12 days; usually 3 a week."]])
    next_session_date: date | None = Field(description="The next planned session of this enrolment's subject.")
    next_session_time: time | None
    status: RiskAlertStatus
    intervention_id: int | None
    dismissed_because: str | None
    closed_at: datetime | None
    version: int


class AlertDismissal(Content):
    """Why nobody has to do anything."""

    because: LongText = Field(min_length=1, examples=["On leave until Monday, agreed with the faculty."])
