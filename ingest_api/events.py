"""Appending to the trail: one row of `operational.event` in the transaction of the change.

Belongs here: writing events. That there are new ones is told after the commit (`realtime/announcements.py`), and by a
NOTIFY where no request is answered; the hot path has none, see `realtime/wakeups.py`. An event holds keys, counts and
states, never a name, an address or a note: the trail cannot be changed, so nothing in it may have to be erased.
"""

from dataclasses import dataclass, field, replace
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from warehouse.vocabulary import EventSource, Role

CHANNEL = "headway_event"

# For a larger statement. `{payload}`: the payload's expression.
INSERT: LiteralString = """
    insert into operational.event (
        name, source, actor_user_id, actor_role, request_id, campus_id, relation, row_id, student_id,
        session_id, payload
    )
    values (
        %(name)s, %(source)s, %(actor_user_id)s, %(actor_role)s, %(request_id)s, %(campus_id)s, %(relation)s,
        %(row_id)s, %(student_id)s, %(session_id)s, {payload}
    )
    returning id
"""
APPEND: LiteralString = f"""
with appended as ({INSERT.format(payload="%(payload)s")})
select id, pg_notify('headway_event', id::text) from appended
"""  # noqa: S608 - a constant


@dataclass(frozen=True)
class NewEvent:
    """What happened, to which row, by whom. `payload`: keys, counts and states only."""

    name: str
    relation: str
    row_id: int | None = None
    source: EventSource = EventSource.API
    actor_user_id: int | None = None
    actor_role: Role | None = None
    request_id: str | None = None
    campus_id: int | None = None
    student_id: int | None = None
    session_id: int | None = None
    payload: dict[str, Any] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        """The binds of `APPEND`."""
        return {**self.values(), "payload": Jsonb(self.payload)}

    def values(self) -> dict[str, Any]:
        """Every field by its name: not `asdict`, which copies the payload value by value."""
        return dict(vars(self))


@dataclass(frozen=True)
class Actor:
    """Who changed something: a user in a request, or the system by itself."""

    source: EventSource
    user_id: int | None = None
    role: Role | None = None
    request_id: str | None = None

    def signed(self, event: NewEvent) -> NewEvent:
        """The event as this actor's."""
        return replace(
            event,
            source=self.source,
            actor_user_id=self.user_id,
            actor_role=self.role,
            request_id=self.request_id,
        )


SYSTEM = Actor(EventSource.SYSTEM)


async def append(connection: AsyncConnection[DictRow], event: NewEvent) -> int:
    """Appends `event` within the caller's transaction and returns its id."""
    cursor = await connection.execute(APPEND, event.parameters())
    row = await cursor.fetchone()
    if row is None:
        raise RuntimeError("an event was not written")
    return int(row["id"])
