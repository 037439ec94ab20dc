"""The queries of enrolments."""

from dataclasses import dataclass
from datetime import date

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.enrollments.schemas import EnrollmentSort
from ingest_api.listing import Conditions, Listing, SortKey, fetch_page, literally
from warehouse.scope import Predicate
from warehouse.vocabulary import EnrollmentStatus

Db = AsyncConnection[DictRow]

# The row scope compares with the campus, which is the student's.
ENROLLMENTS = Listing(
    columns="""
        enrollment.id, enrollment.student_id, enrollment.student_name, enrollment.enrollment_no, enrollment.subject_id,
        subject.code as subject_code, enrollment.faculty_id, enrollment.campus_id, enrollment.enrollment_date,
        enrollment.expected_completion_date, enrollment.actual_completion_date, enrollment.ended_on,
        enrollment.completion_percentage::float8 as completion_percentage, enrollment.status, enrollment.notes,
        enrollment.version
    """,
    tables="""
        (
            select
                learning.*, student.campus_id, student.enrollment_no,
                concat_ws(' ', person.first_name, person.last_name) as student_name
            from operational.student_subject_enrollments as learning
            join operational.students as student on student.id = learning.student_id
            join operational.users as person on person.id = student.user_id
        ) as enrollment
        join operational.subjects as subject on subject.id = enrollment.subject_id
    """,
    orders={
        EnrollmentSort.ENROLLMENT_DATE: [
            SortKey("enrollment.enrollment_date", "enrollment_date", date),
            SortKey("enrollment.id", "id", int),
        ],
    },
)


@dataclass(frozen=True)
class Filters:
    """Which enrolments are wanted; None does not filter. `q` is looked for in the student's name and number."""

    enrollment_id: int | None = None
    student_id: int | None = None
    subject_id: int | None = None
    faculty_id: int | None = None
    status: EnrollmentStatus | None = None
    campus_id: int | None = None
    q: str | None = None
    outside_batch_id: int | None = None


async def page(
    connection: Db,
    scope: Predicate,
    filters: Filters,
    sort: EnrollmentSort = EnrollmentSort.ENROLLMENT_DATE,
    cursor: str | None = None,
    limit: int = 1,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` enrolments within `scope`."""
    conditions = Conditions()
    conditions.add("enrollment.id = %(enrollment_id)s", enrollment_id=filters.enrollment_id)
    conditions.add("enrollment.student_id = %(student_id)s", student_id=filters.student_id)
    conditions.add("enrollment.subject_id = %(subject_id)s", subject_id=filters.subject_id)
    conditions.add("enrollment.faculty_id = %(faculty_id)s", faculty_id=filters.faculty_id)
    conditions.add("enrollment.status = %(status)s", status=filters.status)
    conditions.add("enrollment.campus_id = %(campus_id)s", campus_id=filters.campus_id)
    conditions.add(
        "enrollment.student_name ilike %(q)s or enrollment.enrollment_no ilike %(q)s",
        q=f"%{literally(filters.q)}%" if filters.q else None,
    )
    conditions.add(
        "not exists (select from operational.flexible_batch_members as member"
        " where member.batch_id = %(outside_batch_id)s and member.student_id = enrollment.student_id)",
        outside_batch_id=filters.outside_batch_id,
    )
    return await fetch_page(
        connection, ENROLLMENTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def enrollment_of(connection: Db, student_id: int, subject_id: int) -> DictRow | None:
    """The student's enrolment in the subject."""
    found = await connection.execute(
        "select id, status from operational.student_subject_enrollments where student_id = %s and subject_id = %s",
        (student_id, subject_id),
    )
    return await found.fetchone()


async def missing_prerequisites(connection: Db, student_id: int, subject_id: int) -> list[int]:
    """The subjects that must be completed before, and are not."""
    found = await connection.execute(
        """
        select needed.prerequisite_id
        from operational.subject_prerequisites as needed
        where needed.subject_id = %(subject_id)s
            and not exists (
                select from operational.student_subject_enrollments as earlier
                where earlier.student_id = %(student_id)s and earlier.subject_id = needed.prerequisite_id
                    and earlier.status = 'completed'
            )
        order by needed.prerequisite_id
        """,
        {"student_id": student_id, "subject_id": subject_id},
    )
    return [row["prerequisite_id"] for row in await found.fetchall()]
