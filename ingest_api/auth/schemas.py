"""What the routes of log-in take and give."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from warehouse.vocabulary import Role


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
