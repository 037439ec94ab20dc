"""What routes ask for: the current user, a permission, the signing secret.

The user is read from the database at every request, so that who is suspended is out at once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from ingest_api.auth import repository
from ingest_api.auth.permissions import PERMISSIONS, Permission
from ingest_api.auth.throttle import LoginThrottle
from ingest_api.auth.tokens import read_access_token
from ingest_api.database import Connection
from ingest_api.errors import Forbidden, Unauthenticated
from warehouse.scope import Viewer
from warehouse.settings import Settings
from warehouse.vocabulary import Role

_bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/auth/login", auto_error=False)


@dataclass(frozen=True)
class CurrentUser:
    """Who is asking, as the database knows them now."""

    id: int
    uuid: UUID
    email: str | None
    first_name: str
    last_name: str | None
    role: Role
    campus_id: int | None
    campus_code: str | None
    campus_name: str | None
    time_zone: str | None
    student_id: int | None
    faculty_id: int | None

    @property
    def viewer(self) -> Viewer:
        """The same person, as the row scope sees them."""
        return Viewer(self.id, self.role, self.campus_id, self.student_id, self.faculty_id)


@dataclass(frozen=True)
class AuthContext:
    """What log-in needs of the application."""

    settings: Settings
    jwt_secret: str
    throttle: LoginThrottle


# Asynchronous like every dependency here: the framework would send it to a thread otherwise, at every request.
async def _context(request: Request) -> AuthContext:
    context: AuthContext = request.app.state.auth
    return context


Context = Annotated[AuthContext, Depends(_context)]


Bearer = Annotated[str | None, Depends(_bearer)]


async def current_user(context: Context, connection: Connection, token: Bearer) -> CurrentUser:
    """Whose access token this is.

    Raises:
        Unauthenticated: there is none, it is not valid any more, or the log-in has ended.
    """
    if token is None:
        raise Unauthenticated("log in first: send an access token as `Authorization: Bearer …`")
    claims = read_access_token(token, context.jwt_secret)
    row = await repository.user_by_token(connection, claims.user_uuid, claims.family)
    if row is None:
        raise Unauthenticated("this log-in has ended, or the account is not active any more", kind="login-ended")
    return CurrentUser(**{**row, "role": Role(row["role"])})


LoggedIn = Annotated[CurrentUser, Depends(current_user)]


async def _login_family(context: Context, token: Annotated[str | None, Depends(_bearer)]) -> UUID:
    return read_access_token(token or "", context.jwt_secret).family


LoginFamily = Annotated[UUID, Depends(_login_family)]
"""Which log-in asks; ask for `LoggedIn` first."""


def require(permission: Permission) -> Callable[..., Awaitable[CurrentUser]]:
    """A dependency that gives the current user when their role has `permission`, and refuses with 403 otherwise.

    Flat: the framework asks for each dependency behind another at every request.
    """

    async def permitted(request: Request, connection: Connection, token: Bearer) -> CurrentUser:
        return permit(await current_user(await _context(request), connection, token), permission)

    return permitted


def permit(user: CurrentUser, permission: Permission) -> CurrentUser:
    """The user, whose role has the permission.

    Raises:
        Forbidden: it has not.
    """
    if permission not in PERMISSIONS[user.role]:
        raise Forbidden(f"the role {user.role} may not do this ({permission})")
    return user
