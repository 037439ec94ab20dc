"""What the routes of inquiries take and give. Follow-ups have their own in `follow_up_schemas.py`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

from ingest_api.fields import Content, Day, Email, JsonObject, LongText, Name, Phone, RowId, RowIds, kept
from ingest_api.payments.schemas import NewFeePlan, Part
from warehouse.vocabulary import InquiryPriority, InquirySource, InquiryStatus, PaymentMethod

Tags = Annotated[list[Annotated[Name, Field(max_length=60)]], Field(max_length=20)]


class InquirySort(StrEnum):
    """The orders in which inquiries can be listed; a minus sign turns one round."""

    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    NAME = "name"
    NAME_DESCENDING = "-name"
    NEXT_FOLLOW_UP_DATE = "next_follow_up_date"
    NEXT_FOLLOW_UP_DATE_DESCENDING = "-next_follow_up_date"


class InterestedSubject(BaseModel):
    """A subject that somebody asks for."""

    id: int
    code: str
    name: str


class Stage(BaseModel):
    """One change of an inquiry's status; the first comes from nothing."""

    from_status: InquiryStatus | None
    to_status: InquiryStatus
    changed_at: datetime
    changed_by: int | None = Field(description="A user; null when an import brought it.")


class InquiryItem(BaseModel):
    """An inquiry in a list."""

    id: int
    campus_id: int
    campus_code: str
    counselor_id: int | None
    counselor_name: str | None
    student_name: str
    phone: str | None
    email: str | None
    source: InquirySource | None
    status: InquiryStatus
    priority: InquiryPriority
    next_follow_up_date: date | None
    is_overdue: bool = Field(description="Whether the next follow-up lies before today at the campus.")
    status_since: datetime = Field(description="When it came to the stage that it is in.")
    interested_subjects: list[InterestedSubject]
    tags: list[str]
    created_at: datetime
    closed_on: date | None
    student_id: int | None
    version: int


class InquiryDetail(InquiryItem):
    """One inquiry with its way so far."""

    notes: str | None
    lost_reason: str | None
    attributes: dict[str, Any] = Field(description="Columns of an import that Headway does not know.")
    merged_into_id: int | None
    stages: list[Stage]


class StageCount(BaseModel):
    """How many inquiries stand at a stage."""

    status: InquiryStatus
    inquiries: int


class Stages(BaseModel):
    """Every stage of the pipeline, in its order."""

    stages: list[StageCount]


class Counselor(BaseModel):
    """Somebody who has open inquiries."""

    id: int
    name: str
    open_inquiries: int


class Counselors(BaseModel):
    """Who has open inquiries, by name."""

    items: list[Counselor]


class NewInquiry(Content):
    """Somebody who asks. Without a counselor the one of the campus with the fewest open inquiries gets it."""

    student_name: Name = Field(examples=["Meera Nair"])
    phone: Phone | None = Field(default=None, examples=["+91 98200 12345"])
    email: Email | None = Field(default=None, examples=["meera@example.org"])
    campus_id: RowId | None = Field(default=None, description="Your own campus when left out.")
    counselor_id: RowId | None = None
    source: InquirySource | None = None
    priority: InquiryPriority = InquiryPriority.MEDIUM
    interested_subject_ids: RowIds = []
    next_follow_up_date: Day | None = None
    notes: LongText | None = None
    tags: Tags = []
    attributes: JsonObject = {}

    @model_validator(mode="after")
    def _can_be_reached(self) -> "NewInquiry":
        if self.phone is None and self.email is None:
            raise ValueError("a phone number or an e-mail is needed to answer an inquiry")
        return self


class InquiryChange(Content):
    """What is to be different. `status: enrolled` is reached by converting."""

    student_name: Name = kept()
    phone: Phone | None = None
    email: Email | None = None
    counselor_id: RowId | None = None
    source: InquirySource | None = None
    status: InquiryStatus = kept(examples=["contacted"])
    priority: InquiryPriority = kept()
    interested_subject_ids: RowIds = kept()
    next_follow_up_date: Day | None = None
    notes: LongText | None = None
    tags: Tags = kept()
    lost_reason: LongText | None = Field(default=None, description="Needed when the inquiry is lost.")


class FirstPayment(Content):
    """Money that a new student pays at the desk, for the subject that they begin."""

    amount: Part
    method: PaymentMethod = PaymentMethod.CASH
    notes: LongText | None = None


class NewEnrollment(Content):
    """A subject that the new student begins."""

    subject_id: RowId
    faculty_id: RowId | None = None
    enrollment_date: Day | None = Field(default=None, description="Today at the campus when left out.")
    expected_completion_date: Day | None = None
    batch_id: RowId | None = Field(default=None, description="A batch of the subject that the student joins.")
    fee_plan: NewFeePlan | None = Field(default=None, description="What is agreed for the subject.")
    payment: FirstPayment | None = Field(default=None, description="What is paid for it now.")


class Conversion(Content):
    """How an inquiry becomes a student. What is left out is taken from the inquiry."""

    student_id: RowId | None = Field(default=None, description="Somebody who is a student already.")
    first_name: Name | None = None
    last_name: Name | None = None
    email: Email | None = None
    enrollment_no: Name | None = Field(default=None, description="Made from the campus code when left out.")
    admission_date: Day | None = Field(default=None, description="Today at the campus when left out.")
    enrollments: Annotated[list[NewEnrollment], Field(max_length=20)] = Field(
        default=[], examples=[[{"subject_id": 3, "enrollment_date": "2026-07-01"}]]
    )


class Converted(BaseModel):
    """The closed inquiry and what came of it."""

    inquiry: InquiryDetail
    student_id: int
    user_id: int = Field(description="The account that the student may be invited to.")
    enrollment_no: str
    enrollment_ids: list[int]
    receipts: list[str] = Field(description="Of what was paid, in the order of the enrolments.")
    version: int


class Duplicate(BaseModel):
    """Another inquiry that may be of the same person."""

    inquiry: InquiryItem
    matches: list[str] = Field(description="What is the same: email, phone, name.", examples=[["phone", "name"]])
    name_similarity: float = Field(ge=0, le=1)


class Duplicates(BaseModel):
    """The likeliest first."""

    items: list[Duplicate]


class Merge(Content):
    """Which inquiry goes into the one of the path."""

    duplicate_id: RowId
