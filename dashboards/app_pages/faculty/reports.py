"""Reports of a faculty member: of her sessions, her batches, her students; and tables to take along (`?days=30`)."""

from datetime import timedelta

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.report_frame import report_files, report_style
from dashboards.components.report_lists import batch_list, session_list
from dashboards.components.shared_filters import in_address
from dashboards.language import _, gettext_noop
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api, current_person
from warehouse.published import current_build
from warehouse.settings import get_settings

PERIODS = {30: gettext_noop("30 days"), 90: gettext_noop("90 days"), 365: gettext_noop("A year")}
RECENT_DAYS = 28
PAGE_SIZE = 8

person = current_person()
report_style()
st.title(_("Reports"), anchor=False)
try:
    query = {"date_from": person.today - timedelta(days=RECENT_DAYS), "date_to": person.today, "sort": "-date"}
    sessions = api("GET", "/sessions", query={**query, "limit": 100})["items"]
    batches = api("GET", "/batches", query={"limit": 100})["items"]
except ApiError as error:
    states.broken(error)
    st.stop()
of_sessions, of_students = st.columns(2, gap="medium")
with of_sessions:
    st.subheader(_("Session reports"), anchor=False)
    st.caption(_("Who was there, what was covered, how well it was understood, and your notes."))
    if sessions:
        shown = st.session_state.setdefault("reports_shown", PAGE_SIZE)
        session_list(sessions[:shown], person.today)
        if len(sessions) > shown and st.button(_("Show more"), icon=":material/expand_more:"):
            st.session_state["reports_shown"] = shown + PAGE_SIZE
            st.rerun()
    else:
        states.empty(_("No session in the last four weeks."), _("Reports appear here with every session."))
with of_students:
    st.subheader(_("Progress reports"), anchor=False)
    st.caption(_("How far everybody is, attendance, marks, and what is next; to print or to show."))
    batch_list(batches)
    st.page_link(PAGES_FOLDER / "faculty/students.py", label=_("Of one student: my students"), icon=":material/groups:")
    st.subheader(_("Tables to take along"), anchor=False)
    with in_address("days", {str(one): one for one in PERIODS}, "90"):
        days = st.segmented_control(
            _("The last"), list(PERIODS), format_func=lambda one: _(PERIODS[one]), required=True, key="days"
        )
    build = current_build(get_settings())
    until = build.source_as_of if build else person.today
    for name, title, about in (
        ("student-progress", _("Student progress"), _("Your students: completion, attendance, pace, forecast.")),
        ("attendance-analytics", _("Attendance"), _("Your students: marks, attended, late, absent.")),
        ("faculty-performance", _("My own figures"), _("Hours, utilisation, attendance, rating, results.")),
    ):
        report_files(name, title, about, until, days or 90)
