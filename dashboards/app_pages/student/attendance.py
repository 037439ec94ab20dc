"""A student's own attendance with its pattern in words, and marks with feedback (`?subject=Python`)."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.own import enrolled_student, subject_filter
from dashboards.components.own_attendance import dots, finding, history, marks_finding, patterns
from dashboards.components.own_exams import result_words
from dashboards.language import _
from dashboards.session import api

MOST = 200

person, student_id = enrolled_student()
st.title(_("My attendance and marks"), anchor=False)
try:
    enrollments = api("GET", f"/students/{student_id}/progress")["enrollments"]
    chosen = subject_filter({one["subject_code"]: one["subject_name"] for one in enrollments})
    wanted = [one["subject_id"] for one in enrollments if one["subject_code"] == chosen]
    query = {"limit": MOST, **({"subject_id": wanted[0]} if wanted else {})}
    marks = api("GET", f"/attendance/student/{student_id}", query=query)["items"]
    results = api("GET", "/assessments", query={**query, "student_id": student_id})["items"]
except ApiError as error:
    states.broken(error)
    st.stop()
attendance, work = st.columns(2, gap="medium")
with attendance:
    if marks:
        st.subheader(finding(marks), anchor=False)
        st.html(dots(marks))
        st.caption(_("✓ present · ◔ late · ✕ absent; the latest session is the last sign."))
        st.html(f'<ul class="hw-facts-list">{"".join(f"<li>{one}</li>" for one in patterns(marks))}</ul>')
        with st.expander(_("Every session ({count})", count=f"{len(marks)}{'+' if len(marks) == MOST else ''}")):
            st.html(history(marks))
    else:
        states.empty(_("No session yet."), _("After each session your mark appears here."))
with work:
    given = [one for one in results if one["percentage"] is not None]
    st.subheader(marks_finding(given), anchor=False)
    due = sorted((one for one in results if one["percentage"] is None), key=lambda one: one["due_date"] or "")
    for title, part in ((_("Open"), due), (_("Marked"), given)):
        if part:
            st.caption(title)
            st.html(f'<ul class="hw-marks">{"".join(result_words(one, person.today) for one in part)}</ul>')
    if not results:
        states.empty(_("No work is set yet."), _("Quizzes, assignments and their marks appear here."))
