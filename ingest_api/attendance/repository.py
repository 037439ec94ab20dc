"""The queries of marking: each takes the whole class at once.

Few and large: a statement costs the API more than its rows do. A psycopg pipeline did not change that.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, LiteralString

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ingest_api import events
from ingest_api.attendance.rules import Content
from ingest_api.sessions.repository import EXPECTED
from warehouse.scope import Predicate

Db = AsyncConnection[DictRow]


@cache
def _lock_sessions(scope: LiteralString) -> sql.SQL:
    return sql.SQL(
        f"""
        select
            session.id, session.campus_id, session.subject_id, session.student_id, session.batch_id,
            session.session_date, session.start_time, session.status, campus.time_zone,
            (now() at time zone campus.time_zone)::date as today,
            set_config('plan_cache_mode', 'force_generic_plan', true) as plans,
            -- by `institute/thresholds.py`, without a statement of its own: what the campus chose comes last and wins
            (
                select coalesce(
                    jsonb_object_agg(setting.key, setting.value order by setting.campus_id nulls first), '{{}}'
                )
                from operational.settings as setting
                where (setting.campus_id is null or setting.campus_id = session.campus_id)
                    and setting.key in ('late_after_minutes', 'mastery_level')
                    and jsonb_typeof(setting.value) = 'number'
            ) as chosen
        from operational.learning_sessions as session
        join operational.campuses as campus on campus.id = session.campus_id
        where session.id = any(%(session_ids)s::bigint[]) and ({scope})
        order by session.id
        for update of session
        """  # noqa: S608 - the scope is made of constants
    )


async def lock_sessions(connection: Db, scope: Predicate, session_ids: Sequence[int]) -> list[DictRow]:
    """These sessions within `scope`, locked by id: marks of one session are written one request after the other.

    From here to the end of the transaction a prepared statement is planned once per connection, not anew for its first
    five times: planning the large ones costs more than carrying them out.
    """
    cursor = await connection.execute(
        _lock_sessions(scope.psycopg), {**scope.parameters, "session_ids": list(session_ids)}, prepare=True
    )
    return await cursor.fetchall()


async def lock_state(
    connection: Db, marked: Sequence[tuple[int, int]], topics: Sequence[tuple[int, int]]
) -> list[DictRow]:
    """What is known of these (session_id, student_id).

    Locks their enrolments, in the order that `progress.statements` asks for. The sessions are locked already, so nobody
    else is writing their marks.

    Args:
        connection: in the transaction that locked the sessions.
        marked: whose marks were sent, by session.
        topics: (subject_id, topic_id) that were sent.

    Returns:
        One row for each pair: the enrolment in the session's subject (enrollment_date is null without one), whether the
        student is the session's or a member of its batch, the stored mark (`id` is null without one) with `topics` as
        [{topic_id, understanding}], and in every row which of `topics` exist, as `known_topic_ids`.
    """
    cursor = await connection.execute(
        """
        with sent as materialized (
            select
                named.session_id, named.student_id, session.subject_id, session.student_id as own_student_id,
                session.batch_id
            from unnest(%(session_ids)s::bigint[], %(student_ids)s::bigint[]) as named (session_id, student_id)
            join operational.learning_sessions as session on session.id = named.session_id
        ),
        enrollment as materialized (
            select locked.student_id, locked.subject_id, locked.enrollment_date, locked.ended_on
            from operational.student_subject_enrollments as locked
            where (locked.student_id, locked.subject_id) in (select student_id, subject_id from sent)
            order by locked.id
            for update
        )
        select
            sent.session_id, sent.student_id, enrollment.enrollment_date, enrollment.ended_on,
            coalesce(enrollment.student_id = sent.own_student_id, false) or exists (
                select from operational.flexible_batch_members as member
                where member.batch_id = sent.batch_id and member.student_id = enrollment.student_id
            ) as is_member,
            mark.id, mark.version, mark.attendance_status, mark.minutes_late, mark.check_in_time, mark.check_out_time,
            mark.faculty_notes, mark.next_session_prep, mark.recorded_at,
            coalesce(
                (
                    select jsonb_agg(
                        jsonb_build_object('topic_id', covered.topic_id, 'understanding', covered.understanding)
                        order by covered.topic_id
                    )
                    from operational.session_attendance_topics as covered where covered.attendance_id = mark.id
                ), '[]'
            ) as topics,
            array(
                select topic.id
                from unnest(%(sent_subjects)s::bigint[], %(sent_topics)s::bigint[]) as named (subject_id, topic_id)
                join operational.topics as topic on topic.id = named.topic_id and topic.subject_id = named.subject_id
            ) as known_topic_ids
        from sent
        left join enrollment using (student_id, subject_id)
        left join operational.session_attendance as mark
            on mark.session_id = sent.session_id and mark.student_id = sent.student_id
        """,
        {
            "session_ids": [session_id for session_id, _ in marked],
            "student_ids": [student_id for _, student_id in marked],
            "sent_subjects": [subject_id for subject_id, _ in topics],
            "sent_topics": [topic_id for _, topic_id in topics],
        },
        prepare=True,
    )
    return await cursor.fetchall()


async def save_marks(
    connection: Db, session_id: int, contents: Mapping[int, Content], kept_recorded_at: Mapping[int, Any], user_id: int
) -> None:
    """Writes marks by student, and the topics that they cover; what a mark covered before stays until it is dropped.

    `kept_recorded_at`: of those whose facts stay; all others become known now.
    """
    sent = [
        {
            "student_id": student_id,
            "status": one.attendance_status,
            "minutes_late": one.minutes_late,
            "check_in": None if one.check_in_time is None else one.check_in_time.isoformat(),
            "check_out": None if one.check_out_time is None else one.check_out_time.isoformat(),
            "notes": one.faculty_notes,
            "prep": one.next_session_prep,
            "kept": None if student_id not in kept_recorded_at else kept_recorded_at[student_id].isoformat(),
            "topics": one.topics,
        }
        for student_id, one in contents.items()
    ]
    await connection.execute(
        """
        with sent as materialized (
            select * from jsonb_to_recordset(%(sent)s) as mark (
                student_id bigint, status text, minutes_late integer, check_in timestamptz, check_out timestamptz,
                notes text, prep jsonb, kept timestamptz, topics jsonb
            )
        ),
        saved as (
            insert into operational.session_attendance (
                session_id, marked_by, student_id, attendance_status, minutes_late, check_in_time, check_out_time,
                faculty_notes, next_session_prep, recorded_at
            )
            select %(session_id)s, %(user_id)s, student_id, status, minutes_late, check_in, check_out, notes,
                nullif(prep, 'null'), coalesce(kept, now())
            from sent
            on conflict (session_id, student_id) do update set
                marked_by = excluded.marked_by,
                attendance_status = excluded.attendance_status,
                minutes_late = excluded.minutes_late,
                check_in_time = excluded.check_in_time,
                check_out_time = excluded.check_out_time,
                faculty_notes = excluded.faculty_notes,
                next_session_prep = excluded.next_session_prep,
                recorded_at = excluded.recorded_at
            returning id, student_id
        )
        insert into operational.session_attendance_topics as covered (
            attendance_id, student_id, topic_id, understanding
        )
        select saved.id, student_id, (topic.value ->> 0)::bigint, (topic.value ->> 1)::smallint
        from sent
        join saved using (student_id)
        cross join lateral jsonb_array_elements(sent.topics) as topic (value)
        on conflict (attendance_id, topic_id) do update set understanding = excluded.understanding
        where covered.understanding is distinct from excluded.understanding
        """,
        # One document, not an array for each column: psycopg dumps those element by element.
        {"session_id": session_id, "user_id": user_id, "sent": Jsonb(sent)},
        prepare=True,
    )


async def drop_topics(connection: Db, dropped: Sequence[tuple[int, int]]) -> None:
    """Takes these (attendance_id, topic_id) back."""
    await connection.execute(
        """
        delete from operational.session_attendance_topics as covered
        using unnest(%(attendance_ids)s::bigint[], %(topic_ids)s::bigint[]) as dropped (attendance_id, topic_id)
        where covered.attendance_id = dropped.attendance_id and covered.topic_id = dropped.topic_id
        """,
        {
            "attendance_ids": [attendance_id for attendance_id, _ in dropped],
            "topic_ids": [topic_id for _, topic_id in dropped],
        },
    )


_SAVED: LiteralString = """
select
    mark.student_id, mark.id as attendance_id, mark.version,
    coalesce(enrollment.completion_percentage, 0)::float8 as completion_percentage
    {more}
from unnest(%(student_ids)s::bigint[]) with ordinality as sent (student_id, place)
join operational.session_attendance as mark
    on mark.session_id = %(session_id)s and mark.student_id = sent.student_id
left join operational.student_subject_enrollments as enrollment
    on enrollment.student_id = mark.student_id and enrollment.subject_id = %(subject_id)s
order by sent.place
"""
_SAVED_ONLY: LiteralString = _SAVED.format(more="")
_APPEND: LiteralString = events.INSERT.format(
    payload="%(payload)s::jsonb || jsonb_build_object('is_session_completed', exists (select from completed))"
)
# A scheduled session is completed once everybody expected has a mark.
_FINISH: LiteralString = f"""
with completed as (
    update operational.learning_sessions as session set status = 'completed'
    where session.id = %(session_id)s and session.status = 'scheduled' and not exists (
        {EXPECTED}
        where not exists (
            select from operational.session_attendance as mark
            where mark.session_id = %(session_id)s and mark.student_id = person.student_id
        )
    )
    returning session.id
),
appended as ({_APPEND}),
notified as materialized (
    select appended.id, pg_notify('headway_event', appended.id::text) from appended
)
{_SAVED.format(more=", (select id from notified) as event_id")}
"""  # noqa: S608 - constants of this module


async def saved(connection: Db, session_id: int, subject_id: int, student_ids: Sequence[int]) -> list[DictRow]:
    """student_id, attendance_id, version and completion_percentage, in the order of `student_ids`."""
    cursor = await connection.execute(
        _SAVED_ONLY, {"session_id": session_id, "subject_id": subject_id, "student_ids": list(student_ids)}
    )
    return await cursor.fetchall()


async def finish(
    connection: Db, subject_id: int, student_ids: Sequence[int], event: events.NewEvent
) -> tuple[list[DictRow], int]:
    """Completes the event's session when all are marked, and appends the event with `is_session_completed`.

    Returns:
        What `saved` gives, and the event's id.
    """
    cursor = await connection.execute(
        _FINISH, {**event.parameters(), "subject_id": subject_id, "student_ids": list(student_ids)}, prepare=True
    )
    rows = await cursor.fetchall()
    return rows, rows[0]["event_id"]
