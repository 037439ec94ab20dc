"""The queries of students."""

from dataclasses import dataclass
from datetime import date

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.listing import Conditions, Listing, SortKey, fetch_page, literally
from ingest_api.students.schemas import AttendanceSort, StudentSort, TopicSort
from warehouse.scope import Predicate
from warehouse.vocabulary import AttendanceStatus, StudentStatus, TopicProgressStatus

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


MARKS = Listing(
    columns="""
        mark.id, mark.session_id, session.session_date, session.session_type, session.subject_id,
        subject.code as subject_code, session.faculty_id,
        nullif(concat_ws(' ', teacher.first_name, teacher.last_name), '') as faculty_name,
        mark.attendance_status, mark.minutes_late,
        coalesce(
            (
                select
                    jsonb_agg(
                        jsonb_build_object('topic_id', covered.topic_id, 'understanding', covered.understanding)
                        order by covered.topic_id
                    )
                from operational.session_attendance_topics as covered
                where covered.attendance_id = mark.id
            ),
            '[]'::jsonb
        ) as topics
    """,
    tables="""
        operational.session_attendance as mark
        join operational.learning_sessions as session on session.id = mark.session_id
        join operational.subjects as subject on subject.id = session.subject_id
        left join operational.faculties as faculty on faculty.id = session.faculty_id
        left join operational.users as teacher on teacher.id = faculty.user_id
    """,
    orders={
        AttendanceSort.SESSION_DATE: [
            SortKey("session.session_date", "session_date", date),
            SortKey("mark.id", "id", int),
        ],
    },
)

TOPICS = Listing(
    columns="""
        topic.id as topic_id, topic.name as topic_name, topic.order_index, topic.subject_id,
        subject.code as subject_code, coalesce(progress.status, 'not_started') as status,
        coalesce(progress.competency_level, 0) as competency_level,
        coalesce(progress.session_count, 0) as session_count,
        coalesce(progress.time_spent_minutes, 0) as time_spent_minutes,
        progress.first_introduced_date, progress.completion_date
    """,
    tables="""
        operational.student_subject_enrollments as enrollment
        join operational.subjects as subject on subject.id = enrollment.subject_id
        join operational.topics as topic on topic.subject_id = subject.id and topic.status = 'active'
        left join operational.student_topic_progress as progress
            on progress.topic_id = topic.id and progress.student_id = enrollment.student_id
    """,
    orders={
        TopicSort.SUBJECT: [
            SortKey("subject.code", "subject_code", str),
            SortKey("topic.order_index", "order_index", int),
            SortKey("topic.id", "topic_id", int),
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
        " or student.enrollment_no ilike %(q)s or person.email ilike %(q)s"
        " or regexp_replace(person.phone, '[^0-9]', '', 'g') like %(digits)s",
        q=f"%{literally(filters.q)}%" if filters.q else None,
        digits=people.phone_pattern(filters.q) if filters.q else None,
    )
    return await fetch_page(
        connection, STUDENTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def one(connection: AsyncConnection[DictRow], scope: Predicate, student_id: int) -> DictRow | None:
    """One student within `scope`."""
    query = sql.SQL(
        """
        select {}, student.campus_id, student.user_id, person.email, person.phone, student.learning_style,
            student.preferred_schedule, student.counselor_id, student.version, student.date_of_birth, student.address,
            student.emergency_contact_name, student.emergency_contact_phone, student.guardian_email,
            nullif(concat_ws(' ', counselor.first_name, counselor.last_name), '') as counselor_name
        from {}
        left join operational.users as counselor on counselor.id = student.counselor_id
        where student.id = %(student_id)s and ({})
        """
    ).format(sql.SQL(STUDENTS.columns), sql.SQL(STUDENTS.tables), sql.SQL(scope.psycopg))
    found = await connection.execute(query, {**scope.parameters, "student_id": student_id})
    return await found.fetchone()


@dataclass(frozen=True)
class MarkFilters:
    """Which of a student's marks are wanted; None does not filter."""

    from_date: date | None = None
    to_date: date | None = None
    subject_id: int | None = None
    status: AttendanceStatus | None = None


async def marks(
    connection: AsyncConnection[DictRow],
    student_id: int,
    filters: MarkFilters,
    sort: AttendanceSort,
    cursor: str | None,
    limit: int,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` marks of one student."""
    conditions = Conditions()
    conditions.add("mark.student_id = %(student_id)s", student_id=student_id)
    conditions.add("session.session_date >= %(from_date)s", from_date=filters.from_date)
    conditions.add("session.session_date <= %(to_date)s", to_date=filters.to_date)
    conditions.add("session.subject_id = %(subject_id)s", subject_id=filters.subject_id)
    conditions.add("mark.attendance_status = %(status)s", status=filters.status)
    return await fetch_page(connection, MARKS, order=sort, cursor=cursor, limit=limit, conditions=conditions)


async def topics(
    connection: AsyncConnection[DictRow],
    student_id: int,
    subject_id: int | None,
    status: TopicProgressStatus | None,
    sort: TopicSort,
    cursor: str | None,
    limit: int,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` topics of one student's subjects."""
    conditions = Conditions()
    conditions.add("enrollment.student_id = %(student_id)s", student_id=student_id)
    conditions.add("enrollment.subject_id = %(subject_id)s", subject_id=subject_id)
    conditions.add("coalesce(progress.status, 'not_started') = %(status)s", status=status)
    return await fetch_page(connection, TOPICS, order=sort, cursor=cursor, limit=limit, conditions=conditions)


async def touch(connection: AsyncConnection[DictRow], student_id: int) -> None:
    """Makes a student's version newer: something that belongs to them changed in another table."""
    await connection.execute("update operational.students set updated_at = now() where id = %s", (student_id,))


async def active_enrollments(connection: AsyncConnection[DictRow], student_id: int) -> int:
    """How many enrolments of the student are active or paused."""
    found = await connection.execute(
        "select count(*) as open_count from operational.student_subject_enrollments"
        " where student_id = %s and status in ('active', 'paused')",
        (student_id,),
    )
    row = await found.fetchone()
    return int(row["open_count"]) if row else 0
