"""What the routes of log-in take and give."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from ingest_api.auth.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH
from ingest_api.fields import Content, Email, Name, Phone, Text
from warehouse.vocabulary import OneTimeTokenPurpose, Role

Password = Annotated[Text, Field(min_length=MINIMUM_LENGTH, max_length=MAXIMUM_LENGTH, examples=["correct horse"])]


class TokenPair(BaseModel):
    """A log-in: a short access token and the refresh token that renews it once."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105 - the name of a scheme
    expires_in: int = Field(description="Seconds until the access token expires.")


class RefreshRequest(BaseModel):
    """A refresh token, to be renewed or ended."""

    refresh_token: str = Field(min_length=20, max_length=200)


class CampusOfUser(BaseModel):
    """The campus that a user belongs to."""

    id: int
    code: str
    name: str
    time_zone: str


class InstituteOfUser(BaseModel):
    """What every screen needs to know of the institute."""

    name: str
    is_demo: bool
    clock_as_of: date | None
    currency: str = Field(examples=["INR"])


class Me(BaseModel):
    """The user who is logged in."""

    id: int
    uuid: UUID
    email: str | None
    first_name: str
    last_name: str | None
    role: Role
    campus: CampusOfUser | None
    student_id: int | None
    faculty_id: int | None
    institute: InstituteOfUser
    permissions: list[str]


class Registration(Content):
    """Somebody who wants to learn here and registers themselves."""

    email: Email = Field(examples=["asha@example.org"])
    password: Password
    first_name: Name = Field(examples=["Asha"])
    last_name: Name | None = None
    phone: Phone | None = None
    campus_code: Name = Field(examples=["PUNE"])


class ResetRequest(Content):
    """Who forgot their password."""

    email: Email = Field(examples=["asha@example.org"])


class Accepted(BaseModel):
    """Taken note of. The same whether or not the e-mail is known."""

    detail: str = "taken note of; the administration of the institute will answer"


class NewPassword(Content):
    """A one-time token and the password that it may set."""

    token: Text = Field(min_length=20, max_length=200)
    password: Password


class OneTimeTokenAsked(Content):
    """A one-time token, looked at before it is used."""

    token: Text = Field(min_length=20, max_length=200)


class OneTimeTokenOwner(BaseModel):
    """For whom a one-time token was made."""

    first_name: str
    email: str | None
    purpose: OneTimeTokenPurpose
    expires_at: datetime


class PasswordChange(Content):
    """One's own password, changed."""

    current_password: Text = Field(max_length=MAXIMUM_LENGTH)
    new_password: Password


class OneTimeToken(BaseModel):
    """To be handed over to the user: it works once, until it expires, and is not shown again."""

    user_id: int
    purpose: OneTimeTokenPurpose
    token: str
    expires_at: datetime
