"""What a progress report says: of one student subject by subject, of a batch student by student.

A report is shown to students and guardians: it never holds a risk. Belongs here: words and tables; what is asked for,
the page says.
"""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from html import escape
from statistics import mean
from typing import Any, Final

import streamlit as st

from dashboards.components.labels import (
    ENROLLMENT_STATUS_NAMES,
    NOTHING,
    TOPIC_STATUS_NAMES,
    day,
    number,
    percent,
)
from dashboards.components.lead_words import plain
from dashboards.components.own_attendance import dots, third_person_finding
from dashboards.components.own_exams import result_words
from dashboards.components.progress import forecast_in_words
from dashboards.components.words_table import words_table
from dashboards.language import _, ngettext
from warehouse.vocabulary import EnrollmentStatus, TopicProgressStatus

_DONE: Final = (TopicProgressStatus.COMPLETED, TopicProgressStatus.MASTERED)
MOST_MARKS: Final = 12
WHOLE: Final = 100.0
RECENT_MARKS: Final = 5


def subject_report(
    enrollment: Mapping[str, Any],
    marks: Sequence[Mapping[str, Any]],
    results: Sequence[Mapping[str, Any]],
    forecast: dict[Hashable, Any] | None,
    following: Sequence[Mapping[str, Any]],
    today: date,
) -> None:
    """One subject of a student's report.

    Args:
        enrollment: of `GET /students/{id}/progress`.
        marks: of attendance in this subject, the latest first.
        results: of `GET /assessments` in this subject.
        forecast: a row of `queries.enrollments.forecasts_of_student`.
        following: what is next in this subject, of `GET /students/{id}/next-topics`.
        today: of the institute.
    """
    topics = enrollment["topics"]
    done = sum(TopicProgressStatus(topic["status"]) in _DONE for topic in topics)
    share = float(enrollment["completion_percentage"] or 0)
    status = EnrollmentStatus(enrollment["status"])
    st.subheader(enrollment["subject_name"], anchor=False)
    st.progress(
        min(share / 100, 1.0),
        text=_("{done} of {total} topics done · {share}%", done=done, total=len(topics), share=number(share)),
    )
    st.markdown(forecast_in_words(forecast) if status is EnrollmentStatus.ACTIVE else ENROLLMENT_STATUS_NAMES[status])
    if marks:
        st.markdown(f"**{_('Attendance')}**: {third_person_finding(marks)}")
        st.html(dots(marks))
    given = [one for one in results if one["percentage"] is not None]
    if given:
        recent = [one["percentage"] for one in given[:RECENT_MARKS]]
        average = _("{share}% on average of the last {count}", share=f"{mean(recent):.0f}", count=len(recent))
        st.markdown(f"**{_('Marks')}**: {average}")
        items = "".join(result_words(one, today) for one in given[:MOST_MARKS])
        st.html(f'<ul class="hw-marks" data-testid="report-marks">{items}</ul>')
    if following and status is EnrollmentStatus.ACTIVE:
        names = "; ".join(topic["name"] for topic in following)
        st.markdown(f"**{_('What is next')}**: {plain(names)}")
    words_table(
        f"report-topics-{enrollment['id']}",
        (_("Topic"), _("Understanding"), _("Sessions"), _("Done on"), _("Status")),
        [_topic_row(topic) for topic in topics],
    )


def _topic_row(topic: Mapping[str, Any]) -> tuple[str, ...]:
    level = _("{level} of 5", level=topic["competency_level"]) if topic["competency_level"] else ""
    finished = day(date.fromisoformat(topic["completion_date"])) if topic["completion_date"] else ""
    sessions = number(topic["session_count"]) if topic["session_count"] else ""
    return escape(topic["name"]), level, sessions, finished, TOPIC_STATUS_NAMES[TopicProgressStatus(topic["status"])]


def batch_finding(rows: Sequence[Mapping[str, Any]]) -> str:
    """The title of a batch's report: how far it is in the middle, and who is far behind."""
    shares = sorted(float(row["completion_percentage"] or 0) for row in rows)
    middle = shares[len(shares) // 2]
    behind = sum(share < middle / 2 for share in shares)
    done = sum(share >= WHOLE for share in shares)
    if middle >= WHOLE:
        told = _("{done} of {count} students are done with the subject", done=number(done), count=number(len(shares)))
    else:
        told = _("Half of the batch has done {share}% or more", share=number(middle))
    if not behind:
        return told
    more = ngettext("{count} student is less than half as far", "{count} students are less than half as far", behind)
    return f"{told}; {more}"


def batch_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows of the API's report `student-progress`, of the members of one batch."""
    words_table(
        "report-batch",
        (_("Student"), _("Completed"), _("Attendance"), _("Hours"), _("Forecast"), _("Status")),
        [_member_row(row) for row in rows],
    )


def _member_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    name = escape(str(row.get("student_name") or row["enrollment_no"]))
    link = f'<a href="/progress-report?student={row["student_id"]}" target="_self">{name}</a>'
    expected = row["p50_date"]
    return (
        link,
        percent(float(row["completion_percentage"] or 0) / 100),
        percent(row["attendance_rate"]),
        _("{hours} h", hours=number(float(row["attended_hours"] or 0), 1)),
        day(date.fromisoformat(expected)) if expected else NOTHING,
        ENROLLMENT_STATUS_NAMES[EnrollmentStatus(row["status"])],
    )
