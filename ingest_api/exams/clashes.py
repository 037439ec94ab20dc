"""Who or what is taken at the time of an exam: the faculty member, the room, students with a place in another exam.

Half-open intervals, as of sessions: what begins when another ends is no clash. Sessions are at their campus's clock.
"""

from collections.abc import Mapping
from typing import Any, Final, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.errors import Conflict
from ingest_api.sessions.clashes import ONLINE

# The columns that decide whether there is a clash.
DECIDING: Final = ("starts_at", "duration_minutes", "faculty_id", "location")

_FIND: LiteralString = """
with planned as (
    select
        %(starts_at)s::timestamptz as starts_at,
        %(starts_at)s::timestamptz + make_interval(mins => %(duration_minutes)s) as ends_at
),
held as (
    select 'exam' as what, other.id, other.title as name, other.faculty_id, other.location
    from operational.exam_slots as other
    cross join planned
    where other.campus_id = %(campus_id)s and other.status <> 'cancelled'
        and other.id is distinct from %(id)s::bigint
        and other.starts_at < planned.ends_at and other.starts_at >= planned.starts_at - interval '1 day'
        and planned.starts_at < other.starts_at + make_interval(mins => other.duration_minutes)
    union all
    select 'session', session.id, subject.name, session.faculty_id, session.location
    from operational.learning_sessions as session
    join operational.subjects as subject on subject.id = session.subject_id
    join operational.campuses as campus on campus.id = session.campus_id
    cross join planned
    cross join lateral (
        select (session.session_date + session.start_time) at time zone campus.time_zone as starts_at
    ) as begun
    where session.campus_id = %(campus_id)s and session.status <> 'cancelled' and session.start_time is not null
        and session.session_date >= (planned.starts_at at time zone campus.time_zone)::date - 1
        and session.session_date <= (planned.ends_at at time zone campus.time_zone)::date
        and begun.starts_at < planned.ends_at
        and planned.starts_at < begun.starts_at + make_interval(mins => session.duration_minutes)
)
select 'faculty' as kind, what, name, 1 as students from held where faculty_id = %(faculty_id)s::bigint
union all
select 'room', what, name, 1 from held
where lower(location) = lower(%(location)s::text) and not lower(%(location)s::text) = any(%(online)s)
union all
select 'student', 'exam', held.name, count(*)
from held
join operational.exam_bookings as taken on taken.slot_id = held.id and taken.status = 'booked'
join operational.exam_bookings as own
    on own.slot_id = %(id)s::bigint and own.status = 'booked' and own.student_id = taken.student_id
where held.what = 'exam'
group by held.id, held.name
order by kind, what, name
"""


async def refuse(connection: AsyncConnection[DictRow], slot: Mapping[str, Any]) -> None:
    """Refuses an exam at a time at which somebody or something is taken.

    Whoever plans an exam or a session of the same people waits until this transaction ends.

    Args:
        connection: inside the transaction of the change.
        slot: the exam as it is to be; `id` is None while it is new.

    Raises:
        Conflict: with everything that stands in the way, in words.
    """
    # The order of `sessions.clashes.lock`: the faculty member, then the campus, for its rooms.
    for query, row_id in (
        ("select from operational.faculties where id = %s for no key update", slot["faculty_id"]),
        ("select from operational.campuses where id = %s for no key update", slot["campus_id"]),
    ):
        await connection.execute(query, (row_id,))
    names = (*DECIDING, "campus_id", "id")
    binds = {name: slot[name] for name in names} | {"online": list(ONLINE)}
    rows = await (await connection.execute(_FIND, binds)).fetchall()
    if rows:
        words = [_words(row, slot["location"]) for row in rows]
        raise Conflict("; ".join(words), kind="exam-clash", clashes=words)


def _words(row: DictRow, location: str | None) -> str:
    if row["kind"] == "faculty":
        return f"the faculty member has another {row['what']} at that time: {row['name']}"
    if row["kind"] == "room":
        return f"{location} is taken at that time by another {row['what']}: {row['name']}"
    who = "1 student has" if row["students"] == 1 else f"{row['students']} students have"
    return f"{who} a place in another exam at that time: {row['name']}"
