"""The queries of sessions."""

from collections.abc import Sequence
from datetime import date

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from warehouse.scope import Predicate

# Who is expected in the session `session`: its student or its batch's members, if they were enrolled on that day.
# Somebody who joined later is not "absent" for what came before.
EXPECTED = """
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

_SELECT = """
select
    session.id, session.subject_id, subject.code as subject_code, subject.name as subject_name,
    campus.code as campus_code, campus.time_zone, session.faculty_id,
    nullif(concat_ws(' ', teacher.first_name, teacher.last_name), '') as faculty_name,
    batch.name as batch_name,
    nullif(concat_ws(' ', learner.first_name, learner.last_name), '') as student_name,
    session.session_date, session.session_type, session.start_time, session.end_time, session.duration_minutes,
    session.location, session.status, roster.students_total, roster.marked_total
from operational.learning_sessions as session
join operational.campuses as campus on campus.id = session.campus_id
join operational.subjects as subject on subject.id = session.subject_id
left join operational.faculties as faculty on faculty.id = session.faculty_id
left join operational.users as teacher on teacher.id = faculty.user_id
left join operational.flexible_batches as batch on batch.id = session.batch_id
left join operational.students as student on student.id = session.student_id
left join operational.users as learner on learner.id = student.user_id
cross join lateral (
    select count(*) as students_total, count(mark.id) as marked_total
    from ({expected}) as expected
    full join (
        select id, student_id from operational.session_attendance where session_id = session.id
    ) as mark using (student_id)
) as roster
where {condition}
order by session.start_time nulls last, session.id
"""


def _query(condition: str, scope: Predicate) -> sql.Composed:
    both = sql.SQL("{} and ({})").format(sql.SQL(condition), sql.SQL(scope.psycopg))
    return sql.SQL(_SELECT).format(expected=sql.SQL(EXPECTED), condition=both)


async def of_day(connection: AsyncConnection[DictRow], scope: Predicate, day: date | None) -> list[DictRow]:
    """The sessions of a day within `scope`; without a day each campus's own today."""
    condition = "session.session_date = coalesce(%(day)s::date, (now() at time zone campus.time_zone)::date)"
    cursor = await connection.execute(_query(condition, scope), {**scope.parameters, "day": day})
    return await cursor.fetchall()


async def one(connection: AsyncConnection[DictRow], scope: Predicate, session_id: int) -> DictRow | None:
    """One session within `scope`."""
    cursor = await connection.execute(
        _query("session.id = %(session_id)s", scope), {**scope.parameters, "session_id": session_id}
    )
    return await cursor.fetchone()


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
