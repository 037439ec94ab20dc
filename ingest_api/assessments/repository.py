"""The queries of assessments."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_one, fetch_page
from warehouse.scope import Predicate
from warehouse.vocabulary import AssessmentStatus, AssessmentType

Db = AsyncConnection[DictRow]

ASSESSMENTS = Listing(
    columns="""
        work.id, work.reference, work.student_id, student.enrollment_no, work.subject_id, subject.code as subject_code,
        work.topic_id, work.faculty_id, work.assessment_type, work.title, work.description,
        work.total_marks::float8 as total_marks, work.marks_obtained::float8 as marks_obtained,
        work.percentage::float8 as percentage, work.grade, work.due_date, work.assessment_date, work.graded_on,
        work.feedback, work.status, work.version, coalesce(work.due_date::text, '') as due_key
    """,
    tables="""
        operational.assessments as work
        join operational.students as student on student.id = work.student_id
        join operational.subjects as subject on subject.id = work.subject_id
    """,
    orders={
        "due_date": [SortKey("coalesce(work.due_date::text, '')", "due_key", str), SortKey("work.id", "id", int)],
        "id": [SortKey("work.id", "id", int)],
    },
)


@dataclass(frozen=True)
class Filters:
    """Which assessments are asked for; None: whichever."""

    student_id: int | None = None
    subject_id: int | None = None
    assessment_type: AssessmentType | None = None
    status: AssessmentStatus | None = None
    due_from: date | None = None
    due_to: date | None = None


async def page(
    connection: Db, scope: Predicate, filters: Filters, sort: str, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` assessments of students within `scope`, and the cursor of the next page."""
    conditions = Conditions()
    values = asdict(filters)
    conditions.add("work.student_id = %(student_id)s", student_id=values["student_id"])
    conditions.add("work.subject_id = %(subject_id)s", subject_id=values["subject_id"])
    conditions.add("work.assessment_type = %(assessment_type)s", assessment_type=values["assessment_type"])
    conditions.add("work.status = %(status)s", status=values["status"])
    conditions.add("work.due_date >= %(due_from)s", due_from=values["due_from"])
    conditions.add("work.due_date <= %(due_to)s", due_to=values["due_to"])
    return await fetch_page(
        connection, ASSESSMENTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def one(connection: Db, scope: Predicate, assessment_id: int) -> DictRow | None:
    """One assessment of a student within `scope`."""
    conditions = Conditions()
    conditions.add("work.id = %(assessment_id)s", assessment_id=assessment_id)
    return await fetch_one(connection, ASSESSMENTS, scope, conditions)


async def by_ids(connection: Db, ids: Sequence[int]) -> list[DictRow]:
    """These assessments, by id."""
    query = sql.SQL("select {} from {} where work.id = any(%s::bigint[]) order by work.id").format(
        sql.SQL(ASSESSMENTS.columns), sql.SQL(ASSESSMENTS.tables)
    )
    return await (await connection.execute(query, (list(ids),))).fetchall()


async def insert_for(connection: Db, student_ids: Sequence[int], values: dict[str, Any]) -> list[int]:
    """Sets the same work for each of these students; gives the new ids."""
    cursor = await connection.execute(
        """
        insert into operational.assessments (
            student_id, subject_id, topic_id, faculty_id, assessment_type, title, description, total_marks, due_date
        )
        select
            student_id, %(subject_id)s, %(topic_id)s, %(faculty_id)s, %(assessment_type)s, %(title)s, %(description)s,
            %(total_marks)s, %(due_date)s
        from unnest(%(student_ids)s::bigint[]) as student_id
        order by student_id
        returning id
        """,
        {**values, "student_ids": list(student_ids)},
    )
    return [row["id"] for row in await cursor.fetchall()]


async def learners_of_batch(connection: Db, batch_id: int) -> list[int]:
    """The members of a batch who have an active enrolment in its subject."""
    cursor = await connection.execute(
        """
        select member.student_id
        from operational.flexible_batch_members as member
        join operational.flexible_batches as batch on batch.id = member.batch_id
        join operational.student_subject_enrollments as enrollment
            on enrollment.student_id = member.student_id and enrollment.subject_id = batch.subject_id
        where batch.id = %s and enrollment.status = 'active'
        order by member.student_id
        """,
        (batch_id,),
    )
    return [row["student_id"] for row in await cursor.fetchall()]


async def is_learning(connection: Db, student_id: int, subject_id: int) -> bool:
    """Whether the student has an active enrolment in the subject."""
    cursor = await connection.execute(
        "select from operational.student_subject_enrollments"
        " where student_id = %s and subject_id = %s and status = 'active'",
        (student_id, subject_id),
    )
    return cursor.rowcount == 1


async def latest_day(connection: Db, student_id: int) -> date:
    """The day at the student's campus: nothing that is recorded lies after it, nor after the institute's clock."""
    cursor = await connection.execute(
        """
        select greatest(
            (now() at time zone campus.time_zone)::date, (select clock_as_of from operational.institute)
        ) as today
        from operational.students as student
        join operational.campuses as campus on campus.id = student.campus_id
        where student.id = %s
        """,
        (student_id,),
    )
    row = await cursor.fetchone()
    if row is None:
        raise RuntimeError(f"the student {student_id} of an assessment is not there")
    day: date = row["today"]
    return day
