"""Routes: /auth."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import OAuth2PasswordRequestForm

from ingest_api.auth import one_time, repository, service
from ingest_api.auth.dependencies import Context, LoggedIn, LoginFamily
from ingest_api.auth.permissions import PERMISSIONS
from ingest_api.auth.schemas import (
    Accepted,
    CampusOfUser,
    InstituteOfUser,
    Me,
    NewPassword,
    OneTimeTokenAsked,
    OneTimeTokenOwner,
    PasswordChange,
    RefreshRequest,
    Registration,
    ResetRequest,
    TokenPair,
)
from ingest_api.database import Connection

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/login")
async def log_in(
    context: Context, connection: Connection, form: Annotated[OAuth2PasswordRequestForm, Depends()]
) -> TokenPair:
    """Log in with e-mail (`username`) and password."""
    return await service.log_in(context, connection, form.username, form.password)


@router.post("/refresh")
async def refresh(context: Context, connection: Connection, body: RefreshRequest) -> TokenPair:
    """Trade a refresh token for a new pair; each works once."""
    return await service.refresh(context, connection, body.refresh_token)


@router.post("/logout", status_code=204)
async def log_out(connection: Connection, body: RefreshRequest) -> None:
    """End the log-in that this refresh token belongs to."""
    await service.log_out(connection, body.refresh_token)


@router.post("/register", status_code=202)
async def register(connection: Connection, body: Registration) -> Accepted:
    """Register as a student. The account waits until an admin activates it; whether an e-mail is known is not said."""
    return await one_time.register(connection, body)


@router.post("/password-reset", status_code=202)
async def ask_for_reset(connection: Connection, body: ResetRequest) -> Accepted:
    """Say that you forgot your password: the admins of your campus are told and hand you a token."""
    return await one_time.ask_for_reset(connection, body.email)


@router.post("/one-time-token")
async def one_time_token(connection: Connection, body: OneTimeTokenAsked) -> OneTimeTokenOwner:
    """For whom the token of an invitation or of a reset was made, before it is used; or why it does not work."""
    return await one_time.owner(connection, body.token)


@router.post("/password-reset/confirm", status_code=204)
async def redeem(connection: Connection, body: NewPassword) -> None:
    """Set a password with the token of an invitation or of a reset. It works once; every log-in ends."""
    await one_time.redeem(connection, body)


@router.put("/password", status_code=204)
async def change_password(
    context: Context, user: LoggedIn, family: LoginFamily, connection: Connection, body: PasswordChange
) -> None:
    """Change your own password; your other log-ins end."""
    await one_time.change_password(context, connection, user, family, body)


@router.get("/me")
async def me(user: LoggedIn, connection: Connection) -> Me:
    """Who is logged in."""
    campus = None
    if user.campus_id is not None:
        campus = CampusOfUser(
            id=user.campus_id,
            code=user.campus_code or "",
            name=user.campus_name or "",
            time_zone=user.time_zone or "UTC",
        )
    institute = await repository.institute(connection)
    return Me(
        id=user.id,
        uuid=user.uuid,
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        role=user.role,
        campus=campus,
        student_id=user.student_id,
        faculty_id=user.faculty_id,
        # Before anything is imported there is no institute yet, but already a super admin.
        institute=InstituteOfUser(
            **institute or {"name": "Headway", "is_demo": False, "clock_as_of": None, "currency": "INR"}
        ),
        permissions=sorted(PERMISSIONS[user.role]),
    )
