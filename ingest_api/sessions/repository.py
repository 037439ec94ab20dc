"""The queries of sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import LiteralString

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_page
from warehouse.scope import Predicate
from warehouse.vocabulary import SessionStatus

# Who is expected in the session `session`: its student or its batch's members, if they were enrolled on that day.
# Somebody who joined later is not "absent" for what came before.
EXPECTED: LiteralString = """
select person.student_id
from (
    select session.student_id where session.student_id is not null
    union all
    select member.student_id from operational.flexible_batch_members as member
    where member.batch_id = session.batch_id
) as person
join operational.student_subject_enrollments as enrollment
    on enrollment.student_id = person.student_id
    and enrollment.subject_id = session.subject_id
    and enrollment.enrollment_date <= session.session_date
    and (enrollment.ended_on is null or enrollment.ended_on >= session.session_date)
"""

_COLUMNS: LiteralString = """
    session.id, session.subject_id, subject.code as subject_code, subject.name as subject_name,
    session.campus_id, campus.code as campus_code, campus.time_zone, session.faculty_id,
    nullif(concat_ws(' ', teacher.first_name, teacher.last_name), '') as faculty_name,
    session.batch_id, batch.name as batch_name, session.student_id,
    nullif(concat_ws(' ', learner.first_name, learner.last_name), '') as student_name,
    session.session_date, session.session_type, session.start_time, session.end_time, session.duration_minutes,
    session.location, session.status, session.notes, session.version, roster.students_total, roster.marked_total
"""
_TABLES: LiteralString = f"""
    operational.learning_sessions as session
    join operational.campuses as campus on campus.id = session.campus_id
    join operational.subjects as subject on subject.id = session.subject_id
    left join operational.faculties as faculty on faculty.id = session.faculty_id
    left join operational.users as teacher on teacher.id = faculty.user_id
    left join operational.flexible_batches as batch on batch.id = session.batch_id
    left join operational.students as student on student.id = session.student_id
    left join operational.users as learner on learner.id = student.user_id
    cross join lateral (
        select count(*) as students_total, count(mark.id) as marked_total
        from ({EXPECTED}) as expected
        full join (
            select id, student_id from operational.session_attendance where session_id = session.id
        ) as mark using (student_id)
    ) as roster
"""  # noqa: S608 - both parts are constants of this module

SESSIONS = Listing(
    columns=_COLUMNS + ", coalesce(session.start_time, time '00:00') as start_key",
    tables=_TABLES,
    orders={
        "date": [
            SortKey("session.session_date", "session_date", date),
            SortKey("coalesce(session.start_time, time '00:00')", "start_key", time),
            SortKey("session.id", "id", int),
        ],
    },
)


@dataclass(frozen=True)
class Filters:
    """Which sessions are wanted; None does not filter."""

    date_from: date | None = None
    date_to: date | None = None
    faculty_id: int | None = None
    student_id: int | None = None
    batch_id: int | None = None
    subject_id: int | None = None
    status: SessionStatus | None = None
    campus_code: str | None = None


async def page(
    connection: AsyncConnection[DictRow], scope: Predicate, filters: Filters, sort: str, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` sessions in the order of their day and start, and the cursor of the next page."""
    conditions = Conditions()
    conditions.add("session.session_date >= %(date_from)s", date_from=filters.date_from)
    conditions.add("session.session_date <= %(date_to)s", date_to=filters.date_to)
    conditions.add("session.faculty_id = %(faculty_id)s", faculty_id=filters.faculty_id)
    conditions.add("session.batch_id = %(batch_id)s", batch_id=filters.batch_id)
    conditions.add("session.subject_id = %(subject_id)s", subject_id=filters.subject_id)
    conditions.add("session.status = %(status)s", status=filters.status)
    conditions.add("campus.code = %(campus_code)s", campus_code=filters.campus_code)
    conditions.add(
        "session.student_id = %(student_id)s or session.batch_id in ("
        "select batch_id from operational.flexible_batch_members where student_id = %(student_id)s)",
        student_id=filters.student_id,
    )
    return await fetch_page(
        connection, SESSIONS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


def _query(condition: str, scope: Predicate) -> sql.Composed:
    return sql.SQL("select {} from {} where {} and ({}) order by session.start_time nulls last, session.id").format(
        sql.SQL(_COLUMNS), sql.SQL(_TABLES), sql.SQL(condition), sql.SQL(scope.psycopg)
    )


async def of_day(
    connection: AsyncConnection[DictRow],
    scope: Predicate,
    day: date | None,
    faculty_id: int | None = None,
    campus: str | None = None,
) -> list[DictRow]:
    """The sessions of a day within `scope`, of one faculty member or campus or of all.

    Without a day each campus's own today.
    """
    condition = (
        "session.session_date = coalesce(%(day)s::date, (now() at time zone campus.time_zone)::date)"
        " and session.faculty_id is not distinct from coalesce(%(faculty_id)s::bigint, session.faculty_id)"
        " and campus.code = coalesce(%(campus)s, campus.code)"
    )
    values = {**scope.parameters, "day": day, "faculty_id": faculty_id, "campus": campus}
    cursor = await connection.execute(_query(condition, scope), values)
    return await cursor.fetchall()


async def one(connection: AsyncConnection[DictRow], scope: Predicate, session_id: int) -> DictRow | None:
    """One session within `scope`."""
    cursor = await connection.execute(
        _query("session.id = %(session_id)s", scope), {**scope.parameters, "session_id": session_id}
    )
    return await cursor.fetchone()


async def lock_one(connection: AsyncConnection[DictRow], scope: Predicate, session_id: int) -> DictRow | None:
    """The whole row within `scope`, locked, with the campus's `today` and the number of its `marks`."""
    query = sql.SQL(
        """
        select
            session.*, (now() at time zone campus.time_zone)::date as today,
            (select count(*) from operational.session_attendance as mark where mark.session_id = session.id) as marks
        from operational.learning_sessions as session
        join operational.campuses as campus on campus.id = session.campus_id
        where session.id = %(session_id)s and ({})
        for update of session
        """
    ).format(sql.SQL(scope.psycopg))
    cursor = await connection.execute(query, {**scope.parameters, "session_id": session_id})
    return await cursor.fetchone()


async def batch(connection: AsyncConnection[DictRow], scope: Predicate, batch_id: int) -> DictRow | None:
    """A batch's campus and subject, within `scope`."""
    query = sql.SQL(
        "select batch.campus_id, batch.subject_id from operational.flexible_batches as batch"
        " where batch.id = %(batch_id)s and ({})"
    ).format(sql.SQL(scope.psycopg))
    cursor = await connection.execute(query, {**scope.parameters, "batch_id": batch_id})
    return await cursor.fetchone()


async def batch_status(connection: AsyncConnection[DictRow], batch_id: int) -> str | None:
    """Whether a batch still meets."""
    cursor = await connection.execute("select status from operational.flexible_batches where id = %s", (batch_id,))
    row = await cursor.fetchone()
    return None if row is None else str(row["status"])


async def student(connection: AsyncConnection[DictRow], scope: Predicate, student_id: int | None) -> DictRow | None:
    """A student's campus, within `scope`."""
    query = sql.SQL(
        "select student.campus_id from operational.students as student where student.id = %(student_id)s and ({})"
    ).format(sql.SQL(scope.psycopg))
    cursor = await connection.execute(query, {**scope.parameters, "student_id": student_id})
    return await cursor.fetchone()


async def faculty(connection: AsyncConnection[DictRow], faculty_id: int) -> DictRow | None:
    """A faculty member's campus and status."""
    cursor = await connection.execute(
        "select campus_id, status from operational.faculties where id = %s", (faculty_id,)
    )
    return await cursor.fetchone()


async def faculty_time_zone(connection: AsyncConnection[DictRow], scope: Predicate, faculty_id: int) -> str | None:
    """The time zone of a faculty member's campus, within `scope`."""
    query = sql.SQL(
        "select campus.time_zone from operational.faculties as faculty"
        " join operational.campuses as campus on campus.id = faculty.campus_id"
        " where faculty.id = %(faculty_id)s and ({})"
    ).format(sql.SQL(scope.psycopg))
    row = await (await connection.execute(query, {**scope.parameters, "faculty_id": faculty_id})).fetchone()
    return None if row is None else str(row["time_zone"])


async def is_enrolled(connection: AsyncConnection[DictRow], student_id: int | None, subject_id: int, day: date) -> bool:
    """Whether the student learns the subject on that day."""
    cursor = await connection.execute(
        "select from operational.student_subject_enrollments where student_id = %s and subject_id = %s"
        " and enrollment_date <= %s and (ended_on is null or ended_on >= %s)",
        (student_id, subject_id, day, day),
    )
    return cursor.rowcount == 1


async def roster(connection: AsyncConnection[DictRow], session_id: int, student_id: int | None) -> list[DictRow]:
    """Who is expected or marked, by name, with their marks; `student_id` restricts it to one student."""
    cursor = await connection.execute(
        sql.SQL(
            """
            select
                student.id as student_id, student.enrollment_no, enrollment.completion_percentage::float8,
                concat_ws(' ', person.first_name, person.last_name) as name,
                mark.id as attendance_id, mark.version, mark.attendance_status, mark.minutes_late, mark.check_in_time,
                mark.check_out_time, mark.faculty_notes, mark.next_session_prep, mark.recorded_at,
                (
                    select jsonb_agg(
                        jsonb_build_object('topic_id', covered.topic_id, 'understanding', covered.understanding)
                        order by covered.topic_id
                    )
                    from operational.session_attendance_topics as covered where covered.attendance_id = mark.id
                ) as topics
            from operational.learning_sessions as session
            cross join lateral (
                {expected}
                union
                select student_id from operational.session_attendance where session_id = session.id
            ) as listed
            join operational.students as student on student.id = listed.student_id
            join operational.users as person on person.id = student.user_id
            left join operational.student_subject_enrollments as enrollment
                on enrollment.student_id = student.id and enrollment.subject_id = session.subject_id
            left join operational.session_attendance as mark
                on mark.session_id = session.id and mark.student_id = student.id
            where session.id = %(session_id)s
                and (%(student_id)s::bigint is null or student.id = %(student_id)s)
            order by person.first_name, person.last_name, student.id
            """
        ).format(expected=sql.SQL(EXPECTED)),
        {"session_id": session_id, "student_id": student_id},
    )
    return await cursor.fetchall()


async def topics(connection: AsyncConnection[DictRow], subject_id: int, student_ids: Sequence[int]) -> list[DictRow]:
    """The subject's active topics in teaching order, with prerequisites and these students' statuses."""
    cursor = await connection.execute(
        """
        select
            topic.id, topic.order_index, topic.name,
            coalesce(
                (
                    select array_agg(needed.prerequisite_id)
                    from operational.topic_prerequisites as needed where needed.topic_id = topic.id
                ), '{}'
            ) as prerequisite_ids,
            coalesce(
                (
                    select jsonb_object_agg(progress.student_id, progress.status)
                    from operational.student_topic_progress as progress
                    where progress.topic_id = topic.id and progress.student_id = any(%(student_ids)s::bigint[])
                ), '{}'
            ) as status_by_student
        from operational.topics as topic
        where topic.subject_id = %(subject_id)s and topic.status = 'active'
        order by topic.order_index
        """,
        {"subject_id": subject_id, "student_ids": list(student_ids)},
    )
    return await cursor.fetchall()
