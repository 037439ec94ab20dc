"""How learning goes in groups: absenteeism, velocity, and when subjects will be completed."""

from collections.abc import Callable
from datetime import date, timedelta

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, between, share
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.scope import Resource, Viewer
from warehouse.vocabulary import Trend

VELOCITY_DAYS = 28

_MARKS = """
select {group}, count(*) as marks, count(*) filter (where not mark.is_attended) as absent,
    count(*) filter (where mark.attendance_status = 'late') as late
from marts.fct_attendance as mark
inner join marts.dim_student as student on student.student_id = mark.student_id
inner join marts.dim_subject as subject on subject.subject_id = mark.subject_id
inner join marts.dim_campus as campus on campus.campus_id = mark.campus_id
where {where}
group by all
order by {order}
limit $row_limit
"""
_VELOCITY_TABLES = """
from features.feat_velocity_week as week
inner join marts.fct_enrollment as enrollment on enrollment.enrollment_id = week.enrollment_id
inner join marts.dim_subject as subject on subject.subject_id = enrollment.subject_id
inner join marts.dim_campus as campus on campus.campus_id = enrollment.campus_id
where {where}
"""
_VELOCITY = f"""
select enrollment.enrollment_id, enrollment.student_id, enrollment.enrollment_no, enrollment.subject_code,
    sum(week.topics_completed) as topics_completed, sum(week.mastery_gained) as mastery_gained,
    sum(week.delivered_hours) as delivered_hours,
    sum(week.mastery_gained) / nullif(sum(week.delivered_hours), 0) as velocity,
    arg_max(week.trend, week.week_start) as trend
{_VELOCITY_TABLES}
group by all
order by velocity nulls first, enrollment.enrollment_id
limit $row_limit
"""  # noqa: S608 - parts of this file
_VELOCITY_WEEKS = f"""
select week.week_start, count(distinct enrollment.student_id) filter (where week.delivered_hours > 0) as students,
    sum(week.topics_completed) as topics_completed, sum(week.mastery_gained) as mastery_gained,
    sum(week.delivered_hours) as delivered_hours,
    sum(week.mastery_gained) / nullif(sum(week.delivered_hours), 0) as velocity
{_VELOCITY_TABLES}
group by week.week_start
order by week.week_start
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
    forecast.method
{_FORECASTS}
order by forecast.p50_date nulls last, enrollment.enrollment_id
limit $row_limit
"""  # noqa: S608 - parts of this file
_FORECAST_MONTHS = f"""
select cast(date_trunc('month', forecast.p50_date) as date) as month_start, count(*) as completions
{_FORECASTS} and forecast.p50_date is not null
group by 1 order by 1 limit 120
"""  # noqa: S608 - parts of this file
_FORECAST_TOTALS = f"""
select count(*) as enrollments, count(forecast.p50_date) as forecast,
    count(*) filter (where forecast.p50_date > enrollment.expected_completion_date) as late,
    count(*) filter (where forecast.p50_date <= $as_of + interval 30 day) as within_30_days
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
    p90_date: date | None = Field(description="One in ten is slower, or never done.")
    expected_completion_date: date | None
    is_late: bool | None = Field(description="Whether p50_date is after the expected date.")
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
    months: list[CompletionMonth]


def absenteeism(viewer: Viewer, asked: Asked, limit: int) -> Callable[[Snapshot], Absenteeism]:
    """Absences in the period, by subject, weekday and student."""

    def work(snapshot: Snapshot) -> Absenteeism:
        period = asked.period(snapshot.as_of)
        where = between(asked.where().seen_by(viewer, Resource.STUDENTS, "student"), "mark.session_date", period)

        def groups(group: str, order: str, row_limit: int = 500) -> list[dict[str, object]]:
            query = _MARKS.replace("{group}", group).replace("{order}", order)
            found = snapshot.rows(query, where, row_limit=row_limit)
            return [{**row, "absence_rate": share(row["absent"], row["marks"])} for row in found]

        weekday = "isodow(mark.session_date) as day_of_week"
        student = "mark.student_id, student.enrollment_no"
        total = groups("'all' as name", "name")
        return Absenteeism(
            build=snapshot.stamp,
            **vars(period),
            total=AbsenceGroup.model_validate(
                total[0] if total else {"marks": 0, "absent": 0, "late": 0, "absence_rate": None}
            ),
            by_campus=[AbsenceOfCampus.model_validate(row) for row in groups("campus.campus_code", "campus_code")],
            by_subject=[AbsenceOfSubject.model_validate(row) for row in groups("subject.subject_code", "subject_code")],
            by_weekday=[AbsenceOfWeekday.model_validate(row) for row in groups(weekday, "day_of_week")],
            students=[
                AbsenceOfStudent.model_validate(row) for row in groups(student, "absent desc, enrollment_no", limit)
            ],
        )

    return work


def velocity(viewer: Viewer, asked: Asked, limit: int) -> Callable[[Snapshot], Velocity]:
    """Velocity of every running enrolment over the period (four weeks unless asked otherwise)."""

    def work(snapshot: Snapshot) -> Velocity:
        period = asked.period(snapshot.as_of, VELOCITY_DAYS)
        where = asked.where().seen_by(viewer, Resource.ENROLLMENTS, "enrollment")
        where.add("enrollment.status = 'active'")
        rows = snapshot.rows(_VELOCITY, between(where, "week.week_start", period), row_limit=limit)
        items = [EnrollmentVelocity.model_validate(row) for row in rows]
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
        weeks = [VelocityWeek.model_validate(row) for row in snapshot.rows(_VELOCITY_WEEKS, where)]
        return VelocityTrend(build=snapshot.stamp, **vars(period), weeks=weeks)

    return work


def completion(viewer: Viewer, asked: Asked, limit: int) -> Callable[[Snapshot], Completion]:
    """When each running enrolment will be completed."""

    def work(snapshot: Snapshot) -> Completion:
        rows = snapshot.rows(_FORECAST_ROWS, _forecast_where(viewer, asked), row_limit=limit)
        return Completion(build=snapshot.stamp, items=[Forecast.model_validate(row) for row in rows])

    return work


def completion_outlook(viewer: Viewer, asked: Asked) -> Callable[[Snapshot], CompletionOutlook]:
    """How many enrolments will be completed, and when."""

    def work(snapshot: Snapshot) -> CompletionOutlook:
        where = _forecast_where(viewer, asked)
        months = [CompletionMonth.model_validate(row) for row in snapshot.rows(_FORECAST_MONTHS, where)]
        return CompletionOutlook(build=snapshot.stamp, **snapshot.one(_FORECAST_TOTALS, where), months=months)

    return work


def _forecast_where(viewer: Viewer, asked: Asked) -> Where:
    where = asked.where(subject="forecast.subject").seen_by(viewer, Resource.ENROLLMENTS, "enrollment")
    # A period, where asked for, is that of the likely end.
    where.add("forecast.p50_date >= $from_date", from_date=asked.date_from)
    return where.add("forecast.p50_date <= $to_date", to_date=asked.date_to)
