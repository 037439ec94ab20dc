"""The queries of students."""

from dataclasses import dataclass

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_page, literally
from ingest_api.students.schemas import StudentSort
from warehouse.scope import Predicate
from warehouse.vocabulary import StudentStatus

STUDENTS = Listing(
    columns="""
        student.id, student.enrollment_no, person.first_name, person.last_name, student.status,
        campus.code as campus_code, student.admission_date, coalesce(person.last_name, '') as last_name_key,
        (
            select count(*) from operational.student_subject_enrollments as enrollment
            where enrollment.student_id = student.id and enrollment.status = 'active'
        ) as active_enrollments
    """,
    tables="""
        operational.students as student
        join operational.users as person on person.id = student.user_id
        join operational.campuses as campus on campus.id = student.campus_id
    """,
    orders={
        StudentSort.NAME: [
            SortKey("coalesce(person.last_name, '')", "last_name_key", str),
            SortKey("person.first_name", "first_name", str),
            SortKey("student.id", "id", int),
        ],
        StudentSort.ENROLLMENT_NO: [
            SortKey("student.enrollment_no", "enrollment_no", str),
            SortKey("student.id", "id", int),
        ],
    },
)


@dataclass(frozen=True)
class Filters:
    """Which students are wanted; None does not filter. `q` is looked for in name, number and e-mail."""

    q: str | None = None
    status: StudentStatus | None = None
    campus_code: str | None = None


async def page(
    connection: AsyncConnection[DictRow],
    scope: Predicate,
    filters: Filters,
    sort: StudentSort,
    cursor: str | None,
    limit: int,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` students in the order `sort`, and the cursor of the next page."""
    conditions = Conditions()
    conditions.add("student.status = %(status)s", status=filters.status)
    conditions.add("campus.code = %(campus_code)s", campus_code=filters.campus_code)
    conditions.add(
        "concat_ws(' ', person.first_name, person.last_name) ilike %(q)s"
        " or student.enrollment_no ilike %(q)s or person.email ilike %(q)s",
        q=f"%{literally(filters.q)}%" if filters.q else None,
    )
    return await fetch_page(
        connection, STUDENTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def one(connection: AsyncConnection[DictRow], scope: Predicate, student_id: int) -> DictRow | None:
    """One student within `scope`."""
    query = sql.SQL(
        """
        select {}, student.campus_id, person.email, person.phone, student.learning_style, student.version,
            nullif(concat_ws(' ', counselor.first_name, counselor.last_name), '') as counselor_name
        from {}
        left join operational.users as counselor on counselor.id = student.counselor_id
        where student.id = %(student_id)s and ({})
        """
    ).format(sql.SQL(STUDENTS.columns), sql.SQL(STUDENTS.tables), sql.SQL(scope.psycopg))
    found = await connection.execute(query, {**scope.parameters, "student_id": student_id})
    return await found.fetchone()
