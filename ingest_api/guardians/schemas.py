"""What the routes of guardians and consents take and give."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from ingest_api.fields import Content, Day, Email, Name, Phone, RowId, kept
from warehouse.vocabulary import ConsentPurpose


class GuardianSort(StrEnum):
    """The orders of guardians."""

    NAME = "name"
    NAME_DESCENDING = "-name"


class Guardian(BaseModel):
    """Somebody who stands behind the student."""

    id: int
    student_id: int
    name: str = Field(examples=["Meera Kulkarni"])
    relationship: str | None = Field(examples=["mother"])
    email: str | None = Field(examples=["meera@example.org"])
    phone: str | None = Field(examples=["+91 98200 00000"])
    is_primary: bool = Field(description="The one to be told first; at most one is.")
    version: int


class _GuardianContent(Content):
    relationship: Name | None = Field(default=None, examples=["mother"])
    email: Email | None = Field(default=None, examples=["meera@example.org"])
    phone: Phone | None = Field(default=None, examples=["+91 98200 00000"])


class NewGuardian(_GuardianContent):
    """A guardian to be added. A primary one takes the place of the primary one so far."""

    name: Name = Field(examples=["Meera Kulkarni"])
    is_primary: bool = False


class GuardianChange(_GuardianContent):
    """What is to be changed; what is left out stays."""

    name: Name = kept(examples=["Meera Kulkarni"])
    is_primary: bool = kept()


class ConsentSort(StrEnum):
    """The orders of consents."""

    GRANTED_AT = "granted_at"
    GRANTED_AT_DESCENDING = "-granted_at"


class Consent(BaseModel):
    """That somebody agreed for the student to one purpose, and since when no longer."""

    id: int
    student_id: int
    purpose: ConsentPurpose
    is_given: bool = Field(description="Whether it holds now.")
    granted_at: datetime
    source: str = Field(description="How it came.", examples=["signed form"])
    guardian_id: int | None = Field(description="Who agreed; null when it was the student.")
    guardian_name: str | None
    recorded_by: int | None = Field(description="The user who wrote it down.")
    recorded_by_name: str | None
    withdrawn_at: datetime | None
    withdrawal_source: str | None = Field(description="How the withdrawal came.", examples=["telephone call"])
    withdrawn_by: int | None = Field(description="The user who wrote the withdrawal down.")
    withdrawn_by_name: str | None
    version: int


class NewConsent(Content):
    """A consent that was given."""

    purpose: ConsentPurpose
    source: Name = Field(description="How it came.", examples=["signed form"])
    guardian_id: RowId | None = Field(default=None, description="Who agreed; the student when left out.")
    granted_on: Day | None = Field(
        default=None, description="Today at the campus when left out; never later.", examples=["2026-07-01"]
    )


class Withdrawal(Content):
    """The end of a consent."""

    source: Name = Field(description="How the withdrawal came.", examples=["telephone call"])
    withdrawn_on: Day | None = Field(
        default=None,
        description="Today at the campus when left out; never later, and not before it was given.",
        examples=["2026-09-01"],
    )
