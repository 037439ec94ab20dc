"""The queries of students."""

from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.students.schemas import StudentSort
from warehouse.scope import Predicate
from warehouse.vocabulary import StudentStatus

_COLUMNS = sql.SQL("""
    student.id, student.enrollment_no, person.first_name, person.last_name, student.status,
    campus.code as campus_code, student.admission_date,
    (
        select count(*) from operational.student_subject_enrollments as enrollment
        where enrollment.student_id = student.id and enrollment.status = 'active'
    ) as active_enrollments
""")
_TABLES = sql.SQL("""
    operational.students as student
    join operational.users as person on person.id = student.user_id
    join operational.campuses as campus on campus.id = student.campus_id
""")
_SORT_EXPRESSIONS = {
    StudentSort.NAME: ["coalesce(person.last_name, '')", "person.first_name", "student.id"],
    StudentSort.ENROLLMENT_NO: ["student.enrollment_no", "student.id"],
}


@dataclass(frozen=True)
class Filters:
    """Which students are wanted; None does not filter. `q` is looked for in name, number and e-mail."""

    q: str | None = None
    status: StudentStatus | None = None
    campus_code: str | None = None


def sort_keys(sort: StudentSort, row: DictRow) -> list[str | int]:
    """The values by which `row` stands where it stands."""
    if sort.lstrip("-") == StudentSort.NAME:
        return [row["last_name"] or "", row["first_name"], row["id"]]
    return [row["enrollment_no"], row["id"]]


def key_types(sort: StudentSort) -> list[type]:
    """The types of `sort_keys`."""
    return [str, str, int] if sort.lstrip("-") == StudentSort.NAME else [str, int]


async def page(
    connection: AsyncConnection[DictRow],
    scope: Predicate,
    filters: Filters,
    sort: StudentSort,
    after: list[str | int] | None,
    limit: int,
) -> list[DictRow]:
    """Up to `limit` students behind the keys `after`, in the order `sort`."""
    is_descending = sort.startswith("-")
    keys = _SORT_EXPRESSIONS[StudentSort(sort.lstrip("-"))]
    conditions: list[sql.Composable] = [sql.SQL("({})").format(sql.SQL(scope.psycopg))]
    parameters: dict[str, Any] = {**scope.parameters, "limit": limit}
    if filters.status is not None:
        conditions.append(sql.SQL("student.status = %(status)s"))
        parameters["status"] = filters.status
    if filters.campus_code is not None:
        conditions.append(sql.SQL("campus.code = %(campus_code)s"))
        parameters["campus_code"] = filters.campus_code
    if filters.q:
        conditions.append(
            sql.SQL(
                "(concat_ws(' ', person.first_name, person.last_name) ilike %(q)s"
                " or student.enrollment_no ilike %(q)s or person.email ilike %(q)s)"
            )
        )
        parameters["q"] = f"%{_literally(filters.q)}%"
    if after is not None:
        names = [f"after_{place}" for place in range(len(after))]
        placeholders = sql.SQL(", ").join(sql.Placeholder(name) for name in names)
        comparison = sql.SQL("<" if is_descending else ">")
        conditions.append(sql.SQL("({}) {} ({})").format(sql.SQL(", ".join(keys)), comparison, placeholders))
        parameters.update(zip(names, after, strict=True))
    direction = " desc" if is_descending else ""
    query = sql.SQL("select {} from {} where {} order by {} limit %(limit)s").format(
        _COLUMNS,
        _TABLES,
        sql.SQL(" and ").join(conditions),
        sql.SQL(", ").join(sql.SQL(key + direction) for key in keys),
    )
    cursor = await connection.execute(query, parameters)
    return await cursor.fetchall()


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
    ).format(_COLUMNS, _TABLES, sql.SQL(scope.psycopg))
    cursor = await connection.execute(query, {**scope.parameters, "student_id": student_id})
    return await cursor.fetchone()


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
