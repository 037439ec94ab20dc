"""The queries of accounts."""

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_page, literally
from ingest_api.users.schemas import UserSort
from warehouse.scope import Predicate
from warehouse.vocabulary import Role, UserStatus

USERS = Listing(
    columns="""
        person.id, person.email, person.first_name, person.last_name, person.phone, person.role, person.status,
        person.campus_id, campus.code as campus_code, person.password_hash is not null as has_password,
        person.last_login_at, student.id as student_id, faculty.id as faculty_id, person.version,
        coalesce(person.last_name, '') as last_name_key
    """,
    tables="""
        operational.users as person
        left join operational.campuses as campus on campus.id = person.campus_id
        left join operational.students as student on student.user_id = person.id
        left join operational.faculties as faculty on faculty.user_id = person.id
    """,
    orders={
        UserSort.NAME: [
            SortKey("coalesce(person.last_name, '')", "last_name_key", str),
            SortKey("person.first_name", "first_name", str),
            SortKey("person.id", "id", int),
        ],
    },
)


async def page(
    connection: AsyncConnection[DictRow],
    scope: Predicate,
    *,
    user_id: int | None = None,
    q: str | None = None,
    role: Role | None = None,
    status: UserStatus | None = None,
    campus_id: int | None = None,
    sort: UserSort = UserSort.NAME,
    cursor: str | None = None,
    limit: int = 1,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` accounts within `scope`; `q` is looked for in name and e-mail."""
    conditions = Conditions()
    conditions.add("person.id = %(user_id)s", user_id=user_id)
    conditions.add("person.role = %(role)s", role=role)
    conditions.add("person.status = %(status)s", status=status)
    conditions.add("person.campus_id = %(campus_id)s", campus_id=campus_id)
    conditions.add(
        "concat_ws(' ', person.first_name, person.last_name) ilike %(q)s or person.email ilike %(q)s",
        q=f"%{literally(q)}%" if q else None,
    )
    return await fetch_page(
        connection, USERS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )
