"""The queries of assessments; what was set at once is counted in `sets.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, LiteralString

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_one, fetch_page
from warehouse.scope import Predicate
from warehouse.vocabulary import AssessmentStatus, AssessmentType

Db = AsyncConnection[DictRow]

# The day at the student's campus, unless the institute's clock stands on another one.
_TODAY: LiteralString = (
    "coalesce((select clock_as_of from operational.institute), (now() at time zone campus.time_zone)::date)"
)
# Of whoever has left a subject nothing is expected any more.
_IS_EXPECTED: LiteralString = """
    work.status = 'pending' and exists (
        select from operational.student_subject_enrollments as enrollment
        where enrollment.student_id = work.student_id and enrollment.subject_id = work.subject_id
            and enrollment.status = 'active'
    )
"""
IS_OVERDUE: LiteralString = f"({_IS_EXPECTED} and coalesce(work.due_date < {_TODAY}, false))"
IS_TO_MARK: LiteralString = (
    f"(work.status = 'completed' or ({_IS_EXPECTED} and coalesce(work.due_date <= {_TODAY}, false)))"
)


class WorkState(StrEnum):
    """Where work stands for whoever marks it."""

    TO_MARK = "to_mark"
    OVERDUE = "overdue"
    GRADED = "graded"


STATES: Final[Mapping[WorkState, LiteralString]] = {
    WorkState.TO_MARK: IS_TO_MARK,
    WorkState.OVERDUE: IS_OVERDUE,
    WorkState.GRADED: "work.status = 'graded'",
}
# Work without a day stands before all other; an index has it so.
DUE_KEY: LiteralString = "coalesce(work.due_date, date '0001-01-01')"
# What a piece of work that was set for several students has in common; an import sets whatever is alike at once.
SET_AT_ONCE: Final = ("created_at", "subject_id", "topic_id", "faculty_id", "assessment_type", "title", "due_date")
_IS_OF_SET: LiteralString = (
    "exists (select from operational.assessments as first where first.id = %(set_id)s"
    " and first.subject_id = work.subject_id and first.created_at = work.created_at"
    " and first.assessment_type = work.assessment_type"
    " and (first.topic_id, first.faculty_id, first.title, first.due_date)"
    " is not distinct from (work.topic_id, work.faculty_id, work.title, work.due_date))"
)

ASSESSMENTS = Listing(
    columns=f"""
        work.id, work.reference, work.student_id, student.enrollment_no, person.first_name, person.last_name,
        work.subject_id, subject.code as subject_code, subject.name as subject_name,
        work.topic_id, topic.name as topic_name, work.faculty_id, work.assessment_type, work.title, work.description,
        work.total_marks::float8 as total_marks, work.marks_obtained::float8 as marks_obtained,
        work.percentage::float8 as percentage, work.grade, work.due_date, work.assessment_date, work.graded_on,
        work.feedback, work.status, work.version, {IS_TO_MARK} as is_to_mark, {IS_OVERDUE} as is_overdue,
        {DUE_KEY} as due_key
    """,
    tables="""
        operational.assessments as work
        join operational.students as student on student.id = work.student_id
        join operational.users as person on person.id = student.user_id
        join operational.campuses as campus on campus.id = student.campus_id
        join operational.subjects as subject on subject.id = work.subject_id
        left join operational.topics as topic on topic.id = work.topic_id
    """,
    orders={
        "due_date": [
            SortKey(DUE_KEY, "due_key", date),
            SortKey("work.id", "id", int),
        ],
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
    batch_id: int | None = None
    campus: str | None = None
    state: WorkState | None = None
    set_id: int | None = None

    def conditions(self) -> Conditions:
        """What the rows must meet."""
        conditions = Conditions()
        values = asdict(self)
        conditions.add("work.student_id = %(student_id)s", student_id=values["student_id"])
        conditions.add("work.subject_id = %(subject_id)s", subject_id=values["subject_id"])
        conditions.add("work.assessment_type = %(assessment_type)s", assessment_type=values["assessment_type"])
        conditions.add("work.status = %(status)s", status=values["status"])
        conditions.add("work.due_date >= %(due_from)s", due_from=values["due_from"])
        conditions.add("work.due_date <= %(due_to)s", due_to=values["due_to"])
        conditions.add(
            "exists (select from operational.flexible_batch_members as member"
            " join operational.flexible_batches as batch on batch.id = member.batch_id"
            " where batch.id = %(batch_id)s and batch.subject_id = work.subject_id"
            " and member.student_id = work.student_id)",
            batch_id=values["batch_id"],
        )
        conditions.add("campus.code = %(campus)s", campus=values["campus"])
        conditions.add(_IS_OF_SET, set_id=values["set_id"])
        if self.state is not None:
            conditions.add(STATES[self.state])
        return conditions


async def page(
    connection: Db, scope: Predicate, filters: Filters, sort: str, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` assessments of students within `scope`, and the cursor of the next page."""
    return await fetch_page(
        connection, ASSESSMENTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=filters.conditions()
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


async def remove(connection: Db, assessment_id: int) -> None:
    """Removes an assessment."""
    await connection.execute("delete from operational.assessments where id = %s", (assessment_id,))


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
