"""The queries of marking: each takes the whole class at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ingest_api.attendance.rules import Content
from ingest_api.sessions.repository import EXPECTED
from warehouse.scope import Predicate

Db = AsyncConnection[DictRow]


async def lock_sessions(connection: Db, scope: Predicate, session_ids: Sequence[int]) -> list[DictRow]:
    """These sessions within `scope`, locked by id: marks of one session are written one request after the other."""
    query = sql.SQL(
        """
        select
            session.id, session.campus_id, session.subject_id, session.student_id, session.batch_id,
            session.session_date, session.start_time, session.status, campus.time_zone,
            (now() at time zone campus.time_zone)::date as today
        from operational.learning_sessions as session
        join operational.campuses as campus on campus.id = session.campus_id
        where session.id = any(%(session_ids)s::bigint[]) and ({})
        order by session.id
        for update of session
        """
    ).format(sql.SQL(scope.psycopg))
    cursor = await connection.execute(query, {**scope.parameters, "session_ids": list(session_ids)})
    return await cursor.fetchall()


async def lock_enrollments(
    connection: Db, sessions: Mapping[int, Mapping[str, Any]], marked: Sequence[tuple[int, int]]
) -> list[DictRow]:
    """The enrolments of these (session_id, student_id), locked in the order that `progress.statements` asks for.

    Returns:
        One row for each pair with an enrolment in the session's subject: session_id, student_id, its first and last
        day, and whether the student is the session's or a member of its batch.
    """
    subjects = [sessions[session_id]["subject_id"] for session_id, _ in marked]
    student_ids = [student_id for _, student_id in marked]
    cursor = await connection.execute(
        """
        with enrollment as materialized (
            select locked.student_id, locked.subject_id, locked.enrollment_date, locked.ended_on
            from operational.student_subject_enrollments as locked
            where (locked.student_id, locked.subject_id) in (
                select * from unnest(%(student_ids)s::bigint[], %(subject_ids)s::bigint[])
            )
            order by locked.id
            for update
        )
        select
            sent.session_id, enrollment.student_id, enrollment.enrollment_date, enrollment.ended_on,
            coalesce(enrollment.student_id = sent.own_student_id, false) or exists (
                select from operational.flexible_batch_members as member
                where member.batch_id = sent.batch_id and member.student_id = enrollment.student_id
            ) as is_member
        from unnest(
            %(session_ids)s::bigint[], %(student_ids)s::bigint[], %(subject_ids)s::bigint[],
            %(own_student_ids)s::bigint[], %(batch_ids)s::bigint[]
        ) as sent (session_id, student_id, subject_id, own_student_id, batch_id)
        join enrollment using (student_id, subject_id)
        """,
        {
            "session_ids": [session_id for session_id, _ in marked],
            "student_ids": student_ids,
            "subject_ids": subjects,
            "own_student_ids": [sessions[session_id]["student_id"] for session_id, _ in marked],
            "batch_ids": [sessions[session_id]["batch_id"] for session_id, _ in marked],
        },
    )
    return await cursor.fetchall()


async def marks(connection: Db, session_id: int, student_ids: Sequence[int]) -> list[DictRow]:
    """The stored marks of these students, with `topics` as [{topic_id, understanding}]."""
    cursor = await connection.execute(
        """
        select
            mark.id, mark.student_id, mark.version, mark.attendance_status, mark.minutes_late, mark.check_in_time,
            mark.check_out_time, mark.faculty_notes, mark.next_session_prep, mark.recorded_at,
            coalesce(
                (
                    select jsonb_agg(
                        jsonb_build_object('topic_id', covered.topic_id, 'understanding', covered.understanding)
                        order by covered.topic_id
                    )
                    from operational.session_attendance_topics as covered where covered.attendance_id = mark.id
                ), '[]'
            ) as topics
        from operational.session_attendance as mark
        where mark.session_id = %(session_id)s and mark.student_id = any(%(student_ids)s::bigint[])
        """,
        {"session_id": session_id, "student_ids": list(student_ids)},
    )
    return await cursor.fetchall()


async def topics_of_subject(connection: Db, subject_id: int, topic_ids: Sequence[int]) -> set[int]:
    """Which of these topics belong to the subject."""
    cursor = await connection.execute(
        "select id from operational.topics where subject_id = %s and id = any(%s::bigint[])",
        (subject_id, list(topic_ids)),
    )
    return {row["id"] for row in await cursor.fetchall()}


async def save_marks(
    connection: Db, session_id: int, contents: Mapping[int, Content], kept_recorded_at: Mapping[int, Any], user_id: int
) -> dict[int, int]:
    """Writes marks by student. `kept_recorded_at`: of those whose facts stay; all others become known now.

    Returns:
        The mark's id by student.
    """
    cursor = await connection.execute(
        """
        insert into operational.session_attendance (
            session_id, marked_by, student_id, attendance_status, minutes_late, check_in_time, check_out_time,
            faculty_notes, next_session_prep, recorded_at
        )
        select %(session_id)s, %(user_id)s, student_id, status, minutes_late, check_in, check_out, notes, prep,
            coalesce(kept_recorded_at, now())
        from unnest(
            %(student_ids)s::bigint[], %(statuses)s::text[], %(minutes)s::integer[], %(check_ins)s::timestamptz[],
            %(check_outs)s::timestamptz[], %(notes)s::text[], %(preps)s::jsonb[], %(kept)s::timestamptz[]
        ) as sent (student_id, status, minutes_late, check_in, check_out, notes, prep, kept_recorded_at)
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
        """,
        {
            "session_id": session_id,
            "user_id": user_id,
            "student_ids": list(contents),
            "statuses": [one.attendance_status for one in contents.values()],
            "minutes": [one.minutes_late for one in contents.values()],
            "check_ins": [one.check_in_time for one in contents.values()],
            "check_outs": [one.check_out_time for one in contents.values()],
            "notes": [one.faculty_notes for one in contents.values()],
            "preps": [
                None if one.next_session_prep is None else Jsonb(one.next_session_prep) for one in contents.values()
            ],
            "kept": [kept_recorded_at.get(student_id) for student_id in contents],
        },
    )
    return {row["student_id"]: row["id"] for row in await cursor.fetchall()}


async def replace_topics(connection: Db, topics: Mapping[int, Sequence[tuple[int, int | None]]]) -> None:
    """Makes these (topic_id, understanding) the topics of the marks, by attendance id; what stays is not touched."""
    wanted = [
        (attendance_id, topic_id, understanding)
        for attendance_id, covered in topics.items()
        for topic_id, understanding in covered
    ]
    parameters = {
        "marks": list(topics),
        "attendance_ids": [attendance_id for attendance_id, _, _ in wanted],
        "topic_ids": [topic_id for _, topic_id, _ in wanted],
        "understandings": [understanding for _, _, understanding in wanted],
    }
    await connection.execute(
        """
        delete from operational.session_attendance_topics as covered
        where covered.attendance_id = any(%(marks)s::bigint[])
            and (covered.attendance_id, covered.topic_id) not in (
                select * from unnest(%(attendance_ids)s::bigint[], %(topic_ids)s::bigint[])
            )
        """,
        parameters,
    )
    await connection.execute(
        """
        insert into operational.session_attendance_topics as covered (attendance_id, topic_id, understanding)
        select * from unnest(%(attendance_ids)s::bigint[], %(topic_ids)s::bigint[], %(understandings)s::smallint[])
        on conflict (attendance_id, topic_id) do update set understanding = excluded.understanding
        where covered.understanding is distinct from excluded.understanding
        """,
        parameters,
    )


async def complete_when_all_are_marked(connection: Db, session_id: int) -> bool:
    """Turns a scheduled session into a completed one once everybody expected has a mark; says whether it did."""
    cursor = await connection.execute(
        sql.SQL(
            """
            update operational.learning_sessions as session set status = 'completed'
            where session.id = %(session_id)s and session.status = 'scheduled' and not exists (
                {expected}
                where not exists (
                    select from operational.session_attendance as mark
                    where mark.session_id = %(session_id)s and mark.student_id = person.student_id
                )
            )
            """
        ).format(expected=sql.SQL(EXPECTED)),
        {"session_id": session_id},
    )
    return cursor.rowcount == 1


async def saved(connection: Db, session_id: int, subject_id: int, student_ids: Sequence[int]) -> list[DictRow]:
    """student_id, attendance_id, version and completion_percentage, in the order of `student_ids`."""
    cursor = await connection.execute(
        """
        select
            mark.student_id, mark.id as attendance_id, mark.version,
            coalesce(enrollment.completion_percentage, 0)::float8 as completion_percentage
        from unnest(%(student_ids)s::bigint[]) with ordinality as sent (student_id, place)
        join operational.session_attendance as mark
            on mark.session_id = %(session_id)s and mark.student_id = sent.student_id
        left join operational.student_subject_enrollments as enrollment
            on enrollment.student_id = mark.student_id and enrollment.subject_id = %(subject_id)s
        order by sent.place
        """,
        {"session_id": session_id, "subject_id": subject_id, "student_ids": list(student_ids)},
    )
    return await cursor.fetchall()
