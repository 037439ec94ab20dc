"""The queries of exams."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_page
from warehouse.scope import Predicate
from warehouse.vocabulary import ExamBookingStatus, ExamSlotStatus

Db = AsyncConnection[DictRow]


SLOTS = Listing(
    columns="""
        slot.id, slot.campus_id, campus.code as campus_code, campus.time_zone as campus_time_zone, slot.subject_id,
        subject.code as subject_code, subject.name as subject_name, slot.topic_id, topic.name as topic_name,
        slot.faculty_id, nullif(concat_ws(' ', teacher.first_name, teacher.last_name), '') as faculty_name,
        slot.title, slot.starts_at, slot.duration_minutes, slot.capacity, slot.location, slot.status, slot.version,
        (
            select count(*) from operational.exam_bookings as booking
            where booking.slot_id = slot.id and booking.status <> 'cancelled'
        ) as booked_count
    """,
    tables="""
        operational.exam_slots as slot
        join operational.campuses as campus on campus.id = slot.campus_id
        join operational.subjects as subject on subject.id = slot.subject_id
        left join operational.topics as topic on topic.id = slot.topic_id
        left join operational.faculties as faculty on faculty.id = slot.faculty_id
        left join operational.users as teacher on teacher.id = faculty.user_id
    """,
    orders={"start": [SortKey("slot.starts_at", "starts_at", datetime), SortKey("slot.id", "id", int)]},
)

BOOKINGS = Listing(
    columns="""
        booking.id, booking.slot_id, slot.title, slot.starts_at, slot.subject_id, booking.student_id,
        student.enrollment_no, concat_ws(' ', person.first_name, person.last_name) as student_name,
        lower(concat_ws(' ', person.first_name, person.last_name)) as name_key,
        booking.status, booking.booked_at, booking.version, slot.campus_id, enrollment.id as enrollment_id,
        coalesce(enrollment.status = 'completed', false) as is_subject_completed,
        case when mark.id is not null then jsonb_build_object(
            'assessment_id', mark.id, 'marks_obtained', mark.marks_obtained, 'total_marks', mark.total_marks,
            'percentage', mark.percentage, 'grade', mark.grade, 'feedback', mark.feedback, 'version', mark.version
        ) end as result
    """,
    tables="""
        operational.exam_bookings as booking
        join operational.exam_slots as slot on slot.id = booking.slot_id
        join operational.students as student on student.id = booking.student_id
        join operational.users as person on person.id = student.user_id
        left join operational.student_subject_enrollments as enrollment
            on enrollment.student_id = booking.student_id and enrollment.subject_id = slot.subject_id
        -- the key of `mark_reference`
        left join operational.assessments as mark
            on mark.reference = 'exam-booking-' || booking.id and mark.student_id = booking.student_id
    """,
    orders={
        "id": [SortKey("booking.id", "id", int)],
        "name": [
            SortKey("lower(concat_ws(' ', person.first_name, person.last_name))", "name_key", str),
            SortKey("booking.id", "id", int),
        ],
    },
)


@dataclass(frozen=True)
class SlotFilters:
    """Which slots are asked for; None: whichever."""

    subject_id: int | None = None
    status: ExamSlotStatus | None = None
    date_from: date | None = None
    starts_from: datetime | None = None
    starts_before: datetime | None = None
    campus: str | None = None


@dataclass(frozen=True)
class BookingFilters:
    """Which places are asked for; None: whichever."""

    slot_id: int | None = None
    student_id: int | None = None
    status: ExamBookingStatus | None = None


def mark_reference(booking_id: int) -> str:
    """The key of the assessment that holds a place's mark; keys are unique, so a place has one mark."""
    return f"exam-booking-{booking_id}"


async def slots(
    connection: Db, scope: Predicate, filters: SlotFilters, sort: str, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` slots, and the cursor of the next page."""
    conditions = Conditions()
    values = asdict(filters)
    conditions.add("slot.subject_id = %(subject_id)s", subject_id=values["subject_id"])
    conditions.add("slot.status = %(status)s", status=values["status"])
    conditions.add("slot.starts_at >= %(date_from)s::date", date_from=values["date_from"])
    conditions.add("slot.starts_at >= %(starts_from)s", starts_from=values["starts_from"])
    conditions.add("slot.starts_at < %(starts_before)s", starts_before=values["starts_before"])
    conditions.add("campus.code = %(campus)s", campus=values["campus"])
    return await fetch_page(
        connection, SLOTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def bookings(
    connection: Db, scope: Predicate, filters: BookingFilters, sort: str, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` bookings of students within `scope`, and the cursor of the next page."""
    conditions = Conditions()
    values = asdict(filters)
    conditions.add("booking.slot_id = %(slot_id)s", slot_id=values["slot_id"])
    conditions.add("booking.student_id = %(student_id)s", student_id=values["student_id"])
    conditions.add("booking.status = %(status)s", status=values["status"])
    return await fetch_page(
        connection, BOOKINGS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )


async def slot(connection: Db, scope: Predicate, slot_id: int) -> DictRow | None:
    """One slot within `scope`."""
    query = sql.SQL("select {} from {} where slot.id = %(slot_id)s and ({})").format(
        sql.SQL(SLOTS.columns), sql.SQL(SLOTS.tables), sql.SQL(scope.psycopg)
    )
    return await (await connection.execute(query, {**scope.parameters, "slot_id": slot_id})).fetchone()


async def booking(connection: Db, scope: Predicate, booking_id: int) -> DictRow | None:
    """One booking of a student within `scope`."""
    query = sql.SQL("select {} from {} where booking.id = %(booking_id)s and ({})").format(
        sql.SQL(BOOKINGS.columns), sql.SQL(BOOKINGS.tables), sql.SQL(scope.psycopg)
    )
    return await (await connection.execute(query, {**scope.parameters, "booking_id": booking_id})).fetchone()


async def booking_of(connection: Db, slot_id: int, student_id: int) -> DictRow | None:
    """A student's booking of a slot, whatever became of it."""
    cursor = await connection.execute(
        "select * from operational.exam_bookings where slot_id = %s and student_id = %s", (slot_id, student_id)
    )
    return await cursor.fetchone()


async def users_with_a_place(connection: Db, slot_id: int) -> list[int]:
    """The users who have a place in a slot."""
    cursor = await connection.execute(
        """
        select student.user_id
        from operational.exam_bookings as booking
        join operational.students as student on student.id = booking.student_id
        where booking.slot_id = %s and booking.status = 'booked'
        """,
        (slot_id,),
    )
    return [int(row["user_id"]) for row in await cursor.fetchall()]


async def cancel_bookings(connection: Db, slot_id: int) -> int:
    """Cancels all places of a slot; says how many."""
    cursor = await connection.execute(
        "update operational.exam_bookings set status = 'cancelled' where slot_id = %s and status = 'booked'", (slot_id,)
    )
    return cursor.rowcount


async def readiness(connection: Db, student_id: int, subject_id: int, topic_id: int | None) -> DictRow | None:
    """The student's completion of the subject, and whether the topic is done; None without an open enrolment."""
    cursor = await connection.execute(
        """
        select enrollment.completion_percentage::float8 as percentage, exists (
            select from operational.student_topic_progress as progress
            where progress.student_id = enrollment.student_id and progress.topic_id = %(topic_id)s
                and progress.status in ('completed', 'mastered', 'needs_review')
        ) as is_topic_done
        from operational.student_subject_enrollments as enrollment
        where enrollment.student_id = %(student_id)s and enrollment.subject_id = %(subject_id)s
            and enrollment.status <> 'dropped'
        """,
        {"student_id": student_id, "subject_id": subject_id, "topic_id": topic_id},
    )
    return await cursor.fetchone()


async def open_to(connection: Db, scope: Predicate, student_id: int) -> list[DictRow]:
    """The open exams to come within `scope`, of what the student learns, with what decides whether he may book."""
    query = sql.SQL(
        """
        select
            {columns},
            enrollment.completion_percentage::float8 as percentage,
            exists (
                select from operational.student_topic_progress as progress
                where progress.student_id = enrollment.student_id and progress.topic_id = slot.topic_id
                    and progress.status in ('completed', 'mastered', 'needs_review')
            ) as is_topic_done,
            (
                select booking.id from operational.exam_bookings as booking
                where booking.slot_id = slot.id and booking.student_id = enrollment.student_id
                    and booking.status <> 'cancelled'
            ) as booking_id,
            (
                select other.title
                from operational.exam_bookings as taken
                join operational.exam_slots as other on other.id = taken.slot_id
                where taken.student_id = enrollment.student_id and taken.status = 'booked' and other.id <> slot.id
                    and other.starts_at < slot.starts_at + make_interval(mins => slot.duration_minutes)
                    and slot.starts_at < other.starts_at + make_interval(mins => other.duration_minutes)
                limit 1
            ) as clashes_with
        from {tables}
        join operational.student_subject_enrollments as enrollment
            on enrollment.subject_id = slot.subject_id and enrollment.status <> 'dropped'
        where enrollment.student_id = %(student_id)s and slot.status = 'open' and slot.starts_at > now()
            and ({scope})
        order by slot.starts_at, slot.id
        limit 200
        """
    ).format(columns=sql.SQL(SLOTS.columns), tables=sql.SQL(SLOTS.tables), scope=sql.SQL(scope.psycopg))
    return await (await connection.execute(query, {**scope.parameters, "student_id": student_id})).fetchall()


async def overlapping(connection: Db, student_id: int, slot_id: int) -> int | None:
    """Another slot in which the student has a place at the same time."""
    cursor = await connection.execute(
        """
        select other.id
        from operational.exam_slots as wanted
        join operational.exam_slots as other
            on other.id <> wanted.id
            and other.starts_at < wanted.starts_at + make_interval(mins => wanted.duration_minutes)
            and wanted.starts_at < other.starts_at + make_interval(mins => other.duration_minutes)
        join operational.exam_bookings as taken
            on taken.slot_id = other.id and taken.student_id = %s and taken.status = 'booked'
        where wanted.id = %s
        limit 1
        """,
        (student_id, slot_id),
    )
    row = await cursor.fetchone()
    return None if row is None else int(row["id"])


async def fits(connection: Db, table: str, row_id: int, column: str, value: int) -> bool:
    """Whether a row exists and belongs where it is said to: a topic to a subject, a faculty member to a campus."""
    query = sql.SQL("select from {} where id = %s and {} = %s").format(
        sql.Identifier("operational", table), sql.Identifier(column)
    )
    return (await connection.execute(query, (row_id, value))).rowcount == 1
