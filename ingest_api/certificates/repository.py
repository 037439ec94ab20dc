"""The queries of certificates."""

from typing import LiteralString

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from warehouse.scope import Predicate

Db = AsyncConnection[DictRow]

# Completed enrolments with what their certificates say.
_COMPLETED: LiteralString = """
    select
        enrollment.id as enrollment_id, enrollment.student_id, student.campus_id, subject.code as subject_code,
        subject.name as subject_name, enrollment.actual_completion_date as completed_on,
        certificate.number, certificate.created_at as issued_at,
        (certificate.created_at at time zone campus.time_zone)::date as issued_on,
        concat_ws(' ', person.first_name, person.last_name) as student_name, student.enrollment_no,
        institute.name as institute_name, institute.is_demo, campus.name as campus_name
    from operational.student_subject_enrollments as enrollment
    join operational.subjects as subject on subject.id = enrollment.subject_id
    join operational.students as student on student.id = enrollment.student_id
    join operational.users as person on person.id = student.user_id
    join operational.campuses as campus on campus.id = student.campus_id
    cross join operational.institute as institute
    left join operational.certificates as certificate on certificate.enrollment_id = enrollment.id
    where enrollment.status = 'completed'
"""


async def of_student(connection: Db, student_id: int) -> list[DictRow]:
    """A student's completed enrolments, the latest first."""
    cursor = await connection.execute(
        _COMPLETED + " and enrollment.student_id = %s order by completed_on desc, enrollment.id", (student_id,)
    )
    return await cursor.fetchall()


async def of_enrollment(connection: Db, scope: Predicate, enrollment_id: int) -> DictRow | None:
    """One completed enrolment of a student within `scope`."""
    query = sql.SQL("{} and enrollment.id = %(enrollment_id)s and ({})").format(
        sql.SQL(_COMPLETED), sql.SQL(scope.psycopg)
    )
    cursor = await connection.execute(query, {**scope.parameters, "enrollment_id": enrollment_id})
    return await cursor.fetchone()


async def by_number(connection: Db, number: str, scope: Predicate | None = None) -> DictRow | None:
    """The certificate with this number, if it holds; within `scope`, or of whoever without one."""
    query = sql.SQL("{} and certificate.number = %(number)s and ({})").format(
        sql.SQL(_COMPLETED), sql.SQL(scope.psycopg if scope else "true")
    )
    cursor = await connection.execute(query, {**(scope.parameters if scope else {}), "number": number})
    return await cursor.fetchone()


async def enrollment_exists(connection: Db, scope: Predicate, enrollment_id: int) -> bool:
    """Whether there is such an enrolment of a student within `scope`, completed or not; locked until the end."""
    query = sql.SQL(
        "select from operational.student_subject_enrollments as enrollment"
        " join operational.students as student on student.id = enrollment.student_id"
        " where enrollment.id = %(enrollment_id)s and ({}) for update of enrollment"
    ).format(sql.SQL(scope.psycopg))
    return (await connection.execute(query, {**scope.parameters, "enrollment_id": enrollment_id})).rowcount == 1
