"""Who may watch what."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import jwt
from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import AuthContext, CurrentUser, current_user
from ingest_api.auth.permissions import PERMISSIONS, Permission
from ingest_api.auth.tokens import read_access_token
from ingest_api.errors import Forbidden, NotFound
from ingest_api.realtime import repository
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import Role

Db = AsyncConnection[DictRow]
Check = Callable[[Db, CurrentUser, int], Awaitable[bool]]


@dataclass(frozen=True)
class Login:
    """Who watches, with which log-in, and until when the access token holds."""

    user: CurrentUser
    family: UUID
    expires_at: datetime


@dataclass(frozen=True)
class Stream:
    """A kind of stream: what `audience` calls it, the permission it takes, and who may watch which row."""

    name: str
    permission: Permission | None
    is_visible: Check


async def log_in(context: AuthContext, connection: Db, token: str) -> Login:
    """The log-in of an access token.

    Raises:
        Unauthenticated: the token is not valid any more, or the log-in has ended.
    """
    user = await current_user(context, connection, token)
    claims = read_access_token(token, context.jwt_secret)
    # Verified above; how long it holds is not among its claims as the rest of the API needs them.
    expires = jwt.decode(token, options={"verify_signature": False})["exp"]
    return Login(user, claims.family, datetime.fromtimestamp(expires, UTC))


async def check(stream: Stream, connection: Db, user: CurrentUser, row_id: int) -> None:
    """Refuses whoever may not watch this row.

    Raises:
        Forbidden: the role may not watch such rows at all.
        NotFound: the row is out of sight.
    """
    if stream.permission is not None and stream.permission not in PERMISSIONS[user.role]:
        raise Forbidden(f"the role {user.role} may not watch this ({stream.permission})")
    if not await stream.is_visible(connection, user, row_id):
        raise NotFound("there is nothing that you may watch")


async def _session(connection: Db, user: CurrentUser, row_id: int) -> bool:
    scope = row_predicate(user.viewer, Resource.SESSIONS, "session")
    return await repository.is_session_visible(connection, scope, row_id)


async def _student(connection: Db, user: CurrentUser, row_id: int) -> bool:
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    return await repository.is_student_visible(connection, scope, row_id)


async def _oneself(connection: Db, user: CurrentUser, row_id: int) -> bool:
    return user.id == row_id or (user.role is Role.SUPER_ADMIN and await repository.is_user_known(connection, row_id))


ATTENDANCE: Final = Stream("session", Permission.SESSIONS_READ, _session)
PROGRESS: Final = Stream("student", Permission.PROGRESS_READ, _student)
NOTIFICATIONS: Final = Stream("user", None, _oneself)
