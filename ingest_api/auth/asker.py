"""Who asks, for a write that would rather not ask the database one time more.

The user is the one that the last request of the same log-in found. Whether that still holds is asked by the statement
which the write begins with anyway (`STILL`), so who is suspended is out at once here too; where it does not hold, the
user is read anew and refused in the usual words. Not here: reading the user (`dependencies.py`).
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from fastapi import Request

from ingest_api.auth.dependencies import Bearer, CurrentUser, current_user, permit
from ingest_api.auth.permissions import PERMISSIONS, Permission
from ingest_api.auth.repository import NOT_ENDED
from ingest_api.auth.tokens import read_access_token
from ingest_api.database import Connection

MOST_REMEMBERED = 4096

# A condition with psycopg's binds: those of `Asker.binds`.
STILL: LiteralString = f"""
    exists (
        select from operational.users as asker
        where asker.uuid = %(asker_uuid)s and asker.status = 'active'
            and asker.role = %(asker_role)s and asker.campus_id is not distinct from %(asker_campus_id)s
            and %(asker_student_id)s is not distinct from (
                select student.id from operational.students as student where student.user_id = asker.id
            )
            and %(asker_faculty_id)s is not distinct from (
                select faculty.id from operational.faculties as faculty where faculty.user_id = asker.id
            )
    )
    and {NOT_ENDED}
"""  # noqa: S608 - constants


class _LastSeen:
    """The users of the last log-ins that asked, by user and log-in; those that asked longest ago are forgotten."""

    def __init__(self) -> None:
        self._users: OrderedDict[tuple[UUID, UUID], CurrentUser] = OrderedDict()

    def of(self, login: tuple[UUID, UUID]) -> CurrentUser | None:
        user = self._users.get(login)
        if user is not None:
            self._users.move_to_end(login)
        return user

    def remember(self, login: tuple[UUID, UUID], user: CurrentUser) -> None:
        self._users[login] = user
        self._users.move_to_end(login)
        if len(self._users) > MOST_REMEMBERED:
            self._users.popitem(last=False)


_last_seen = _LastSeen()


@dataclass(frozen=True)
class Asker:
    """A user as last seen, or as read just now.

    Attributes:
        user: who it is, if `STILL` holds.
        binds: of `STILL`.
        anew: reads the user and asks for the permission again.
    """

    user: CurrentUser
    binds: dict[str, Any]
    anew: Callable[[], Awaitable["Asker"]]


def asking(permission: Permission) -> Callable[..., Awaitable[Asker]]:
    """A dependency like `require`, for a write whose first statement contains `STILL`."""

    async def asker(request: Request, connection: Connection, token: Bearer) -> Asker:
        context = request.app.state.auth

        async def anew() -> Asker:
            user = permit(await current_user(context, connection, token), permission)
            claims = read_access_token(token or "", context.jwt_secret)
            _last_seen.remember((claims.user_uuid, claims.family), user)
            return Asker(user, _binds(user, claims.family), anew)

        if token is None:
            return await anew()
        claims = read_access_token(token, context.jwt_secret)
        user = _last_seen.of((claims.user_uuid, claims.family))
        if user is None or permission not in PERMISSIONS[user.role]:
            return await anew()
        return Asker(user, _binds(user, claims.family), anew)

    return asker


def _binds(user: CurrentUser, family: UUID) -> dict[str, Any]:
    return {
        "asker_uuid": user.uuid,
        "family": family,
        "asker_role": user.role.value,
        "asker_campus_id": user.campus_id,
        "asker_student_id": user.student_id,
        "asker_faculty_id": user.faculty_id,
    }
