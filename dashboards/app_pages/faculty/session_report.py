"""The report of one session, to be read or printed (`?session=12`, of those with one mark `&show=late`)."""

from functools import partial

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.lead_words import listed
from dashboards.components.print_button import print_button
from dashboards.components.report_frame import report_style
from dashboards.components.session_report import PARTS, as_csv, finding, roster_of, students_table, tiles, topics_table
from dashboards.components.session_words import STATUS_NAMES, about_session
from dashboards.components.shown_part import shown_part, whole_page
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api
from warehouse.vocabulary import SessionStatus

report_style()
wanted = st.query_params.get("session", "")
if not wanted.isdecimal():
    states.empty(_("No session is chosen."), _("Open one from today's sessions or from the reports."))
    st.stop()
try:
    session = api("GET", f"/sessions/{wanted}")
except ApiError as error:
    states.broken(error)
    st.stop()

st.title(_("Session report: {subject}", subject=session["subject_name"]), anchor=False)
st.caption(
    listed([about_session(session), session["faculty_name"] or "", STATUS_NAMES[SessionStatus(session["status"])]])
)
with st.container(horizontal=True, vertical_alignment="center", key="report-actions"):
    print_button()
    st.download_button(
        _("As a file (CSV)"),
        partial(as_csv, session),
        file_name=f"session-{wanted}-{session['session_date']}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="report-csv",
    )
    st.page_link(
        PAGES_FOLDER / "faculty/sheet.py",
        label=_("Attendance sheet"),
        icon=":material/checklist:",
        query_params={"session": wanted},
    )
    if session["batch_id"] is not None:
        st.page_link(
            PAGES_FOLDER / "faculty/progress_report.py",
            label=_("Progress of the batch"),
            icon=":material/trending_up:",
            query_params={"batch": str(session["batch_id"])},
        )
st.subheader(finding(session), anchor=False)
if not session["roster"]:
    states.empty(_("Nobody is enrolled in this session yet."), _("Students appear here once they belong to it."))
    st.stop()
tiles(session)
if mark := shown_part(PARTS):
    whole_page("session-report")
    if roster_of(session, mark):
        students_table(session, mark)
    else:
        states.empty(_("Nobody is among these."), _("The whole page lists everybody of the session."))
    st.stop()
st.subheader(_("Notes on this session"), anchor=False)
if session["notes"]:
    st.text(session["notes"])
else:
    st.caption(_("No notes. They are written below the attendance sheet."))
st.subheader(_("Topics covered"), anchor=False)
topics_table(session)
st.subheader(_("Student by student"), anchor=False)
students_table(session)
