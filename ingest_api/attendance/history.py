"""One student's marks, across all subjects."""

from dataclasses import dataclass
from datetime import date, time

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.attendance.schemas import AttendanceSort, StudentMark
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_page
from ingest_api.students import service as students
from warehouse.vocabulary import AttendanceStatus, Role

MARKS = Listing(
    columns="""
        mark.id as attendance_id, mark.version, mark.session_id, session.session_date, session.start_time,
        session.duration_minutes, session.subject_id, subject.code as subject_code, subject.name as subject_name,
        session.faculty_id, mark.attendance_status, mark.minutes_late, mark.faculty_notes,
        coalesce(session.start_time, time '00:00') as start_key,
        coalesce(
            (
                select jsonb_agg(
                    jsonb_build_object('topic_id', covered.topic_id, 'understanding', covered.understanding)
                    order by covered.topic_id
                )
                from operational.session_attendance_topics as covered where covered.attendance_id = mark.id
            ), '[]'
        ) as topics
    """,
    tables="""
        operational.session_attendance as mark
        join operational.learning_sessions as session on session.id = mark.session_id
        join operational.subjects as subject on subject.id = session.subject_id
    """,
    orders={
        "date": [
            SortKey("session.session_date", "session_date", date),
            SortKey("coalesce(session.start_time, time '00:00')", "start_key", time),
            SortKey("mark.id", "attendance_id", int),
        ],
    },
)


@dataclass(frozen=True)
class Filters:
    """Which marks are wanted; None does not filter."""

    date_from: date | None = None
    date_to: date | None = None
    subject_id: int | None = None
    status: AttendanceStatus | None = None


async def of_student(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    student_id: int,
    filters: Filters,
    sort: AttendanceSort,
    cursor: str | None,
    limit: int,
) -> Page[StudentMark]:
    """One page of a student's marks.

    Raises:
        NotFound: there is no such student, or none that `user` may see.
        Invalid: the cursor was not made for this order.
    """
    await students.get(connection, user, student_id)
    conditions = Conditions()
    conditions.add("mark.student_id = %(student_id)s", student_id=student_id)
    conditions.add("session.session_date >= %(date_from)s", date_from=filters.date_from)
    conditions.add("session.session_date <= %(date_to)s", date_to=filters.date_to)
    conditions.add("session.subject_id = %(subject_id)s", subject_id=filters.subject_id)
    conditions.add("mark.attendance_status = %(status)s", status=filters.status)
    rows, next_cursor = await fetch_page(
        connection, MARKS, order=sort, cursor=cursor, limit=limit, conditions=conditions
    )
    if user.role is Role.STUDENT:
        rows = [{**row, "faculty_notes": None} for row in rows]
    return Page(items=[StudentMark.model_validate(row) for row in rows], next_cursor=next_cursor)
