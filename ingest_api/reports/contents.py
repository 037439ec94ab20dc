"""The four reports: which rows they hold, for whom.

A name stands in a report only for who may see it: admins, and faculty the names of their own students. A counselor's
report of students goes by enrolment numbers.
"""

from collections.abc import Callable, Sequence
from typing import Any

from ingest_api.analytics import crm, faculty
from ingest_api.analytics.filters import Asked, Period, between
from ingest_api.analytics.snapshot import Snapshot
from ingest_api.reports.tables import MOST_ROWS, Column, Layout, Report, Unit
from warehouse.metrics import Question
from warehouse.scope import Resource, Viewer
from warehouse.vocabulary import Role

_NAMERS = frozenset({Role.SUPER_ADMIN, Role.ADMIN, Role.FACULTY})
_ADMINS = frozenset({Role.SUPER_ADMIN, Role.ADMIN})

STUDENT_PROGRESS = Layout(
    "student-progress",
    "Student progress",
    (
        Column(name="enrollment_no", title="Enrolment no."),
        Column(name="student_name", title="Student"),
        Column(name="campus_code", title="Campus"),
        Column(name="subject_code", title="Subject"),
        Column(name="status", title="Status"),
        Column(name="completion_percentage", title="Completed", unit=Unit.PERCENT),
        Column(name="attendance_rate", title="Attendance", unit=Unit.SHARE),
        Column(name="attended_hours", title="Hours", unit=Unit.HOURS),
        Column(name="velocity", title="Velocity", unit=Unit.NUMBER),
        Column(name="expected_completion_date", title="Expected", unit=Unit.DATE),
        Column(name="p50_date", title="Forecast", unit=Unit.DATE),
        Column(name="risk_band", title="Risk"),
    ),
)
FACULTY_PERFORMANCE = Layout(
    "faculty-performance",
    "Faculty performance",
    (
        Column(name="employee_id", title="Employee no."),
        Column(name="faculty_name", title="Name"),
        Column(name="campus_code", title="Campus"),
        Column(name="sessions_delivered", title="Sessions", unit=Unit.COUNT),
        Column(name="delivered_hours", title="Delivered", unit=Unit.HOURS),
        Column(name="lost_hours", title="Lost", unit=Unit.HOURS),
        Column(name="available_hours", title="Available", unit=Unit.HOURS),
        Column(name="utilization", title="Utilisation", unit=Unit.SHARE),
        Column(name="idle_hours", title="Idle", unit=Unit.HOURS),
        Column(name="unclosed_hours", title="Not closed", unit=Unit.HOURS),
        Column(name="overtime_hours", title="Beyond", unit=Unit.HOURS),
        Column(name="students", title="Students", unit=Unit.COUNT),
        Column(name="attendance_rate", title="Attendance", unit=Unit.SHARE),
        Column(name="rating", title="Rating", unit=Unit.NUMBER),
        Column(name="completed", title="Completed", unit=Unit.COUNT),
        Column(name="dropped", title="Dropped", unit=Unit.COUNT),
        Column(name="velocity", title="Velocity", unit=Unit.NUMBER),
    ),
)
ATTENDANCE_ANALYTICS = Layout(
    "attendance-analytics",
    "Attendance",
    (
        Column(name="enrollment_no", title="Enrolment no."),
        Column(name="student_name", title="Student"),
        Column(name="campus_code", title="Campus"),
        Column(name="subject_code", title="Subject"),
        Column(name="marks", title="Marks", unit=Unit.COUNT),
        Column(name="attended", title="Attended", unit=Unit.COUNT),
        Column(name="late", title="Late", unit=Unit.COUNT),
        Column(name="absent", title="Absent", unit=Unit.COUNT),
        Column(name="attendance_rate", title="Attendance", unit=Unit.SHARE),
        Column(name="last_attended_on", title="Last attended", unit=Unit.DATE),
    ),
)
CRM_METRICS = Layout(
    "crm-metrics",
    "Leads and conversion",
    (
        Column(name="campus_code", title="Campus"),
        Column(name="counselor_id", title="Counselor no.", unit=Unit.COUNT),
        Column(name="counselor_name", title="Counselor"),
        Column(name="source", title="Source"),
        Column(name="inquiries", title="Inquiries", unit=Unit.COUNT),
        Column(name="contacted", title="Contacted", unit=Unit.COUNT),
        Column(name="enrolled", title="Enrolled", unit=Unit.COUNT),
        Column(name="lost", title="Lost", unit=Unit.COUNT),
        Column(name="conversion_rate", title="Conversion", unit=Unit.SHARE),
        Column(name="median_days_to_contact", title="To contact", unit=Unit.DAYS),
        Column(name="collected_fees", title="Collected", unit=Unit.AMOUNT),
    ),
)

_ENROLLMENTS = """
select enrollment.enrollment_id, enrollment.student_id, enrollment.enrollment_no, campus.campus_code,
    enrollment.subject_code, enrollment.status, enrollment.completion_percentage, enrollment.expected_completion_date,
    forecast.p50_date, risk.band as risk_band, count(*) over () as rows_total
from marts.fct_enrollment as enrollment
inner join marts.dim_campus as campus on campus.campus_id = enrollment.campus_id
left join reporting.rpt_completion_forecast as forecast
    on forecast.enrollment_no = enrollment.enrollment_no and forecast.subject = enrollment.subject_code
left join reporting.rpt_at_risk as risk
    on risk.enrollment_no = enrollment.enrollment_no and risk.subject = enrollment.subject_code
where {where}
order by enrollment.enrollment_no, enrollment.subject_code
limit $row_limit
"""
_OF_ENROLLMENTS = ("attendance_rate", "attended_hours", "velocity")
_MARKED = """
select mark.student_id, mark.subject_id, student.enrollment_no, campus.campus_code, subject.subject_code,
    max(mark.session_date) filter (where mark.is_attended) as last_attended_on, count(*) over () as rows_total
from marts.fct_attendance as mark
inner join marts.dim_student as student on student.student_id = mark.student_id
inner join marts.dim_subject as subject on subject.subject_id = mark.subject_id
inner join marts.dim_campus as campus on campus.campus_id = student.campus_id
where {where}
group by mark.student_id, mark.subject_id, student.enrollment_no, campus.campus_code, subject.subject_code
order by student.enrollment_no, subject.subject_code
limit $row_limit
"""
_OF_MARKS = {
    "marks": "marks",
    "attended_marks": "attended",
    "late_marks": "late",
    "absences": "absent",
    "attendance_rate": "attendance_rate",
}
_FACULTIES = """
select count(*) as rows_total from marts.dim_faculty as faculty
inner join marts.dim_campus as campus on campus.campus_id = faculty.campus_id
where {where}
"""
_NAMES = """
select {key} as key, concat_ws(' ', first_name, last_name) as name
from restricted.dim_person where list_contains($keys, {key})
"""


def shows_names(viewer: Viewer) -> bool:
    """Whether any name may stand in a report for `viewer`."""
    return viewer.role in _NAMERS


def student_progress(
    viewer: Viewer, asked: Asked, most: int = MOST_ROWS, students: Sequence[int] | None = None
) -> Callable[[Snapshot], Report]:
    """One row per enrolment, `most` of them, of `students` alone where they are given; learning is the period's."""

    def work(snapshot: Snapshot) -> Report:
        period = asked.period(snapshot.as_of)
        where = asked.where(subject="enrollment.subject_code").seen_by(viewer, Resource.ENROLLMENTS, "enrollment")
        if students is not None:
            where = where.add("list_contains($students, enrollment.student_id)", students=list(students))
        rows = snapshot.rows(_ENROLLMENTS, where, row_limit=most)
        ids = [row["enrollment_id"] for row in rows]
        question = Question(_OF_ENROLLMENTS, ("enrollment",), None, {"enrollment": ids}, period.days)
        told = {row.pop("enrollment"): row for row in snapshot.metrics(question)}
        nothing = {"attendance_rate": None, "attended_hours": 0.0, "velocity": None}
        for row in rows:
            row |= told.get(row["enrollment_id"], nothing)
        return _of_students(snapshot, viewer, STUDENT_PROGRESS, period, rows)

    return work


def attendance_analytics(viewer: Viewer, asked: Asked, most: int = MOST_ROWS) -> Callable[[Snapshot], Report]:
    """One row per student and subject with a mark in the period, `most` of them."""

    def work(snapshot: Snapshot) -> Report:
        period = asked.period(snapshot.as_of)
        where = between(asked.where().seen_by(viewer, Resource.STUDENTS, "student"), "mark.session_date", period)
        rows = snapshot.rows(_MARKED, where, row_limit=most)
        students: list[str | int | None] = sorted({row["student_id"] for row in rows})
        question = Question(tuple(_OF_MARKS), ("student", "subject"), None, {"student": students}, period.days)
        told = {(row.pop("student"), row.pop("subject")): row for row in snapshot.metrics(question, **_OF_MARKS)}
        for row in rows:
            row |= told[row["student_id"], row["subject_id"]]
        return _of_students(snapshot, viewer, ATTENDANCE_ANALYTICS, period, rows)

    return work


def faculty_performance(viewer: Viewer, asked: Asked, most: int = MOST_ROWS) -> Callable[[Snapshot], Report]:
    """One row per faculty member, `most` of them."""

    def work(snapshot: Snapshot) -> Report:
        period = asked.period(snapshot.as_of)
        where = asked.where(subject=None).seen_by(viewer, Resource.FACULTIES, "faculty")
        rows = [figures.model_dump() for figures in faculty.figures(snapshot, where, period, most)]
        _name(snapshot, rows, "faculty_id", "faculty_name")
        total = snapshot.one(_FACULTIES, where)["rows_total"]
        return _report(snapshot, FACULTY_PERFORMANCE, period, rows, total)

    return work


def crm_metrics(viewer: Viewer, asked: Asked, most: int = MOST_ROWS) -> Callable[[Snapshot], Report]:
    """One row per campus, counselor and source of the inquiries that came in within the period, `most` of them."""

    def work(snapshot: Snapshot) -> Report:
        period = asked.period(snapshot.as_of)
        wanted = crm.LeadFilter(asked, None, None)
        rows = crm.conversion_rows(snapshot, viewer, wanted, period, "campus__campus_code", "counselor", "source")
        shown = rows[:most]
        if viewer.role not in _ADMINS:
            return _report(snapshot, CRM_METRICS.without("counselor_name"), period, shown, len(rows))
        _name(snapshot, shown, "counselor_id", "counselor_name", person_key="user_id")
        return _report(snapshot, CRM_METRICS, period, shown, len(rows))

    return work


def _of_students(
    snapshot: Snapshot, viewer: Viewer, layout: Layout, period: Period, rows: list[dict[str, Any]]
) -> Report:
    total = rows[0]["rows_total"] if rows else 0
    if not shows_names(viewer):
        return _report(snapshot, layout.without("student_name"), period, rows, total)
    _name(snapshot, rows, "student_id", "student_name")
    return _report(snapshot, layout, period, rows, total)


def _name(snapshot: Snapshot, rows: list[dict[str, Any]], key: str, column: str, person_key: str | None = None) -> None:
    """Adds the names of the people whose keys stand in `rows`."""
    query = _NAMES.replace("{key}", person_key or key)
    keys = sorted({row[key] for row in rows if row[key] is not None})
    names = {row["key"]: row["name"] for row in snapshot.rows(query, keys=keys)}
    for row in rows:
        row[column] = names.get(row[key])


def _report(snapshot: Snapshot, layout: Layout, period: Period, rows: list[dict[str, Any]], rows_total: int) -> Report:
    names = [column.name for column in layout.columns]
    return Report(
        build=snapshot.stamp,
        report=layout.report,
        title=layout.title,
        **vars(period),
        columns=list(layout.columns),
        rows=[{name: row[name] for name in names} for row in rows],
        rows_total=rows_total,
    )
