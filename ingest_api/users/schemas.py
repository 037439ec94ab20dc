"""What the routes of users take and give."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from ingest_api.fields import Content, Email, Name, Phone, RowId, kept
from warehouse.vocabulary import Role, UserStatus


class UserSort(StrEnum):
    """The orders of users."""

    NAME = "name"
    NAME_DESCENDING = "-name"


class User(BaseModel):
    """An account."""

    id: int
    email: str | None
    first_name: str
    last_name: str | None
    phone: str | None
    role: Role
    status: UserStatus
    campus_id: int | None
    campus_code: str | None
    has_password: bool
    last_login_at: datetime | None
    student_id: int | None
    faculty_id: int | None
    version: int


class NewUser(Content):
    """An account without a password yet; students and faculty members come with a record of their own instead."""

    email: Email = Field(examples=["counselor@example.org"])
    role: Role = Field(examples=[Role.COUNSELOR])
    first_name: Name = Field(examples=["Ravi"])
    last_name: Name | None = None
    phone: Phone | None = None
    campus_id: RowId | None = Field(default=None, description="Your own campus when left out; a super admin's may be.")


class UserChange(Content):
    """What is to be changed; what is left out stays."""

    email: Email = kept()
    first_name: Name = kept()
    last_name: Name | None = None
    phone: Phone | None = None
    role: Role = kept()
    status: UserStatus = kept()
    campus_id: RowId = kept(description="Of an admin or a counselor, moved by a super admin.")
