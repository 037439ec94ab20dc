"""The queries of real time: what is new since a position, who is still logged in, what may be watched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.realtime.positions import Position
from warehouse.scope import Predicate

Db = AsyncConnection[DictRow]

# More than this is not caught up with message by message: the client reads the state anew.
MOST_EVENTS = 1000

# As the extract knows them: transaction ids start anew in another database.
_SOURCE = (
    "select concat_ws('.', (select system_identifier from pg_control_system()),"
    " (select oid from pg_database where datname = current_database()))"
)

# One statement, so one snapshot: exactly the events that became visible between the given one and the one it returns.
# `audience` is the only place that says whom an event concerns.
_NEWS = f"""
select ({_SOURCE}) as source, pg_current_snapshot()::text as snapshot, news.*
from (values (1)) as always (one)
left join lateral (
    select told.*
    from (
        select
            event.id, event.name, event.occurred_at, event.relation, event.row_id, event.student_id, event.session_id,
            event.payload, event.written_xid::text::bigint as transaction,
            array_remove(
                array[
                    'session:' || event.session_id, 'student:' || event.student_id, 'user:' || notification.user_id,
                    case when event.name = 'notification.all_read' then 'user:' || event.row_id end
                ],
                null
            ) || array(
                select 'student:' || named.id
                from jsonb_array_elements_text(
                    case when jsonb_typeof(event.payload -> 'student_ids') = 'array'
                    then event.payload -> 'student_ids' else '[]' end
                ) as named (id)
            ) as audience
        from operational.event as event
        left join operational.notifications as notification
            on event.relation = 'notifications' and notification.id = event.row_id
        where event.written_xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
            and not pg_visible_in_snapshot(event.written_xid, %(seen)s::pg_snapshot)
    ) as told
    where %(topic)s::text is null or %(topic)s = any(told.audience)
    order by told.id
    limit {MOST_EVENTS + 1}
) as news on true
"""  # noqa: S608 - a constant of this module

_NOW = f"select ({_SOURCE}) as source, pg_current_snapshot()::text as snapshot"  # noqa: S608 - likewise

_STILL_LOGGED_IN = """
select held.place
from unnest(%(users)s::uuid[], %(families)s::uuid[]) with ordinality as held (user_uuid, family, place)
join operational.users as person on person.uuid = held.user_uuid and person.status = 'active'
where not exists (
    select from operational.refresh_tokens as token
    where token.family = held.family and token.revoked_at is not null
)
"""


@dataclass(frozen=True)
class News:
    """Where the trail stands, and what is new since an earlier position: None when that is too much, or unknown."""

    position: Position
    events: list[dict[str, Any]] | None


async def now(connection: Db) -> Position:
    """Where the trail stands."""
    row = await (await connection.execute(_NOW)).fetchone()
    if row is None:
        raise RuntimeError("the database told no snapshot")
    return Position.of(row["source"], row["snapshot"])


async def news_since(connection: Db, seen: Position, topic: str | None = None) -> News:
    """What became visible after `seen`, for everybody or for those who watch `topic`, by id."""
    cursor = await connection.execute(_NEWS, {"seen": seen.snapshot, "topic": topic})
    rows = await cursor.fetchall()
    position = Position.of(rows[0]["source"], rows[0]["snapshot"])
    # A position of another server, or of this one before it was set back to a backup.
    is_foreign = seen.source != position.source or seen.xmax > position.xmax
    if is_foreign or len(rows) > MOST_EVENTS:
        return News(position, None)
    return News(position, [row for row in rows if row["id"] is not None])


async def still_logged_in(connection: Db, logins: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Which of these (user, log-in) have not ended."""
    cursor = await connection.execute(
        _STILL_LOGGED_IN, {"users": [user for user, _ in logins], "families": [family for _, family in logins]}
    )
    return {logins[row["place"] - 1] for row in await cursor.fetchall()}


async def is_session_visible(connection: Db, scope: Predicate, session_id: int) -> bool:
    """Whether the session lies within `scope`, made for the alias `session`."""
    query = sql.SQL(
        "select from operational.learning_sessions as session where session.id = %(watched_id)s and ({})"
    ).format(sql.SQL(scope.psycopg))
    return (await connection.execute(query, {**scope.parameters, "watched_id": session_id})).rowcount == 1


async def is_student_visible(connection: Db, scope: Predicate, student_id: int) -> bool:
    """Whether the student lies within `scope`, made for the alias `student`."""
    query = sql.SQL("select from operational.students as student where student.id = %(watched_id)s and ({})").format(
        sql.SQL(scope.psycopg)
    )
    return (await connection.execute(query, {**scope.parameters, "watched_id": student_id})).rowcount == 1


async def is_user_known(connection: Db, user_id: int) -> bool:
    """Whether there is such a user."""
    cursor = await connection.execute("select from operational.users where id = %s", (user_id,))
    return cursor.rowcount == 1
