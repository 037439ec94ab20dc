"""The queries of faculties."""

from dataclasses import dataclass
from datetime import date, time

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.faculties.schemas import FacultySort, ScheduleSort, TaughtSort, TimeSort
from ingest_api.listing import Conditions, Listing, SortKey, fetch_page, literally
from warehouse.scope import Predicate
from warehouse.vocabulary import EnrollmentStatus, FacultyStatus, SessionStatus, TimeEntryKind

Db = AsyncConnection[DictRow]
Rows = tuple[list[DictRow], str | None]

FACULTIES = Listing(
    columns="""
        faculty.id, faculty.employee_id, person.first_name, person.last_name, faculty.status,
        campus.code as campus_code, faculty.specialization, coalesce(person.last_name, '') as last_name_key,
        (
            select count(distinct enrollment.student_id)
            from operational.student_subject_enrollments as enrollment
            where enrollment.faculty_id = faculty.id and enrollment.status = 'active'
        ) as active_students
    """,
    tables="""
        operational.faculties as faculty
        join operational.users as person on person.id = faculty.user_id
        join operational.campuses as campus on campus.id = faculty.campus_id
    """,
    orders={
        FacultySort.NAME: [
            SortKey("coalesce(person.last_name, '')", "last_name_key", str),
            SortKey("person.first_name", "first_name", str),
            SortKey("faculty.id", "id", int),
        ],
        FacultySort.EMPLOYEE_ID: [SortKey("faculty.employee_id", "employee_id", str), SortKey("faculty.id", "id", int)],
    },
)

SCHEDULE = Listing(
    columns="""
        session.id, session.session_date, session.start_time, session.end_time, session.duration_minutes,
        session.session_type, session.status, session.subject_id, subject.code as subject_code, session.batch_id,
        batch.name as batch_name, session.student_id, session.location,
        coalesce(session.start_time, time '00:00') as starts
    """,
    tables="""
        operational.learning_sessions as session
        join operational.subjects as subject on subject.id = session.subject_id
        left join operational.flexible_batches as batch on batch.id = session.batch_id
    """,
    orders={
        ScheduleSort.SESSION_DATE: [
            SortKey("session.session_date", "session_date", date),
            SortKey("coalesce(session.start_time, time '00:00')", "starts", time),
            SortKey("session.id", "id", int),
        ],
    },
)

TAUGHT = Listing(
    columns="""
        enrollment.id as enrollment_id, enrollment.student_id, student.enrollment_no, person.first_name,
        person.last_name, enrollment.subject_id, subject.code as subject_code, enrollment.status,
        enrollment.completion_percentage::float8 as completion_percentage
    """,
    tables="""
        operational.student_subject_enrollments as enrollment
        join operational.students as student on student.id = enrollment.student_id
        join operational.users as person on person.id = student.user_id
        join operational.subjects as subject on subject.id = enrollment.subject_id
    """,
    orders={
        TaughtSort.ENROLLMENT_NO: [
            SortKey("student.enrollment_no", "enrollment_no", str),
            SortKey("enrollment.id", "enrollment_id", int),
        ],
    },
)

TIME = Listing(
    columns="""
        entry.id, entry.work_date, entry.start_time, entry.end_time, entry.kind, entry.minutes, entry.session_id,
        entry.notes, entry.version
    """,
    tables="operational.faculty_time_entries as entry",
    orders={
        TimeSort.WORK_DATE: [SortKey("entry.work_date", "work_date", date), SortKey("entry.id", "id", int)],
    },
)


@dataclass(frozen=True)
class Filters:
    """Which faculty members are wanted; None does not filter. `q` is looked for in name, number and e-mail."""

    q: str | None = None
    status: FacultyStatus | None = None
    campus_code: str | None = None
    specialization: str | None = None


async def page(
    connection: Db, scope: Predicate, filters: Filters, sort: FacultySort, cursor: str | None, limit: int
) -> Rows:
    """Up to `limit` faculty members within `scope`."""
    conditions = Conditions()
    conditions.add("faculty.status = %(status)s", status=filters.status)
    conditions.add("campus.code = %(campus_code)s", campus_code=filters.campus_code)
    conditions.add(
        "%(specialization)s = any(select lower(one) from unnest(faculty.specialization) as one)",
        specialization=filters.specialization.lower() if filters.specialization else None,
    )
    conditions.add(
        "concat_ws(' ', person.first_name, person.last_name) ilike %(q)s"
        " or faculty.employee_id ilike %(q)s or person.email ilike %(q)s",
        q=f"%{literally(filters.q)}%" if filters.q else None,
    )
    return await fetch_page(
        connection, FACULTIES, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def one(connection: Db, scope: Predicate, faculty_id: int) -> DictRow | None:
    """One faculty member within `scope`."""
    query = sql.SQL(
        """
        select {}, faculty.user_id, faculty.campus_id, person.email, person.phone, faculty.qualification,
            faculty.experience_years::float8 as experience_years, faculty.hourly_rate::float8 as hourly_rate,
            faculty.max_hours_per_day, faculty.max_students_per_day,
            faculty.performance_rating::float8 as performance_rating, faculty.version
        from {}
        where faculty.id = %(faculty_id)s and ({})
        """
    ).format(sql.SQL(FACULTIES.columns), sql.SQL(FACULTIES.tables), sql.SQL(scope.psycopg))
    return await (await connection.execute(query, {**scope.parameters, "faculty_id": faculty_id})).fetchone()


async def schedule(
    connection: Db,
    faculty_id: int,
    days: tuple[date | None, date | None],
    status: SessionStatus | None,
    sort: ScheduleSort,
    cursor: str | None,
    limit: int,
) -> Rows:
    """Up to `limit` sessions from the first to the last of `days`; None leaves an end open."""
    conditions = Conditions()
    conditions.add("session.faculty_id = %(faculty_id)s", faculty_id=faculty_id)
    conditions.add("session.session_date >= %(from_date)s", from_date=days[0])
    conditions.add("session.session_date <= %(to_date)s", to_date=days[1])
    conditions.add("session.status = %(status)s", status=status)
    return await fetch_page(connection, SCHEDULE, order=sort, cursor=cursor, limit=limit, conditions=conditions)


async def taught(
    connection: Db,
    faculty_id: int,
    status: EnrollmentStatus | None,
    subject_id: int | None,
    sort: TaughtSort,
    cursor: str | None,
    limit: int,
) -> Rows:
    """Up to `limit` enrolments with the faculty member."""
    conditions = Conditions()
    conditions.add("enrollment.faculty_id = %(faculty_id)s", faculty_id=faculty_id)
    conditions.add("enrollment.status = %(status)s", status=status)
    conditions.add("enrollment.subject_id = %(subject_id)s", subject_id=subject_id)
    return await fetch_page(connection, TAUGHT, order=sort, cursor=cursor, limit=limit, conditions=conditions)


async def time_entries(
    connection: Db,
    faculty_id: int,
    days: tuple[date | None, date | None],
    kind: TimeEntryKind | None,
    sort: TimeSort,
    cursor: str | None,
    limit: int,
) -> Rows:
    """Up to `limit` time entries from the first to the last of `days`."""
    conditions = Conditions()
    conditions.add("entry.faculty_id = %(faculty_id)s", faculty_id=faculty_id)
    conditions.add("entry.work_date >= %(from_date)s", from_date=days[0])
    conditions.add("entry.work_date <= %(to_date)s", to_date=days[1])
    conditions.add("entry.kind = %(kind)s", kind=kind)
    return await fetch_page(connection, TIME, order=sort, cursor=cursor, limit=limit, conditions=conditions)


async def availability(connection: Db, faculty_id: int) -> list[DictRow]:
    """The week of a faculty member, in order."""
    found = await connection.execute(
        "select id, weekday, start_time, end_time, version from operational.faculty_availability"
        " where faculty_id = %s order by weekday, start_time",
        (faculty_id,),
    )
    return await found.fetchall()


async def lock_faculty(connection: Db, faculty_id: int) -> DictRow | None:
    """The faculty member's row, locked: her week and her hours change one after the other."""
    found = await connection.execute(
        "select * from operational.faculties where id = %s for no key update", (faculty_id,)
    )
    return await found.fetchone()


async def overlapping_availability(connection: Db, faculty_id: int, part: dict[str, object]) -> DictRow | None:
    """Another part of the week that overlaps `part` (id or None, weekday, start_time, end_time)."""
    found = await connection.execute(
        """
        select id, weekday, start_time, end_time from operational.faculty_availability
        where faculty_id = %(faculty_id)s and id is distinct from %(id)s and weekday = %(weekday)s
            and start_time < %(end_time)s and end_time > %(start_time)s
        limit 1
        """,
        {**part, "faculty_id": faculty_id},
    )
    return await found.fetchone()


async def overlapping_entry(connection: Db, faculty_id: int, entry: dict[str, object]) -> DictRow | None:
    """Another time entry of the day than `entry` (id, work_date, start_time, end_time) that overlaps it."""
    found = await connection.execute(
        """
        select id, start_time, end_time, kind from operational.faculty_time_entries
        where faculty_id = %(faculty_id)s and work_date = %(work_date)s and id is distinct from %(id)s::bigint
            and start_time < %(end_time)s::time and end_time > %(start_time)s::time
        limit 1
        """,
        {**entry, "faculty_id": faculty_id},
    )
    return await found.fetchone()


async def minutes_of_day(connection: Db, faculty_id: int, day: date, without_id: int | None) -> int:
    """How many minutes of a day are written down already, in other entries than `without_id`."""
    found = await connection.execute(
        "select coalesce(sum(minutes), 0) as minutes from operational.faculty_time_entries"
        " where faculty_id = %s and work_date = %s and id is distinct from %s::bigint",
        (faculty_id, day, without_id),
    )
    row = await found.fetchone()
    return int(row["minutes"]) if row else 0


async def is_own_session(connection: Db, faculty_id: int, session_id: int, day: date) -> bool:
    """Whether she held or holds this session on this day."""
    found = await connection.execute(
        "select from operational.learning_sessions where id = %s and faculty_id = %s and session_date = %s",
        (session_id, faculty_id, day),
    )
    return await found.fetchone() is not None
