"""One faculty member: what was taught, how much of the time, with what result; the same week by week.

Utilisation is delivered ÷ available minutes. Available are the weekly hours that were entered, on days that are no
holiday of the campus; without entered hours there is no utilisation.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, Period, between, share
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from ingest_api.errors import NotFound
from warehouse.scope import Resource, Viewer

_PERIOD_DAYS = 90

_FACULTY = """
select faculty.faculty_id, faculty.employee_id, campus.campus_code
from marts.dim_faculty as faculty
inner join marts.dim_campus as campus on campus.campus_id = faculty.campus_id
where {where}
order by faculty.employee_id limit $row_limit
"""
_SESSIONS = """
select session.faculty_id, {group}
    count(*) filter (where session.is_delivered) as sessions_delivered,
    coalesce(sum(session.duration_minutes) filter (where session.is_delivered), 0) as delivered_minutes,
    count(*) filter (where session.status = 'cancelled') as sessions_cancelled,
    count(*) filter (where session.status = 'no_show') as sessions_no_show,
    coalesce(sum(session.duration_minutes) filter (where session.status in ('cancelled', 'no_show')), 0)
        as lost_minutes
from marts.fct_session as session
where {where}
group by all
"""
_AVAILABLE = """
select availability.faculty_id, sum(availability.available_minutes) as available_minutes
from marts.dim_faculty_availability as availability
inner join marts.dim_date as day on day.day_of_week = availability.day_of_week
left join marts.dim_holiday as holiday
    on holiday.campus_id = availability.campus_id and holiday.holiday_date = day.date_day
where holiday.holiday_id is null and day.date_day between $date_from and least($date_to, $as_of) and {where}
group by availability.faculty_id
"""
_MARKS = """
select mark.faculty_id, {group} count(*) as marks, count(*) filter (where mark.is_attended) as attended,
    count(distinct mark.student_id) filter (where mark.is_attended) as students
from marts.fct_attendance as mark
where {where}
group by all
"""
_RATINGS = """
select feedback.faculty_id, avg(feedback.rating) as rating, count(feedback.rating) as ratings
from marts.fct_feedback as feedback
where {where}
group by feedback.faculty_id
"""
_RESULTS = """
select enrollment.faculty_id, count(*) filter (where enrollment.status = 'active') as active_enrollments,
    count(*) filter (where enrollment.outcome = 'completed' and enrollment.ended_on between $date_from and $date_to)
        as completed,
    count(*) filter (where enrollment.outcome = 'dropped' and enrollment.ended_on between $date_from and $date_to)
        as dropped
from marts.fct_enrollment as enrollment
where {where}
group by enrollment.faculty_id
"""
_LEARNING = """
select enrollment.faculty_id, sum(week.mastery_gained) / nullif(sum(week.delivered_hours), 0) as velocity
from features.feat_velocity_week as week
inner join marts.fct_enrollment as enrollment on enrollment.enrollment_id = week.enrollment_id
where {where}
group by enrollment.faculty_id
"""
_TIME = """
select entry.kind, sum(entry.minutes) / 60.0 as hours
from marts.fct_faculty_time as entry
where {where}
group by entry.kind order by entry.kind
"""


class FacultyFigures(BaseModel):
    """What a faculty member did in a period, and what came of it."""

    faculty_id: int
    employee_id: str
    campus_code: str
    sessions_delivered: int
    delivered_hours: float
    sessions_cancelled: int
    sessions_no_show: int
    lost_hours: float = Field(description="Hours of cancelled and missed sessions.")
    available_hours: float | None = Field(
        description="Entered weekly hours, less holidays; null when none are entered."
    )
    utilization: float | None = Field(description="Delivered out of available hours.", examples=[0.72])
    students: int = Field(description="Students who attended something.")
    attendance_rate: float | None
    rating: float | None = Field(description="Mean rating of feedback about the faculty member, 1 to 5.")
    ratings: int
    active_enrollments: int
    completed: int = Field(description="Enrolments completed in the period.")
    dropped: int = Field(description="Enrolments dropped in the period.")
    velocity: float | None = Field(description="Mastery that her enrolments gained per delivered hour.")


class TimeOfKind(BaseModel):
    """Entered hours of a kind."""

    kind: str
    hours: float


class FacultyPerformance(Answer):
    """One faculty member's figures."""

    date_from: date
    date_to: date
    figures: FacultyFigures
    time_entries: list[TimeOfKind]


class FacultyWeek(BaseModel):
    """One week."""

    week_start: date
    sessions_delivered: int
    delivered_hours: float
    lost_hours: float
    attendance_rate: float | None


class FacultyTrend(Answer):
    """One faculty member, week by week."""

    faculty_id: int
    employee_id: str
    campus_code: str
    date_from: date
    date_to: date
    weeks: list[FacultyWeek]


def figures(snapshot: Snapshot, where: Where, period: Period, limit: int) -> list[FacultyFigures]:
    """The figures of every faculty member that meets `where` (on the alias `faculty`), by employee number."""
    found = snapshot.rows(_FACULTY, where, row_limit=limit)
    ids = [row["faculty_id"] for row in found]

    def by_faculty(query: str, alias: str, day: str | None = None, more: str = "true") -> dict[int, dict[str, Any]]:
        some = Where().add(f"list_contains($ids, {alias}.faculty_id)", ids=ids).add(more)
        if day:
            between(some, f"{alias}.{day}", period)
        rows = snapshot.rows(query.replace("{group}", ""), some, **vars(period))
        return {row["faculty_id"]: row for row in rows}

    taught = by_faculty(_SESSIONS, "session", "session_date")
    available = by_faculty(_AVAILABLE, "availability")
    marks = by_faculty(_MARKS, "mark", "session_date")
    ratings = by_faculty(_RATINGS, "feedback", "submitted_on", "feedback.feedback_type in ('faculty', 'session')")
    results = by_faculty(_RESULTS, "enrollment")
    learning = by_faculty(_LEARNING, "enrollment", more="week.week_start between $date_from and $date_to")

    def one(row: dict[str, Any]) -> FacultyFigures:
        key = row["faculty_id"]
        did, attendance, result = taught.get(key, {}), marks.get(key, {}), results.get(key, {})
        minutes = available.get(key, {}).get("available_minutes")
        delivered = float(did.get("delivered_minutes", 0))
        return FacultyFigures(
            **row,
            sessions_delivered=did.get("sessions_delivered", 0),
            delivered_hours=delivered / 60,
            sessions_cancelled=did.get("sessions_cancelled", 0),
            sessions_no_show=did.get("sessions_no_show", 0),
            lost_hours=float(did.get("lost_minutes", 0)) / 60,
            available_hours=None if minutes is None else minutes / 60,
            utilization=share(delivered, minutes),
            students=attendance.get("students", 0),
            attendance_rate=share(attendance.get("attended"), attendance.get("marks")),
            rating=ratings.get(key, {}).get("rating"),
            ratings=ratings.get(key, {}).get("ratings", 0),
            active_enrollments=result.get("active_enrollments", 0),
            completed=result.get("completed", 0),
            dropped=result.get("dropped", 0),
            velocity=learning.get(key, {}).get("velocity"),
        )

    return [one(row) for row in found]


def performance(viewer: Viewer, faculty_id: int, asked: Asked) -> Callable[[Snapshot], FacultyPerformance]:
    """The figures of one faculty member.

    Raises (when run):
        NotFound: the snapshot knows none, or none that `viewer` may see.
    """

    def work(snapshot: Snapshot) -> FacultyPerformance:
        period = asked.period(snapshot.as_of, _PERIOD_DAYS)
        found = figures(snapshot, _seen(viewer, faculty_id), period, 1)
        if not found:
            raise NotFound(f"the published figures know no faculty member {faculty_id} that you may see")
        entries = between(
            Where().add("entry.faculty_id = $faculty_id", faculty_id=faculty_id), "entry.work_date", period
        )
        times = [TimeOfKind.model_validate(row) for row in snapshot.rows(_TIME, entries)]
        return FacultyPerformance(build=snapshot.stamp, **vars(period), figures=found[0], time_entries=times)

    return work


def trend(viewer: Viewer, faculty_id: int, asked: Asked) -> Callable[[Snapshot], FacultyTrend]:
    """One faculty member's weeks (half a year unless asked otherwise).

    Raises (when run):
        NotFound: the snapshot knows none, or none that `viewer` may see.
    """

    def work(snapshot: Snapshot) -> FacultyTrend:
        period = asked.period(snapshot.as_of, 182)
        found = snapshot.rows(_FACULTY, _seen(viewer, faculty_id), row_limit=1)
        if not found:
            raise NotFound(f"the published figures know no faculty member {faculty_id} that you may see")

        def weeks(query: str, alias: str) -> dict[date, dict[str, Any]]:
            where = Where().add(f"{alias}.faculty_id = $faculty_id", faculty_id=faculty_id)
            between(where, f"{alias}.session_date", period)
            week = f"cast(date_trunc('week', {alias}.session_date) as date) as week_start,"
            return {row["week_start"]: row for row in snapshot.rows(query.replace("{group}", week), where)}

        taught, marks = weeks(_SESSIONS, "session"), weeks(_MARKS, "mark")
        return FacultyTrend(
            build=snapshot.stamp,
            **found[0],
            **vars(period),
            weeks=[
                FacultyWeek(
                    week_start=week,
                    sessions_delivered=row["sessions_delivered"],
                    delivered_hours=float(row["delivered_minutes"]) / 60,
                    lost_hours=float(row["lost_minutes"]) / 60,
                    attendance_rate=share(marks.get(week, {}).get("attended"), marks.get(week, {}).get("marks")),
                )
                for week, row in sorted(taught.items())
            ],
        )

    return work


def _seen(viewer: Viewer, faculty_id: int) -> Where:
    where = Where().add("faculty.faculty_id = $faculty_id", faculty_id=faculty_id)
    return where.seen_by(viewer, Resource.FACULTIES, "faculty")
