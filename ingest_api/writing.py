"""A write, from its first check to its event: what every route that changes something has in common.

Belongs here: who writes, one transaction, `Idempotency-Key`, `If-Match`, `ETag`, and the event's common columns. What
is changed, and by which rules, stands in the features' services.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb
from pydantic import BaseModel

from ingest_api import events, idempotency
from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.errors import Conflict
from ingest_api.logs import request_id
from ingest_api.rows import ExpectedVersion, check_version, set_etag, update_row
from warehouse.settings import Settings
from warehouse.vocabulary import EventSource

Answer = TypeVar("Answer", bound=BaseModel)
State = TypeVar("State", bound=StrEnum)

# What no conflict shows.
_UNTOLD = {"password_hash", "written_xid"}


@dataclass(frozen=True)
class Writing:
    """One request that changes something."""

    user: CurrentUser
    connection: Connection
    settings: Settings
    route: str
    response: Response
    key: str | None
    expected_version: int | None

    @property
    def actor(self) -> events.Actor:
        """The user, in this request."""
        return events.Actor(EventSource.API, self.user.id, self.user.role, request_id())

    async def once(
        self, content: BaseModel, answer_type: type[Answer], change: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        """What `change` answers, in one transaction; the first answer again when the key comes again.

        Raises:
            Invalid: the key was used for something else.
        """
        attempt = idempotency.Attempt.of(self.user.id, self.key, self.route, content)
        async with self.connection.transaction():
            first = None
            if attempt is not None:
                # A repeat that arrives while the first is still being answered waits here.
                await self.connection.execute(
                    "select pg_advisory_xact_lock(hashtextextended(%s, %s))", (attempt.key, self.user.id)
                )
                first = await idempotency.first_answer(self.connection, attempt)
            if first is None:
                answer = await change()
                if attempt is not None:
                    await idempotency.remember(self.connection, attempt, answer)
            else:
                answer = answer_type.model_validate(first)
                self.response.headers[idempotency.REPLAY_HEADER] = "true"
        version = getattr(answer, "version", None)
        if isinstance(version, int):
            set_etag(self.response, version)
        return answer

    async def update(self, table: str, current: DictRow, changes: dict[str, Any]) -> tuple[DictRow, list[str]]:
        """Changes a row that is locked, unless it is newer than the client knew; the row, and what became different.

        Raises:
            Conflict: `If-Match` names another version than the current one.
        """
        check_version(
            self.expected_version, {column: value for column, value in current.items() if column not in _UNTOLD}
        )
        different = [column for column, value in changes.items() if current[column] != value]
        stored = {column: Jsonb(value) if isinstance(value, dict) else value for column, value in changes.items()}
        row = await update_row(self.connection, table, current["id"], {column: stored[column] for column in different})
        return row or current, different

    async def event(
        self,
        name: str,
        relation: str,
        row_id: int,
        *,
        campus_id: int | None,
        student_id: int | None = None,
        session_id: int | None = None,
        **payload: Any,
    ) -> int:
        """Tells what was changed, and gives the event's id; `payload`: keys, counts, states, names of columns only."""
        event = events.NewEvent(
            name=name,
            relation=relation,
            row_id=row_id,
            campus_id=campus_id,
            student_id=student_id,
            session_id=session_id,
            payload=payload,
        )
        return await events.append(self.connection, self.actor.signed(event))


def writing(permission: Permission) -> Callable[..., Awaitable[Writing]]:
    """A dependency that gives a `Writing` of a user whose role has `permission`, and refuses with 403 otherwise."""

    async def permitted(
        request: Request,
        response: Response,
        user: Annotated[CurrentUser, Depends(require(permission))],
        connection: Connection,
        context: Context,
        expected_version: ExpectedVersion,
        key: idempotency.KeyHeader = None,
    ) -> Writing:
        route = f"{request.method} {request.url.path}"
        return Writing(user, connection, context.settings, route, response, key, expected_version)

    return permitted


def sent(content: BaseModel) -> dict[str, Any]:
    """The fields that the client sent: a partial update changes only those."""
    return {name: getattr(content, name) for name in type(content).model_fields if name in content.model_fields_set}


def check_move(now: State, wanted: State, moves: Mapping[State, frozenset[State]]) -> None:
    """Refuses a change of status that the status machine `moves` does not know; staying is no move.

    Raises:
        Conflict: the problem carries the moves that are allowed.
    """
    allowed = sorted(state.value for state in moves.get(now, frozenset()))
    if wanted == now or wanted in allowed:
        return
    only = f"; it can become {', '.join(allowed)}" if allowed else "; this is an end"
    raise Conflict(f"{now} cannot become {wanted}{only}", kind="illegal-move", status_now=now, allowed=allowed)
