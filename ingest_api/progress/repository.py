"""Queries of progress: deriving it (by the shared statement) and reading it."""

from collections.abc import Sequence

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.progress.statements import recompute_statement

_STUDENTS_OF_SUBJECT = (
    "select student_id, %(subject_id)s::bigint as subject_id from unnest(%(student_ids)s::bigint[]) as student_id"
)
_RECOMPUTE_STUDENTS = recompute_statement(_STUDENTS_OF_SUBJECT)

_FEW_STUDENTS = 5


async def recompute(
    connection: AsyncConnection[DictRow],
    subject_id: int,
    student_ids: Sequence[int],
    *,
    mastery_level: int,
    actor_user_id: int | None,
) -> None:
    """Derives topic progress and completion of these students in one subject anew.

    The caller holds the locks on their enrolments (`statements.LOCK`), taken before it changed what is derived from.
    """
    await connection.execute(
        _RECOMPUTE_STUDENTS,
        {
            "subject_id": subject_id,
            "student_ids": list(student_ids),
            "mastery_level": mastery_level,
            "actor_user_id": actor_user_id,
        },
        # A class is worth a plan of its own (14 ms; 23 ms with the plan for any number), a few students are not
        # (7 ms, and 1 ms with the prepared one).
        prepare=False if len(student_ids) > _FEW_STUDENTS else None,
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
