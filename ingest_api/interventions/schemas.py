"""What the routes of interventions take and give."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from ingest_api.fields import Content, Day, LongText, RowId, kept
from warehouse.vocabulary import InterventionAction, InterventionOutcome, InterventionStatus

Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class InterventionSort(StrEnum):
    """The orders in which interventions can be listed; a minus sign turns one round."""

    STARTED_ON = "started_on"
    STARTED_ON_DESCENDING = "-started_on"
    DUE_DATE = "due_date"
    DUE_DATE_DESCENDING = "-due_date"


class Intervention(BaseModel):
    """An action for one enrolment, or that it was left without one on purpose."""

    id: int
    enrollment_id: int
    student_id: int
    enrollment_no: str
    student_name: str
    subject_code: str
    campus_id: int
    started_on: date
    reason: str
    action: InterventionAction | None
    is_holdout: bool
    p_drop_at_start: float | None
    status: InterventionStatus
    assigned_to: int | None
    assigned_name: str | None
    due_date: date | None
    outcome: InterventionOutcome | None
    closed_at: datetime | None
    notes: str | None
    created_by: int | None
    version: int


class NewIntervention(Content):
    """What is to be done for an enrolment. A holdout has no action: it is there to compare with."""

    enrollment_id: RowId
    reason: LongText = Field(min_length=1, examples=["Three absences in two weeks"])
    action: InterventionAction | None = Field(default=None, examples=["call"])
    is_holdout: bool = False
    p_drop_at_start: Probability | None = Field(default=None, description="The risk as the list showed it.")
    assigned_to: RowId | None = None
    due_date: Day | None = None
    notes: LongText | None = None

    @model_validator(mode="after")
    def _action_unless_holdout(self) -> "NewIntervention":
        if self.is_holdout == (self.action is not None):
            raise ValueError("name an action, or say that this is a holdout; one of the two")
        return self


class InterventionChange(Content):
    """What is to be different. It ends as done with an outcome, or cancelled; an outcome may be corrected later."""

    reason: LongText = kept(min_length=1)
    assigned_to: RowId | None = None
    due_date: Day | None = None
    notes: LongText | None = None
    status: InterventionStatus = kept(examples=["done"])
    outcome: InterventionOutcome | None = Field(default=None, examples=["returned"])
