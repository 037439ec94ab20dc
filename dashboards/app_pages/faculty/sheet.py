"""The attendance sheet of one session (`?session=12`), and the notes on it."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.attendance_sheet import attendance_sheet
from dashboards.components.plan_filter import UNMARKED
from dashboards.components.session_notes import session_notes
from dashboards.components.session_words import about_session
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api, current_person

person = current_person()
if st.query_params.get("from") == UNMARKED:
    back, label, query = "faculty/plan.py", _("Sessions that are not marked"), {"state": UNMARKED}
else:
    back, label, query = "faculty/today.py", _("Today's sessions"), {}
st.page_link(PAGES_FOLDER / back, label=label, icon=":material/arrow_back:", query_params=query)

wanted = st.query_params.get("session", "")
if not wanted.isdecimal():
    states.empty(_("No session is chosen."), _("Open one from today's sessions."))
    st.stop()
try:
    session = api("GET", f"/sessions/{wanted}")
except ApiError as error:
    states.broken(error)
    st.stop()

st.title(session["subject_name"], anchor=False)
st.caption(about_session(session))
attendance_sheet(int(wanted), person.id)
session_notes(session)
st.page_link(
    PAGES_FOLDER / "faculty/plan.py",
    label=_("Move or cancel this session"),
    icon=":material/edit_calendar:",
    query_params={"session": wanted, "week": session["session_date"]},
)
st.page_link(
    PAGES_FOLDER / "faculty/session_report.py",
    label=_("The report of this session"),
    icon=":material/description:",
    query_params={"session": wanted},
)
