"""Queries of progress: deriving it (by the shared statement) and reading it."""

from collections.abc import Sequence
from datetime import date

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_page
from ingest_api.progress.statements import lock_statement, recompute_statement
from warehouse.scope import Predicate
from warehouse.vocabulary import TopicProgressStatus

_STUDENTS_OF_SUBJECT = (
    "select student_id, %(subject_id)s::bigint as subject_id from unnest(%(student_ids)s::bigint[]) as student_id"
)
_RECOMPUTE_STUDENTS = recompute_statement(_STUDENTS_OF_SUBJECT)
_RECOMPUTE_TOPICS = recompute_statement(_STUDENTS_OF_SUBJECT, of_topics=True)
_EVERYBODY_OF_SUBJECT = (
    "select student_id, subject_id from operational.student_subject_enrollments where subject_id = %(subject_id)s"
)
_LOCK_SUBJECT = lock_statement(_EVERYBODY_OF_SUBJECT)
_RECOMPUTE_SUBJECT = recompute_statement(_EVERYBODY_OF_SUBJECT)


async def recompute(
    connection: AsyncConnection[DictRow],
    subject_id: int,
    student_ids: Sequence[int],
    topic_ids: Sequence[int] | None = None,
    *,
    mastery_level: int,
    actor_user_id: int | None,
) -> None:
    """Derives topic progress and completion of these students in one subject anew.

    The caller holds the locks on their enrolments (`statements.LOCK`), taken before it changed what is derived from.

    Args:
        connection: inside the caller's transaction.
        subject_id: the subject.
        student_ids: the students.
        topic_ids: every topic that what changed named before or names now; None derives all topics of the subject.
        mastery_level: from which understanding on a topic is done.
        actor_user_id: who changed something.
    """
    await connection.execute(
        _RECOMPUTE_STUDENTS if topic_ids is None else _RECOMPUTE_TOPICS,
        {
            "subject_id": subject_id,
            "student_ids": list(student_ids),
            "topic_ids": None if topic_ids is None else list(topic_ids),
            "mastery_level": mastery_level,
            "actor_user_id": actor_user_id,
        },
        prepare=True,
    )


async def lock_subject(connection: AsyncConnection[DictRow], subject_id: int) -> None:
    """Locks all enrolments of a subject, by id; before anything else of it is locked, as marking does."""
    await connection.execute(_LOCK_SUBJECT, {"subject_id": subject_id})


async def recompute_subject(
    connection: AsyncConnection[DictRow], subject_id: int, *, mastery_level: int, actor_user_id: int | None
) -> None:
    """The same for everybody who learns the subject; the caller holds `lock_subject`."""
    await connection.execute(
        _RECOMPUTE_SUBJECT,
        {"subject_id": subject_id, "mastery_level": mastery_level, "actor_user_id": actor_user_id},
    )


async def enrollments_of(connection: AsyncConnection[DictRow], student_id: int) -> list[DictRow]:
    """The student's enrolments, newest first, each with the active topics of its subject as a list `topics`."""
    cursor = await connection.execute(
        """
        select
            enrollment.id, enrollment.subject_id, subject.code as subject_code, subject.name as subject_name,
            enrollment.faculty_id, enrollment.status, enrollment.enrollment_date, enrollment.expected_completion_date,
            enrollment.completion_percentage::float8 as completion_percentage,
            coalesce(part.topics, '[]'::jsonb) as topics
        from operational.student_subject_enrollments as enrollment
        join operational.subjects as subject on subject.id = enrollment.subject_id
        left join lateral (
            select
                jsonb_agg(
                    jsonb_build_object(
                        'topic_id', topic.id, 'order_index', topic.order_index, 'name', topic.name,
                        'status', coalesce(progress.status, 'not_started'),
                        'competency_level', coalesce(progress.competency_level, 0),
                        'session_count', coalesce(progress.session_count, 0),
                        'time_spent_minutes', coalesce(progress.time_spent_minutes, 0),
                        'first_introduced_date', progress.first_introduced_date,
                        'completion_date', progress.completion_date
                    )
                    order by topic.order_index
                ) as topics
            from operational.topics as topic
            left join operational.student_topic_progress as progress
                on progress.topic_id = topic.id and progress.student_id = enrollment.student_id
            where topic.subject_id = enrollment.subject_id and topic.status = 'active'
        ) as part on true
        where enrollment.student_id = %s
        order by enrollment.enrollment_date desc, enrollment.id desc
        """,
        (student_id,),
    )
    return await cursor.fetchall()


_PROGRESS = """
    progress.id, progress.student_id, progress.topic_id, progress.competency_level, progress.status,
    progress.session_count, progress.time_spent_minutes, progress.first_introduced_date, progress.completion_date,
    progress.notes, progress.version,
    exists (
        select from operational.topic_corrections as correction
        where correction.student_id = progress.student_id and correction.topic_id = progress.topic_id
    ) as is_corrected
"""

TOPIC_STUDENTS = Listing(
    columns=_PROGRESS + ", student.enrollment_no, person.first_name, person.last_name",
    tables="""
        operational.student_topic_progress as progress
        join operational.students as student on student.id = progress.student_id
        join operational.users as person on person.id = student.user_id
    """,
    orders={
        "student": [SortKey("student.id", "student_id", int)],
        "level": [
            SortKey("progress.competency_level", "competency_level", int),
            SortKey("student.id", "student_id", int),
        ],
    },
)


async def page_of_topic(
    connection: AsyncConnection[DictRow],
    scope: Predicate,
    topic_id: int,
    status: TopicProgressStatus | None,
    sort: str,
    cursor: str | None,
    limit: int,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` students within `scope` who have begun the topic, and the cursor of the next page."""
    conditions = Conditions()
    conditions.add("progress.topic_id = %(topic_id)s", topic_id=topic_id)
    conditions.add("progress.status = %(status)s", status=status)
    return await fetch_page(
        connection, TOPIC_STUDENTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def subject_of(connection: AsyncConnection[DictRow], topic_id: int) -> int | None:
    """The subject of a topic."""
    cursor = await connection.execute("select subject_id from operational.topics where id = %s", (topic_id,))
    row = await cursor.fetchone()
    return None if row is None else int(row["subject_id"])


async def campus_of(connection: AsyncConnection[DictRow], student_id: int) -> int | None:
    """The campus of a student."""
    cursor = await connection.execute("select campus_id from operational.students where id = %s", (student_id,))
    row = await cursor.fetchone()
    return None if row is None else int(row["campus_id"])


async def lock_enrollment(connection: AsyncConnection[DictRow], student_id: int, subject_id: int) -> bool:
    """Locks one enrolment, as every recomputation asks; False when there is none."""
    cursor = await connection.execute(
        "select from operational.student_subject_enrollments where student_id = %s and subject_id = %s for update",
        (student_id, subject_id),
    )
    return cursor.rowcount == 1


async def progress_of(connection: AsyncConnection[DictRow], student_id: int, topic_id: int) -> DictRow | None:
    """One student's standing with one topic."""
    cursor = await connection.execute(
        f"select {_PROGRESS} from operational.student_topic_progress as progress"  # noqa: S608 - a constant
        " where progress.student_id = %s and progress.topic_id = %s",
        (student_id, topic_id),
    )
    return await cursor.fetchone()


async def save_correction(
    connection: AsyncConnection[DictRow],
    student_id: int,
    topic_id: int,
    level: int,
    status: TopicProgressStatus,
    day: date,
    user_id: int,
) -> None:
    """Writes the one correction of a student's topic."""
    await connection.execute(
        """
        insert into operational.topic_corrections (
            student_id, topic_id, competency_level, status, corrected_on, corrected_by
        )
        values (%s, %s, %s, %s, %s, %s)
        on conflict (student_id, topic_id) do update set
            competency_level = excluded.competency_level,
            status = excluded.status,
            corrected_on = excluded.corrected_on,
            corrected_by = excluded.corrected_by
        """,
        (student_id, topic_id, level, status.value, day, user_id),
    )


async def delete_correction(connection: AsyncConnection[DictRow], student_id: int, topic_id: int) -> None:
    """Takes a correction back."""
    await connection.execute(
        "delete from operational.topic_corrections where student_id = %s and topic_id = %s", (student_id, topic_id)
    )


async def end_review(connection: AsyncConnection[DictRow], student_id: int, topic_id: int) -> None:
    """Lets the next recomputation say anew where a topic stands that had decayed."""
    await connection.execute(
        "update operational.student_topic_progress set status = 'in_progress'"
        " where student_id = %s and topic_id = %s and status = 'needs_review'",
        (student_id, topic_id),
    )


async def save_notes(connection: AsyncConnection[DictRow], student_id: int, topic_id: int, notes: str | None) -> None:
    """Writes the notes of a topic that is known."""
    await connection.execute(
        "update operational.student_topic_progress set notes = %(notes)s"
        " where student_id = %(student_id)s and topic_id = %(topic_id)s and notes is distinct from %(notes)s",
        {"notes": notes, "student_id": student_id, "topic_id": topic_id},
    )
