"""Nobody can be in two places at once: what stands in the way of a session.

Belongs here: finding every clash of one session that is to be planned, with other sessions and with exams, and the
locks under which that is sound. An import checks a whole folder (`ingest_api/imports/clashes.py`).

Half-open intervals: a session that starts when another ends is no clash. A session without a start time occupies
nobody, but its minutes count. Cancelled sessions count for nothing. Times are the campus's: a student, a faculty
member and a room belong to one campus.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from pydantic import BaseModel, Field

from ingest_api.errors import Conflict

Db = AsyncConnection[DictRow]

# A meeting that happens where everybody is: no room of its own.
ONLINE = ("online", "remote", "virtual")


class ClashKind(StrEnum):
    """Who or what is not free."""

    FACULTY = "faculty"
    STUDENT = "student"
    ROOM = "room"
    AVAILABILITY = "availability"
    HOLIDAY = "holiday"
    FACULTY_HOURS = "faculty_hours"
    FACULTY_STUDENTS = "faculty_students"


class Clash(BaseModel):
    """One thing that stands in the way, and when."""

    kind: ClashKind
    message: str
    session_id: int | None = Field(default=None, description="The other session.")
    exam: str | None = Field(default=None, description="The title of the exam, where it is one.")
    session_date: date
    start_time: time | None = None
    end_time: time | None = None
    student_ids: list[int] = Field(default=[], description="Who would be in two places.")
    name: str | None = Field(default=None, description="The room, or the holiday.")
    found: int | None = Field(
        default=None, description="Minutes or students of the faculty member's day, with this one."
    )
    most: int | None = Field(default=None, description="The hours or students that her day may have.")


@dataclass(frozen=True)
class Plan:
    """A session as it is to be: `session_id` is its own, when it exists already."""

    campus_id: int
    subject_id: int
    faculty_id: int | None
    student_id: int | None
    batch_id: int | None
    session_date: date
    start_time: time | None
    duration_minutes: int
    location: str | None
    session_id: int | None = None


async def lock(connection: Db, plan: Plan) -> None:
    """Lets everybody else who plans the same people or the same rooms wait until this transaction ends.

    The order, for whoever locks several of these: session, faculty, batch, students by id, campus. `no key update`:
    rows that only refer to them are still inserted freely.
    """
    await lock_people(connection, faculty_id=plan.faculty_id, batch_id=plan.batch_id)
    await connection.execute(
        """
        select student.id from operational.students as student
        where student.id = %(student_id)s or student.id in (
            select student_id from operational.flexible_batch_members where batch_id = %(batch_id)s
        )
        order by student.id for no key update of student
        """,
        {"student_id": plan.student_id, "batch_id": plan.batch_id},
    )
    # For the room, and for a holiday that is just being declared.
    await connection.execute("select id from operational.campuses where id = %s for no key update", (plan.campus_id,))


async def lock_people(connection: Db, *, faculty_id: int | None, batch_id: int | None) -> None:
    """The first part of `lock`, for those who must look before they know the students."""
    await connection.execute("select id from operational.faculties where id = %s for no key update", (faculty_id,))
    await connection.execute("select id from operational.flexible_batches where id = %s for no key update", (batch_id,))


# Everybody expected in the session `held`: as sessions.repository.EXPECTED, for many sessions at once.
_WHO = """
    select held.id as session_id, person.student_id
    from held
    cross join lateral (
        select held.student_id where held.student_id is not null
        union all
        select member.student_id from operational.flexible_batch_members as member where member.batch_id = held.batch_id
    ) as person
    join operational.student_subject_enrollments as enrollment
        on enrollment.student_id = person.student_id
        and enrollment.subject_id = held.subject_id
        and enrollment.enrollment_date <= held.session_date
        and (enrollment.ended_on is null or enrollment.ended_on >= held.session_date)
"""

_FIND = f"""
with planned as materialized (
    select person.student_id
    from (select %(student_id)s::bigint as student_id where %(student_id)s::bigint is not null
        union all
        select member.student_id from operational.flexible_batch_members as member where member.batch_id = %(batch_id)s
    ) as person
    join operational.student_subject_enrollments as enrollment
        on enrollment.student_id = person.student_id
        and enrollment.subject_id = %(subject_id)s
        and enrollment.enrollment_date <= %(session_date)s
        and (enrollment.ended_on is null or enrollment.ended_on >= %(session_date)s)
),
-- a session may pass midnight, so the day before and after are looked at too
held as materialized (
    select
        other.id, other.campus_id, other.faculty_id, other.student_id, other.batch_id, other.subject_id,
        other.session_date, other.start_time, other.duration_minutes, other.location,
        (other.start_time + make_interval(mins => other.duration_minutes))::time as end_time,
        coalesce(
            tsrange(
                other.session_date + other.start_time,
                other.session_date + other.start_time + make_interval(mins => other.duration_minutes)
            ) && tsrange(%(starts_at)s::timestamp, %(ends_at)s::timestamp), false
        ) and other.start_time is not null and %(starts_at)s::timestamp is not null as is_overlapping
    from operational.learning_sessions as other
    where other.status <> 'cancelled'
        and other.session_date between %(session_date)s::date - 1 and %(session_date)s::date + 1
        and other.id is distinct from %(session_id)s::bigint
        and (
            other.faculty_id = %(faculty_id)s
            or other.student_id in (select student_id from planned)
            or other.batch_id in (
                select member.batch_id from operational.flexible_batch_members as member
                join planned on planned.student_id = member.student_id
            )
            or (other.campus_id = %(campus_id)s and lower(other.location) = lower(%(location)s))
        )
),
expected as materialized ({_WHO}),
-- an exam stands at an instant, and lasts a day at most
exams as materialized (
    select slot.id, slot.title, slot.faculty_id, slot.location, begun.starts_at,
        begun.starts_at + make_interval(mins => slot.duration_minutes) as ends_at
    from operational.exam_slots as slot
    join operational.campuses as campus on campus.id = slot.campus_id
    cross join lateral (select slot.starts_at at time zone campus.time_zone as starts_at) as begun
    where slot.campus_id = %(campus_id)s and slot.status <> 'cancelled'
        and slot.starts_at >= (%(starts_at)s::timestamp - interval '1 day') at time zone campus.time_zone
        and slot.starts_at < %(ends_at)s::timestamp at time zone campus.time_zone
        and %(starts_at)s::timestamp < begun.starts_at + make_interval(mins => slot.duration_minutes)
),
taken as (
    select 'faculty' as kind, id, '{{}}'::bigint[] as student_ids, null as name
    from exams where faculty_id = %(faculty_id)s
    union all
    select 'student', exams.id, array_agg(planned.student_id), null
    from exams
    join operational.exam_bookings as booking on booking.slot_id = exams.id and booking.status = 'booked'
    join planned on planned.student_id = booking.student_id
    group by exams.id
    union all
    select 'room', id, '{{}}', location
    from exams where lower(location) = lower(%(location)s) and not lower(%(location)s) = any(%(online)s)
),
load as (
    select coalesce(sum(held.duration_minutes), 0) + %(duration_minutes)s as minutes
    from held where held.faculty_id = %(faculty_id)s and held.session_date = %(session_date)s
),
met as (
    select count(*) as students
    from (
        select expected.student_id from expected join held on held.id = expected.session_id
        where held.faculty_id = %(faculty_id)s and held.session_date = %(session_date)s
        union
        select student_id from planned
    ) as person
)
select 'faculty' as kind, id as session_id, session_date, start_time, end_time, '{{}}'::bigint[] as student_ids,
    null::integer as found, null::integer as most, null::text as name, null::text as exam
from held where is_overlapping and faculty_id = %(faculty_id)s
union all
select taken.kind, null, exams.starts_at::date, exams.starts_at::time, exams.ends_at::time, taken.student_ids,
    null, null, taken.name, exams.title
from taken join exams on exams.id = taken.id
union all
select 'student', held.id, held.session_date, held.start_time, held.end_time,
    array_agg(distinct expected.student_id), null, null, null, null
from held
join expected on expected.session_id = held.id
join planned on planned.student_id = expected.student_id
where held.is_overlapping
group by held.id, held.session_date, held.start_time, held.end_time
union all
select 'room', id, session_date, start_time, end_time, '{{}}', null, null, location, null
from held
where is_overlapping and campus_id = %(campus_id)s and lower(location) = lower(%(location)s)
    and not lower(%(location)s) = any(%(online)s)
union all
select 'holiday', null, holiday_date, null, null, '{{}}', null, null, name, null
from operational.holidays where campus_id = %(campus_id)s and holiday_date = %(session_date)s
union all
select 'availability', null, %(session_date)s, %(start_time)s::time, null, '{{}}', null, null, null, null
where exists (select from operational.faculty_availability where faculty_id = %(faculty_id)s)
    -- parts that meet are one: 9 to 12 and 12 to 17 hold a session at 11:30
    and not coalesce(
        (
            select case when %(starts_at)s::timestamp is null then true else
                range_agg(tsrange(%(session_date)s::date + free.start_time, %(session_date)s::date + free.end_time))
                    @> tsrange(%(starts_at)s::timestamp, %(ends_at)s::timestamp) end
            from operational.faculty_availability as free
            where free.faculty_id = %(faculty_id)s and free.weekday = extract(isodow from %(session_date)s::date)
            having count(*) > 0
        ), false
    )
union all
select 'faculty_hours', null, %(session_date)s, null, null, '{{}}', load.minutes::integer,
    faculty.max_hours_per_day::integer, null, null
from load, operational.faculties as faculty
where faculty.id = %(faculty_id)s and load.minutes > faculty.max_hours_per_day * 60
union all
select 'faculty_students', null, %(session_date)s, null, null, '{{}}', met.students::integer,
    faculty.max_students_per_day::integer, null, null
from met, operational.faculties as faculty
where faculty.id = %(faculty_id)s and met.students > faculty.max_students_per_day
order by 1, 3, 4, 2
"""  # noqa: S608 - the part is a constant of this module


async def find(connection: Db, plan: Plan) -> list[Clash]:
    """Every clash of `plan`; call it under `lock`."""
    starts_at = datetime.combine(plan.session_date, plan.start_time) if plan.start_time is not None else None
    ends_at = starts_at + timedelta(minutes=plan.duration_minutes) if starts_at is not None else None
    binds = {**asdict(plan), "starts_at": starts_at, "ends_at": ends_at, "online": list(ONLINE)}
    rows = await (await connection.execute(_FIND, binds)).fetchall()
    return [_clash(row) for row in rows]


def refuse(clashes: Sequence[Clash]) -> None:
    """Refuses a session that clashes, naming everything that stands in its way.

    Raises:
        Conflict: with all of them under `clashes`.
    """
    if clashes:
        raise Conflict(
            "; ".join(clash.message for clash in clashes[:5]),
            kind="session-clash",
            clashes=[clash.model_dump(mode="json") for clash in clashes],
        )


def _clash(row: DictRow) -> Clash:
    kind = ClashKind(row["kind"])
    when = f"on {row['session_date']}"
    if row["start_time"] is not None and row["end_time"] is not None:
        when += f" from {row['start_time']:%H:%M} to {row['end_time']:%H:%M}"
    held = f"the exam “{row['exam']}”" if row["exam"] else f"session {row['session_id']}"
    other = f"in {held} {when}"
    message = {
        ClashKind.FACULTY: f"the faculty member is {other}",
        ClashKind.STUDENT: f"{len(row['student_ids'])} student(s) are {other}",
        ClashKind.ROOM: f"{row['name']} is taken {other}",
        ClashKind.AVAILABILITY: f"the faculty member is not available {when} at that time",
        ClashKind.HOLIDAY: f"the campus is closed {when}: {row['name']}",
        ClashKind.FACULTY_HOURS: f"the faculty member would teach {row['found']} minutes {when}, "
        f"more than {row['most']} hours",
        ClashKind.FACULTY_STUDENTS: f"the faculty member would meet {row['found']} students {when}, "
        f"more than {row['most']}",
    }[kind]
    return Clash(message=message, **row)
