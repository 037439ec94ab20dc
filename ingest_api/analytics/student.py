"""One student: where the subjects stand, what is likely, and what would help; the same week by week."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked
from ingest_api.analytics.pace import SuggestedTopic, VelocityEstimate, estimates, suggested
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from ingest_api.errors import NotFound
from warehouse.metrics import Grain, Question
from warehouse.metrics import Period as Days
from warehouse.scope import Resource, Viewer
from warehouse.vocabulary import EnrollmentStatus, RiskBand, Trend

RECENT_DAYS = 30
_MISSED_OFTEN = 2
_DUE_DAYS = 14

_STUDENT = """
select student.student_id, student.enrollment_no, campus.campus_code
from marts.dim_student as student
inner join marts.dim_campus as campus on campus.campus_id = student.campus_id
where student.student_id = $student_id and {where}
"""
_ENROLLMENTS = """
select enrollment.enrollment_id, enrollment.subject_code, subject.subject_name, enrollment.status,
    enrollment.enrolled_on, enrollment.expected_completion_date, enrollment.completion_percentage,
    forecast.p10_date, forecast.p50_date, forecast.p90_date, latest.trend,
    risk.p_drop, risk.band, risk.reasons
from marts.fct_enrollment as enrollment
inner join marts.dim_subject as subject on subject.subject_id = enrollment.subject_id
left join reporting.rpt_enrollment_velocity_28d as latest on latest.enrollment_id = enrollment.enrollment_id
left join reporting.rpt_completion_forecast as forecast
    on forecast.enrollment_no = enrollment.enrollment_no and forecast.subject = enrollment.subject_code
left join reporting.rpt_at_risk as risk
    on risk.enrollment_no = enrollment.enrollment_no and risk.subject = enrollment.subject_code
where enrollment.student_id = $student_id
order by enrollment.enrolled_on desc, enrollment.enrollment_id
"""
_ATTENDANCE = {
    "marks": "marks",
    "attended_marks": "attended",
    "late_marks": "late",
    "attended_hours": "hours",
    "attendance_rate": "attendance_rate",
}
_LATELY = {
    "attendance_rate_30d": "attendance_rate_30d",
    "marks_30d": "recent_marks",
    "attended_marks_30d": "recent_attended",
}
_MARKED = {
    "assessments_handed_in": "handed_in",
    "late_assessments": "late",
    "mean_assessment_percentage": "mean_percentage",
    "reward_points": "points",
}
_WEEK = ("marks", "attended_marks", "topics_completed", "mastery_gained", "learning_hours", "velocity")
_LAST_ATTENDED = """
select max(last_attended_on) as last_attended_on
from reporting.rpt_student_attendance where student_id = $student_id
"""
_ASSESSMENTS = """
select
    count(*) filter (where is_open and due_date between $as_of and $as_of + interval 14 day) as due_soon,
    count(*) filter (where is_open and due_date < $as_of) as overdue
from (
    -- Of an exam or a viva nothing is handed in: it has a mark.
    select due_date, submitted_on is null and graded_on is null as is_open
    from marts.fct_assessment where student_id = $student_id
)
"""


class Risk(BaseModel):
    """How likely an enrolment is to end without completion. For staff only."""

    p_drop: float = Field(description="0 to 1.")
    band: RiskBand
    reasons: list[str] = Field(description="Plain sentences, strongest first.")


class EnrollmentInsight(BaseModel):
    """Where one subject of the student stands."""

    enrollment_id: int
    subject_code: str
    subject_name: str
    status: EnrollmentStatus
    enrolled_on: date
    expected_completion_date: date | None
    completion_percentage: float
    velocity_28d: float | None = Field(description="Mastery gained per delivered hour in the last four weeks.")
    trend: Trend | None
    p10_date: date | None
    p50_date: date | None = Field(description="When it will likely be completed.")
    p90_date: date | None
    velocity_estimate: VelocityEstimate | None = Field(description="Null where nothing was scored.")
    next_topics: list[SuggestedTopic] = Field(description="As of the latest scoring.")
    risk: Risk | None = Field(description="Null for the student, and where nothing was scored.")


class AttendanceInsight(BaseModel):
    """How the student attends."""

    marks: int
    attended: int
    late: int
    hours: float
    attendance_rate: float | None
    attendance_rate_30d: float | None
    last_attended_on: date | None


class AssessmentInsight(BaseModel):
    """How assessments go."""

    handed_in: int
    late: int
    overdue: int
    due_soon: int
    mean_percentage: float | None


class StudentAnalytics(Answer):
    """One student's figures."""

    student_id: int
    enrollment_no: str
    campus_code: str
    attendance: AttendanceInsight
    assessments: AssessmentInsight
    points: int = Field(description="Rewards less penalties.")
    enrollments: list[EnrollmentInsight]
    next_steps: list[str] = Field(
        description="What would help now.", examples=[["Hand in 1 assessment whose day has passed."]]
    )


class StudentWeek(BaseModel):
    """One week of the student."""

    week_start: date
    marks: int
    attended: int
    topics_completed: int
    mastery_gained: float
    delivered_hours: float
    velocity: float | None


class StudentProgress(Answer):
    """One student, week by week."""

    student_id: int
    enrollment_no: str
    campus_code: str
    date_from: date
    date_to: date
    weeks: list[StudentWeek]


def analytics(viewer: Viewer, student_id: int, *, shows_risk: bool) -> Callable[[Snapshot], StudentAnalytics]:
    """The figures of one student, with the risk of each subject where `shows_risk`.

    Raises (when run):
        NotFound: the snapshot knows none, or none that `viewer` may see.
    """

    def work(snapshot: Snapshot) -> StudentAnalytics:
        student = _student(snapshot, viewer, student_id)
        himself = {"student": [student_id]}
        until_now = Days(None, snapshot.as_of)
        [marks] = snapshot.metrics(Question(tuple(_ATTENDANCE), filters=himself), **_ATTENDANCE)
        [recent] = snapshot.metrics(Question(tuple(_LATELY), filters=himself, period=until_now), **_LATELY)
        marks |= recent
        [marked] = snapshot.metrics(Question(tuple(_MARKED), filters=himself), **_MARKED)
        points = marked.pop("points")
        assessments = marked | snapshot.one(_ASSESSMENTS, student_id=student_id)
        found = snapshot.rows(_ENROLLMENTS, student_id=student_id)
        ids = [row["enrollment_id"] for row in found]
        lately = Question(("velocity_28d",), ("enrollment",), None, himself, until_now)
        velocity = {row["enrollment"]: row["velocity_28d"] for row in snapshot.metrics(lately)}
        pace, following = estimates(snapshot, ids), suggested(snapshot, ids)
        for row in found:
            row["velocity_28d"] = velocity.get(row["enrollment_id"])
            row["velocity_estimate"] = pace.get(row["enrollment_id"])
            row["next_topics"] = following.get(row["enrollment_id"], [])
        return StudentAnalytics(
            build=snapshot.stamp,
            **student,
            attendance=AttendanceInsight(
                **{key: value for key, value in marks.items() if not key.startswith("recent_")},
                **snapshot.one(_LAST_ATTENDED, student_id=student_id),
            ),
            assessments=AssessmentInsight.model_validate(assessments),
            points=points,
            enrollments=[_insight(row, shows_risk=shows_risk) for row in found],
            next_steps=_next_steps(snapshot.as_of, marks, assessments, found),
        )

    return work


def progress(viewer: Viewer, student_id: int, asked: Asked) -> Callable[[Snapshot], StudentProgress]:
    """One student's weeks (half a year unless asked otherwise).

    Raises (when run):
        NotFound: the snapshot knows none, or none that `viewer` may see.
    """

    def work(snapshot: Snapshot) -> StudentProgress:
        student = _student(snapshot, viewer, student_id)
        period = asked.period(snapshot.as_of, 182)
        monday = period.date_from - timedelta(days=period.date_from.weekday())
        filters = asked.filters(student=student_id)
        # The student is one campus's; which one was not asked.
        filters.pop("campus__campus_code", None)
        rows = snapshot.metrics(
            Question(_WEEK, (), Grain.WEEK, filters, Days(monday, period.date_to)),
            metric_time="week_start",
            attended_marks="attended",
            learning_hours="delivered_hours",
        )
        weeks = [StudentWeek.model_validate(row) for row in rows]
        return StudentProgress(build=snapshot.stamp, **student, **vars(period), weeks=weeks)

    return work


def _student(snapshot: Snapshot, viewer: Viewer, student_id: int) -> dict[str, Any]:
    where = Where().seen_by(viewer, Resource.STUDENTS, "student")
    found = snapshot.rows(_STUDENT, where, student_id=student_id)
    if not found:
        raise NotFound(f"the published figures know no student {student_id} that you may see")
    return found[0]


def _insight(row: dict[str, Any], *, shows_risk: bool) -> EnrollmentInsight:
    risk = Risk(p_drop=row["p_drop"], band=row["band"], reasons=row["reasons"] or []) if row["band"] else None
    return EnrollmentInsight(**row, risk=risk if shows_risk else None)


def _next_steps(
    as_of: date, marks: dict[str, Any], assessments: dict[str, Any], enrollments: list[dict[str, Any]]
) -> list[str]:
    """What would help, told to the student and without any score; `dashboards/components/told.py` knows the forms."""
    steps: list[str] = []
    if missed := assessments["overdue"]:
        steps.append(f"Hand in {missed} {_assessments(missed)} whose day has passed.")
    if due := assessments["due_soon"]:
        steps.append(f"Prepare {due} {_assessments(due)} due in the next {_DUE_DAYS} days.")
    if (missed := marks["recent_marks"] - marks["recent_attended"]) >= _MISSED_OFTEN:
        steps.append(
            f"Catch up on {missed} sessions that you missed in the last {RECENT_DAYS} days: ask for an extra session."
        )
    for row in enrollments:
        if row["status"] != EnrollmentStatus.ACTIVE:
            continue
        estimate: VelocityEstimate | None = row["velocity_estimate"]
        # Where there is an estimate, only what is more than chance.
        if (estimate.trend if estimate else row["trend"]) == Trend.FALLING:
            steps.append(f"Go over {row['subject_name']} again with your teacher: it has become slower than before.")
        planned = row["expected_completion_date"]
        if row["p50_date"] and planned and row["p50_date"] > planned and planned >= as_of:
            steps.append(f"Plan more hours of {row['subject_name']} to be done by {planned}.")
    return steps


def _assessments(count: int) -> str:
    return "assessment" if count == 1 else "assessments"
