"""The progress report of one student (`?student=12`) or of a batch (`?batch=3`), to be read or printed."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import day
from dashboards.components.lead_words import listed
from dashboards.components.print_button import print_button
from dashboards.components.progress_report import batch_finding, batch_table, subject_report
from dashboards.components.report_frame import report_style
from dashboards.components.snapshot import forecasts_for
from dashboards.language import _, ngettext
from dashboards.session import api, current_person

MOST = 200
# The API tells of three years at once.
LONGEST = timedelta(days=3 * 365)

person = current_person()


def of_student(student_id: int) -> None:
    """One student's report."""
    told = api("GET", f"/students/{student_id}/progress")
    following = api("GET", f"/students/{student_id}/next-topics")["subjects"]
    marks = api("GET", f"/attendance/student/{student_id}", query={"sort": "-date", "limit": MOST})["items"]
    results = api("GET", "/assessments", query={"student_id": student_id, "limit": MOST})["items"]
    forecasts = forecasts_for(enrollments_in_scope(person), student_id)
    by_subject = {row["subject_code"]: row for row in forecasts.to_dict("records")}
    name = f"{told['first_name']} {told['last_name'] or ''}".strip()
    _head(_("Progress report: {name}", name=name), [told["enrollment_no"]])
    if not told["enrollments"]:
        states.empty(_("No enrolment yet."), _("Subjects and their topics appear here after enrolling."))
    for enrollment in told["enrollments"]:
        code = enrollment["subject_code"]
        with st.container(border=True, key=f"report-{enrollment['id']}"):
            subject_report(
                enrollment,
                [mark for mark in marks if mark["subject_code"] == code],
                [one for one in results if one["subject_code"] == code],
                by_subject.get(code),
                next((one["topics"] for one in following if one["enrollment_id"] == enrollment["id"]), []),
                person.today,
            )


def of_batch(batch_id: int) -> None:
    """The report of everybody in a batch."""
    batch = api("GET", f"/batches/{batch_id}")
    members = _all_members(batch_id)
    first = _first_day(batch["start_date"])
    since = {"from": first} if first else {}
    rows = api("GET", "/reports/student-progress", query={"batch": batch_id} | since)["rows"]
    ids = {one["enrollment_no"]: one["student_id"] for one in members}
    shown = [row | {"student_id": ids[row["enrollment_no"]]} for row in rows if row["enrollment_no"] in ids]
    count = ngettext("{count} student", "{count} students", len(members))
    _head(_("Progress report: {name}", name=batch["name"]), [batch["subject_code"], count])
    if not shown:
        states.empty(_("No figures of this batch yet."), _("They appear with the next build of the figures."))
        return
    st.subheader(batch_finding(shown), anchor=False)
    batch_table(sorted(shown, key=lambda row: -float(row["completion_percentage"] or 0)))
    if first:
        st.caption(_("Attendance and hours are those since {day}.", day=day(first)))
    else:
        st.caption(_("Attendance and hours are those of the last 90 days."))


def _first_day(told: str | None) -> date | None:
    """The day from which a batch is told of; None when nobody said when it began, or it begins later."""
    begun = date.fromisoformat(told) if told else None
    return max(begun, person.today - LONGEST) if begun and begun < person.today else None


def _all_members(batch_id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": MOST}
    while True:
        page = api("GET", f"/batches/{batch_id}/members", query=query)
        found += page["items"]
        if not page.get("next_cursor"):
            return found
        query["cursor"] = page["next_cursor"]


def _head(title: str, about: list[str]) -> None:
    st.title(title, anchor=False)
    st.caption(listed([*about, _("as of {day}", day=day(person.today))]))
    with st.container(horizontal=True, vertical_alignment="center", key="report-actions"):
        print_button()


report_style()
student, batch = st.query_params.get("student", ""), st.query_params.get("batch", "")
try:
    if student.isdecimal():
        of_student(int(student))
    elif batch.isdecimal():
        of_batch(int(batch))
    else:
        states.empty(_("Nobody is chosen."), _("Open a report from your students, from a batch, or from a session."))
except ApiError as error:
    states.broken(error)
