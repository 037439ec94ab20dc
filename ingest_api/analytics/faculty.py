"""One faculty member: what was taught, how much of the time, with what result; the same week by week.

Utilisation is what was taught within the available hours, out of them. Available are the weekly hours as they were
entered at the time, up to the longest day, without holidays and leave; without entered hours there is no utilisation.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, Period
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from ingest_api.errors import NotFound
from warehouse.metrics import Grain, Question
from warehouse.metrics import Period as Days
from warehouse.scope import Resource, Viewer

_PERIOD_DAYS = 90

_FACULTY = """
select faculty.faculty_id, faculty.employee_id, campus.campus_code
from marts.dim_faculty as faculty
inner join marts.dim_campus as campus on campus.campus_id = faculty.campus_id
where {where}
order by faculty.employee_id limit $row_limit
"""
_FIGURES = {
    "sessions_delivered": "sessions_delivered",
    "delivered_hours": "delivered_hours",
    "sessions_cancelled": "sessions_cancelled",
    "sessions_no_show": "sessions_no_show",
    "lost_hours": "lost_hours",
    "available_hours": "available_hours",
    "utilization": "utilization",
    "idle_hours": "idle_hours",
    "unclosed_within_hours": "unclosed_hours",
    "overtime_hours": "overtime_hours",
    "attending_students": "students",
    "attendance_rate": "attendance_rate",
    "faculty_rating": "rating",
    "faculty_ratings": "ratings",
    "completions": "completed",
    "dropouts": "dropped",
    "velocity": "velocity",
}
_COUNTED = (
    "sessions_delivered",
    "delivered_hours",
    "sessions_cancelled",
    "sessions_no_show",
    "lost_hours",
    "overtime_hours",
    "students",
    "ratings",
    "completed",
    "dropped",
)
_WEEK = ("sessions_delivered", "delivered_hours", "lost_hours", "attendance_rate")


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
        description="Weekly hours as entered at the time, less holidays and leave; null when none are entered."
    )
    utilization: float | None = Field(
        description="Taught within available hours, out of them; 1 at most.", examples=[0.72]
    )
    idle_hours: float | None = Field(description="Available hours for which no session was planned.")
    unclosed_hours: float | None = Field(description="Available hours of planned sessions that nobody closed.")
    overtime_hours: float = Field(description="Hours delivered beyond the available ones of their day.")
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

    def by_faculty(days: Days | None, *metrics: str) -> dict[int, dict[str, Any]]:
        question = Question(metrics, ("faculty",), None, {"faculty": ids}, days)
        return {row.pop("faculty"): row for row in snapshot.metrics(question, **_FIGURES)}

    did = by_faculty(period.days, *_FIGURES)
    now = by_faculty(None, "active_enrollments")
    # Who did nothing has no row.
    nothing = dict.fromkeys(_FIGURES.values()) | dict.fromkeys(_COUNTED, 0)
    return [
        FacultyFigures(
            **row,
            **did.get(row["faculty_id"], nothing),
            **now.get(row["faculty_id"], {"active_enrollments": 0}),
        )
        for row in found
    ]


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
        asks = Question(("entered_hours",), ("kind",), None, {"faculty": [faculty_id]}, period.days)
        times = [TimeOfKind.model_validate(row) for row in snapshot.metrics(asks, entered_hours="hours")]
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

        # Whole weeks: half of one beside whole ones would look like a fall.
        monday = period.date_from - timedelta(days=period.date_from.weekday())
        asks = Question(_WEEK, (), Grain.WEEK, {"faculty": [faculty_id]}, Days(monday, period.date_to))
        rows = snapshot.metrics(asks, metric_time="week_start")
        return FacultyTrend(
            build=snapshot.stamp,
            **found[0],
            **vars(period),
            weeks=[FacultyWeek.model_validate(row) for row in rows],
        )

    return work


def _seen(viewer: Viewer, faculty_id: int) -> Where:
    where = Where().add("faculty.faculty_id = $faculty_id", faculty_id=faculty_id)
    return where.seen_by(viewer, Resource.FACULTIES, "faculty")
