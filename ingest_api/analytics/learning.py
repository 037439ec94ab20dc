"""How learning goes in groups: absenteeism, velocity, and when subjects will be completed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, between
from ingest_api.analytics.pace import VelocityEstimate, estimates
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.metrics import Grain, Order, Question
from warehouse.metrics import Period as Days
from warehouse.scope import Resource, Viewer
from warehouse.vocabulary import EnrollmentStatus, Role, Trend

VELOCITY_DAYS = 28
_SOON_DAYS = 30

_ABSENCE = ("marks", "absences", "late_marks", "absence_rate")
_VELOCITY = ("topics_completed", "mastery_gained", "learning_hours", "velocity")

_VELOCITY_TABLES = """
from features.feat_velocity_week as week
inner join marts.fct_enrollment as enrollment on enrollment.enrollment_id = week.enrollment_id
inner join marts.dim_subject as subject on subject.subject_id = enrollment.subject_id
inner join marts.dim_campus as campus on campus.campus_id = enrollment.campus_id
where {where}
"""
_TRENDS = """
select enrollment_id, arg_max(trend, week_start) as trend
from features.feat_velocity_week
where {where}
group by enrollment_id
"""
_LEARNERS = f"""
select week.week_start, count(distinct enrollment.student_id) filter (where week.delivered_hours > 0) as students
{_VELOCITY_TABLES}
group by week.week_start
"""  # noqa: S608 - parts of this file
_FORECASTS = """
from reporting.rpt_completion_forecast as forecast
inner join marts.fct_enrollment as enrollment
    on enrollment.enrollment_no = forecast.enrollment_no and enrollment.subject_code = forecast.subject
inner join marts.dim_campus as campus on campus.campus_id = enrollment.campus_id
where {where}
"""
_FORECAST_ROWS = f"""
select enrollment.enrollment_id, enrollment.student_id, forecast.enrollment_no, forecast.subject as subject_code,
    forecast.topics_done, forecast.topics_total, forecast.p10_date, forecast.p50_date, forecast.p90_date,
    enrollment.expected_completion_date, forecast.p50_date > enrollment.expected_completion_date as is_late,
    forecast.p_on_time_if_finished, forecast.p_finish, forecast.p_on_time, forecast.method
{_FORECASTS}
order by forecast.p50_date nulls last, enrollment.enrollment_id
limit $row_limit
"""  # noqa: S608 - parts of this file
_LATE = f"""
select count(*) filter (where forecast.p50_date > enrollment.expected_completion_date) as late,
    avg(forecast.p_finish) as p_finish, avg(forecast.p_on_time) as p_on_time,
    avg(forecast.p_on_time_if_finished) as p_on_time_if_finished
{_FORECASTS}
"""  # noqa: S608 - parts of this file


class AbsenceGroup(BaseModel):
    """Marks of a group."""

    marks: int
    absent: int
    late: int
    absence_rate: float | None = Field(description="Absent out of marks, 0 to 1.", examples=[0.12])


class AbsenceOfSubject(AbsenceGroup):
    """Marks of a subject."""

    subject_code: str = Field(examples=["PY101"])


class AbsenceOfWeekday(AbsenceGroup):
    """Marks of a day of the week."""

    day_of_week: int = Field(description="1 (Monday) to 7 (Sunday).")


class AbsenceOfCampus(AbsenceGroup):
    """Marks of a campus."""

    campus_code: str


class AbsenceOfStudent(AbsenceGroup):
    """Marks of a student."""

    student_id: int
    enrollment_no: str


class Absenteeism(Answer):
    """Who is absent, where and when."""

    date_from: date
    date_to: date
    total: AbsenceGroup
    by_campus: list[AbsenceOfCampus]
    by_subject: list[AbsenceOfSubject]
    by_weekday: list[AbsenceOfWeekday]
    students: list[AbsenceOfStudent] = Field(description="Those with the most absences first.")


class EnrollmentVelocity(BaseModel):
    """How fast one enrolment has moved lately."""

    enrollment_id: int
    student_id: int
    enrollment_no: str
    subject_code: str
    topics_completed: int
    mastery_gained: float
    delivered_hours: float
    velocity: float | None = Field(description="Mastery gained per delivered hour; null without hours.", examples=[0.8])
    trend: Trend
    estimate: VelocityEstimate | None = Field(
        description="Shrunk, and beside the cohort; null where nothing was scored."
    )


class Velocity(Answer):
    """Learning velocity by enrolment, slowest first."""

    date_from: date
    date_to: date
    items: list[EnrollmentVelocity]


class VelocityWeek(BaseModel):
    """One week of a group."""

    week_start: date
    students: int = Field(description="Students who attended something.")
    topics_completed: int
    mastery_gained: float
    delivered_hours: float
    velocity: float | None


class VelocityTrend(Answer):
    """Learning velocity by week."""

    date_from: date
    date_to: date
    weeks: list[VelocityWeek]


class Forecast(BaseModel):
    """When one enrolment will be completed."""

    enrollment_id: int
    student_id: int
    enrollment_no: str
    subject_code: str
    topics_done: int
    topics_total: int
    p10_date: date | None = Field(description="One in ten is faster.")
    p50_date: date | None = Field(description="As likely before as after; null without a pace to go by.")
    p90_date: date | None = Field(description="Of those who finish, one in ten is slower.")
    expected_completion_date: date | None
    is_late: bool | None = Field(description="Whether p50_date is after the expected date.")
    p_on_time_if_finished: float | None = Field(
        description="The chance, 0 to 1, to be done by the expected date for whoever goes on; null without one.",
        examples=[0.64],
    )
    p_finish: float | None = Field(
        description="The chance, 0 to 1, to be completed at all. Null for a student.", examples=[0.81]
    )
    p_on_time: float | None = Field(
        description="The chance, 0 to 1, to be completed by the expected date. Null for a student.", examples=[0.52]
    )
    method: str


class Completion(Answer):
    """Forecasts by enrolment, soonest first."""

    items: list[Forecast]


class CompletionMonth(BaseModel):
    """How many will be completed in a month."""

    month_start: date
    completions: int


class CompletionOutlook(Answer):
    """Forecasts added up."""

    enrollments: int = Field(description="Running enrolments.")
    forecast: int = Field(description="Those with a forecast.")
    late: int = Field(description="Those forecast to end after their expected date.")
    within_30_days: int
    p_finish: float | None = Field(
        description="Mean chance, 0 to 1, to be completed at all, of those with a forecast.",
        examples=[0.81],
    )
    p_on_time: float | None = Field(
        description="Mean chance, 0 to 1, to be completed by the expected date, of those that have one.",
        examples=[0.52],
    )
    p_on_time_if_finished: float | None = Field(
        description="Mean chance, 0 to 1, to be done by the expected date for whoever goes on.", examples=[0.64]
    )
    months: list[CompletionMonth]


def absenteeism(viewer: Viewer, asked: Asked, limit: int) -> Callable[[Snapshot], Absenteeism]:
    """Absences in the period, by subject, weekday and student."""

    def work(snapshot: Snapshot) -> Absenteeism:
        period = asked.period(snapshot.as_of)

        def groups(*by: str, order: tuple[Order, ...] = (), most: int = 500) -> list[dict[str, object]]:
            question = Question(_ABSENCE, by, None, asked.filters(), period.days, viewer, order=order, limit=most)
            return snapshot.metrics(
                question,
                absences="absent",
                late_marks="late",
                campus__campus_code="campus_code",
                subject__subject_code="subject_code",
                student="student_id",
                student__enrollment_no="enrollment_no",
            )

        most_absent = (Order("absences", is_descending=True), Order("student__enrollment_no"))
        students = groups("student", "student__enrollment_no", order=most_absent, most=limit)
        return Absenteeism(
            build=snapshot.stamp,
            **vars(period),
            total=AbsenceGroup.model_validate(groups()[0]),
            by_campus=[AbsenceOfCampus.model_validate(row) for row in groups("campus__campus_code")],
            by_subject=[AbsenceOfSubject.model_validate(row) for row in groups("subject__subject_code")],
            by_weekday=[AbsenceOfWeekday.model_validate(row) for row in groups("day_of_week")],
            students=[AbsenceOfStudent.model_validate(row) for row in students],
        )

    return work


def velocity(viewer: Viewer, asked: Asked, limit: int) -> Callable[[Snapshot], Velocity]:
    """Velocity of every running enrolment over the period (four weeks unless asked otherwise)."""

    def work(snapshot: Snapshot) -> Velocity:
        period = asked.period(snapshot.as_of, VELOCITY_DAYS)
        rows = snapshot.metrics(
            Question(
                _VELOCITY,
                ("enrollment", "student", "enrollment__enrollment_no", "enrollment__subject_code"),
                None,
                asked.filters(enrollment__status=EnrollmentStatus.ACTIVE),
                period.days,
                viewer,
                order=(Order("velocity", nulls_first=True), Order("enrollment")),
                limit=limit,
            ),
            enrollment="enrollment_id",
            student="student_id",
            enrollment__enrollment_no="enrollment_no",
            enrollment__subject_code="subject_code",
            learning_hours="delivered_hours",
        )
        ids = [row["enrollment_id"] for row in rows]
        where = between(Where().add("list_contains($ids, enrollment_id)", ids=ids), "week_start", period)
        trends = {row["enrollment_id"]: row["trend"] for row in snapshot.rows(_TRENDS, where)}
        estimated = estimates(snapshot, ids)
        items = [
            EnrollmentVelocity(**row, trend=trends[row["enrollment_id"]], estimate=estimated.get(row["enrollment_id"]))
            for row in rows
        ]
        return Velocity(build=snapshot.stamp, **vars(period), items=items)

    return work


def velocity_trend(viewer: Viewer, asked: Asked) -> Callable[[Snapshot], VelocityTrend]:
    """Velocity by week (half a year unless asked otherwise)."""

    def work(snapshot: Snapshot) -> VelocityTrend:
        period = asked.period(snapshot.as_of, 182)
        # A week belongs to the period with its first day.
        monday = period.date_from - timedelta(days=period.date_from.weekday())
        where = asked.where().seen_by(viewer, Resource.ENROLLMENTS, "enrollment")
        where.add("week.week_start between $monday and $date_to", monday=monday, date_to=period.date_to)
        students = {row["week_start"]: row["students"] for row in snapshot.rows(_LEARNERS, where)}
        rows = snapshot.metrics(
            Question(_VELOCITY, (), Grain.WEEK, asked.filters(), Days(monday, period.date_to), viewer),
            metric_time="week_start",
            learning_hours="delivered_hours",
        )
        weeks = [VelocityWeek(**row, students=students[row["week_start"]]) for row in rows]
        return VelocityTrend(build=snapshot.stamp, **vars(period), weeks=weeks)

    return work


def completion(viewer: Viewer, asked: Asked, limit: int) -> Callable[[Snapshot], Completion]:
    """When each running enrolment will be completed."""

    def work(snapshot: Snapshot) -> Completion:
        rows = snapshot.rows(_FORECAST_ROWS, _forecast_where(viewer, asked), row_limit=limit)
        # what tells how likely a drop-out is, is for staff only
        hidden = {"p_finish": None, "p_on_time": None} if viewer.role is Role.STUDENT else {}
        return Completion(build=snapshot.stamp, items=[Forecast.model_validate({**row, **hidden}) for row in rows])

    return work


def completion_outlook(viewer: Viewer, asked: Asked) -> Callable[[Snapshot], CompletionOutlook]:
    """How many enrolments will be completed, and when."""

    def work(snapshot: Snapshot) -> CompletionOutlook:
        def told(first: date | None, last: date | None, *metrics: str, grain: Grain | None = None) -> Any:
            asks = Question(metrics, (), grain, asked.filters(), Days(first, last), viewer, limit=120)
            return snapshot.metrics(
                asks, metric_time="month_start", enrollments_to_forecast="enrollments", forecast_completions="forecast"
            )

        first, last = asked.date_from, asked.date_to
        soon = snapshot.as_of + timedelta(days=_SOON_DAYS)
        months = told(first, last, "forecast_completions", grain=Grain.MONTH)
        return CompletionOutlook(
            build=snapshot.stamp,
            **told(first, last, "enrollments_to_forecast", "forecast_completions")[0],
            **snapshot.one(_LATE, _forecast_where(viewer, asked)),
            within_30_days=told(first, min(last or soon, soon), "forecast_completions")[0]["forecast"],
            months=[
                CompletionMonth(month_start=row["month_start"], completions=row["forecast"])
                for row in months
                if row["month_start"] is not None
            ],
        )

    return work


def _forecast_where(viewer: Viewer, asked: Asked) -> Where:
    where = asked.where(subject="forecast.subject").seen_by(viewer, Resource.ENROLLMENTS, "enrollment")
    # A period, where asked for, is that of the likely end.
    where.add("forecast.p50_date >= $from_date", from_date=asked.date_from)
    return where.add("forecast.p50_date <= $to_date", to_date=asked.date_to)
