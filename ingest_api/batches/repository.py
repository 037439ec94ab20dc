"""The queries of batches and their members."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_one, fetch_page, literally
from warehouse.scope import Predicate
from warehouse.vocabulary import BatchStatus

Db = AsyncConnection[DictRow]

BATCHES = Listing(
    columns="""
        batch.id, batch.reference, batch.name, batch.campus_id, batch.subject_id, subject.code as subject_code,
        batch.faculty_id, nullif(concat_ws(' ', teacher.first_name, teacher.last_name), '') as faculty_name,
        batch.batch_type, batch.start_date, batch.end_date, batch.schedule, batch.max_students,
        (
            select count(*) from operational.flexible_batch_members as member where member.batch_id = batch.id
        ) as members_count,
        batch.status, batch.description, batch.version, coalesce(batch.start_date, date '0001-01-01') as start_key
    """,
    tables="""
        operational.flexible_batches as batch
        join operational.subjects as subject on subject.id = batch.subject_id
        left join operational.faculties as faculty on faculty.id = batch.faculty_id
        left join operational.users as teacher on teacher.id = faculty.user_id
    """,
    orders={
        "name": [SortKey("batch.name", "name", str), SortKey("batch.id", "id", int)],
        "start_date": [
            SortKey("coalesce(batch.start_date, date '0001-01-01')", "start_key", date),
            SortKey("batch.id", "id", int),
        ],
    },
)

MEMBERS = Listing(
    columns="""
        member.id, student.id as student_id, student.enrollment_no, person.first_name, person.last_name,
        coalesce(person.last_name, '') as last_name_key
    """,
    tables="""
        operational.flexible_batch_members as member
        join operational.students as student on student.id = member.student_id
        join operational.users as person on person.id = student.user_id
    """,
    orders={
        "id": [SortKey("member.id", "id", int)],
        "name": [
            SortKey("person.first_name", "first_name", str),
            SortKey("coalesce(person.last_name, '')", "last_name_key", str),
            SortKey("member.id", "id", int),
        ],
    },
)


@dataclass(frozen=True)
class Filters:
    """Which batches are asked for; None: whichever."""

    subject_id: int | None = None
    faculty_id: int | None = None
    status: BatchStatus | None = None
    campus_id: int | None = None
    q: str | None = None


async def page(
    connection: Db, scope: Predicate, filters: Filters, sort: str, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` batches within `scope`, and the cursor of the next page."""
    conditions = Conditions()
    values = asdict(filters)
    conditions.add("batch.subject_id = %(subject_id)s", subject_id=values["subject_id"])
    conditions.add("batch.faculty_id = %(faculty_id)s", faculty_id=values["faculty_id"])
    conditions.add("batch.status = %(status)s", status=values["status"])
    conditions.add("batch.campus_id = %(campus_id)s", campus_id=values["campus_id"])
    pattern = f"%{literally(filters.q)}%" if filters.q else None
    conditions.add("batch.name ilike %(q)s or batch.reference ilike %(q)s", q=pattern)
    return await fetch_page(
        connection, BATCHES, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def one(connection: Db, scope: Predicate, batch_id: int) -> DictRow | None:
    """One batch within `scope`."""
    conditions = Conditions()
    conditions.add("batch.id = %(batch_id)s", batch_id=batch_id)
    return await fetch_one(connection, BATCHES, scope, conditions)


async def members(
    connection: Db, scope: Predicate, batch_id: int, sort: str, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` members of a batch who are within `scope`, and the cursor of the next page."""
    conditions = Conditions()
    conditions.add("member.batch_id = %(batch_id)s", batch_id=batch_id)
    return await fetch_page(
        connection, MEMBERS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def member_ids(connection: Db, scope: Predicate, batch_id: int) -> list[int]:
    """All members of a batch who are within `scope`, by their ids as students."""
    query = sql.SQL(
        "select student.id from operational.flexible_batch_members as member"
        " join operational.students as student on student.id = member.student_id"
        " where member.batch_id = %(batch_id)s and ({}) order by student.id"
    ).format(sql.SQL(scope.psycopg))
    cursor = await connection.execute(query, {**scope.parameters, "batch_id": batch_id})
    return [row["id"] for row in await cursor.fetchall()]


async def has_subject(connection: Db, subject_id: int) -> bool:
    """Whether the catalogue has this subject and it is taught."""
    query = "select from operational.subjects where id = %s and status = 'active'"
    return (await connection.execute(query, (subject_id,))).rowcount == 1


async def lock_students(connection: Db, scope: Predicate, student_ids: Sequence[int]) -> dict[int, int]:
    """The campus of each of these students within `scope`, locked by id."""
    query = sql.SQL(
        "select student.id, student.campus_id from operational.students as student"
        " where student.id = any(%(student_ids)s::bigint[]) and ({}) order by student.id for no key update of student"
    ).format(sql.SQL(scope.psycopg))
    cursor = await connection.execute(query, {**scope.parameters, "student_ids": list(student_ids)})
    return {row["id"]: row["campus_id"] for row in await cursor.fetchall()}


async def learning(connection: Db, student_ids: Sequence[int], subject_id: int) -> set[int]:
    """Which of these students have an active enrolment in the subject."""
    cursor = await connection.execute(
        "select student_id from operational.student_subject_enrollments"
        " where student_id = any(%s::bigint[]) and subject_id = %s and status = 'active'",
        (list(student_ids), subject_id),
    )
    return {row["student_id"] for row in await cursor.fetchall()}


async def add_members(connection: Db, batch_id: int, student_ids: Sequence[int]) -> list[int]:
    """Makes these students members; says who was none before."""
    cursor = await connection.execute(
        "insert into operational.flexible_batch_members (batch_id, student_id)"
        " select %s, student_id from unnest(%s::bigint[]) as student_id"
        " on conflict (batch_id, student_id) do nothing returning student_id",
        (batch_id, list(student_ids)),
    )
    return sorted(row["student_id"] for row in await cursor.fetchall())


async def remove_member(connection: Db, batch_id: int, student_id: int) -> bool:
    """Ends a membership; False when there was none."""
    cursor = await connection.execute(
        "delete from operational.flexible_batch_members where batch_id = %s and student_id = %s",
        (batch_id, student_id),
    )
    return cursor.rowcount == 1


async def planned_sessions(connection: Db, batch_id: int) -> list[DictRow]:
    """The sessions of a batch that are still to come, today's among them."""
    cursor = await connection.execute(
        """
        select
            session.id as session_id, session.campus_id, session.subject_id, session.faculty_id, session.student_id,
            session.batch_id, session.session_date, session.start_time, session.duration_minutes, session.location
        from operational.learning_sessions as session
        join operational.campuses as campus on campus.id = session.campus_id
        where session.batch_id = %s and session.status = 'scheduled'
            and session.session_date >= (now() at time zone campus.time_zone)::date
        order by session.session_date, session.id
        """,
        (batch_id,),
    )
    return await cursor.fetchall()
