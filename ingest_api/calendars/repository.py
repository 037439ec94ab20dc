"""The queries of calendars."""

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from warehouse.scope import Predicate

Db = AsyncConnection[DictRow]

PAST_DAYS = 60
MOST_EVENTS = 2000


async def made_at(connection: Db, user_id: int) -> datetime | None:
    """Since when a user has the present address; None without one."""
    cursor = await connection.execute(
        "select updated_at from operational.calendar_links where user_id = %s", (user_id,)
    )
    row = await cursor.fetchone()
    return row["updated_at"] if row else None


async def replace_link(connection: Db, user_id: int, token_hash: str) -> DictRow:
    """Keeps the fingerprint of a user's new address in the place of the old one."""
    cursor = await connection.execute(
        """
        insert into operational.calendar_links (user_id, token_hash) values (%s, %s)
        on conflict (user_id) do update set token_hash = excluded.token_hash
        returning id, updated_at as made_at
        """,
        (user_id, token_hash),
    )
    row = await cursor.fetchone()
    if row is None:
        raise RuntimeError("operational.calendar_links returned no row")
    return row


async def remove_link(connection: Db, user_id: int) -> int | None:
    """Ends a user's address; its id, or None when there was none."""
    cursor = await connection.execute(
        "delete from operational.calendar_links where user_id = %s returning id", (user_id,)
    )
    row = await cursor.fetchone()
    return int(row["id"]) if row else None


async def owner(connection: Db, token_hash: str) -> DictRow | None:
    """user_id, campus_id and student_id of the active student whose address it is."""
    cursor = await connection.execute(
        """
        select person.id as user_id, person.campus_id, student.id as student_id
        from operational.calendar_links as link
        join operational.users as person on person.id = link.user_id
        join operational.students as student on student.user_id = person.id
        where link.token_hash = %s and person.status = 'active'
        """,
        (token_hash,),
    )
    return await cursor.fetchone()


async def sessions(connection: Db, scope: Predicate) -> list[DictRow]:
    """The sessions within `scope`, from two months ago on."""
    query = sql.SQL(
        """
        select
            session.id, session.session_date, session.start_time, session.end_time, session.duration_minutes,
            session.location, session.status, session.version, session.updated_at, subject.name as subject_name,
            nullif(concat_ws(' ', teacher.first_name, teacher.last_name), '') as faculty_name,
            batch.name as batch_name, campus.time_zone
        from operational.learning_sessions as session
        join operational.campuses as campus on campus.id = session.campus_id
        join operational.subjects as subject on subject.id = session.subject_id
        left join operational.faculties as faculty on faculty.id = session.faculty_id
        left join operational.users as teacher on teacher.id = faculty.user_id
        left join operational.flexible_batches as batch on batch.id = session.batch_id
        where session.session_date >= current_date - {past_days} and ({scope})
        order by session.session_date, session.start_time nulls first, session.id
        limit {most}
        """
    ).format(past_days=sql.Literal(PAST_DAYS), scope=sql.SQL(scope.psycopg), most=sql.Literal(MOST_EVENTS))
    return await (await connection.execute(query, scope.parameters)).fetchall()


async def exams(connection: Db, student_id: int) -> list[DictRow]:
    """The exams in which a student has or had a place, from two months ago on."""
    binds: dict[str, Any] = {"student_id": student_id, "past_days": PAST_DAYS, "most": MOST_EVENTS}
    cursor = await connection.execute(
        """
        select
            booking.id, slot.title, slot.starts_at, slot.duration_minutes, slot.location,
            booking.status = 'cancelled' or slot.status = 'cancelled' as is_cancelled,
            booking.version + slot.version as version, greatest(booking.updated_at, slot.updated_at) as updated_at,
            subject.name as subject_name
        from operational.exam_bookings as booking
        join operational.exam_slots as slot on slot.id = booking.slot_id
        join operational.subjects as subject on subject.id = slot.subject_id
        where booking.student_id = %(student_id)s
            and slot.starts_at >= now() - make_interval(days => %(past_days)s)
        order by slot.starts_at, booking.id
        limit %(most)s
        """,
        binds,
    )
    return await cursor.fetchall()
