"""The attendance sheet of one session (`?session=12`)."""

from datetime import date

import streamlit as st

from dashboards.access import PAGES_FOLDER
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.attendance_sheet import attendance_sheet
from dashboards.components.labels import day
from dashboards.session import api, current_person

person = current_person()
st.page_link(PAGES_FOLDER / "faculty/today.py", label="Today's sessions", icon=":material/arrow_back:")

wanted = st.query_params.get("session", "")
if not wanted.isdecimal():
    states.empty("No session is chosen.", "Open one from today's sessions.")
    st.stop()
try:
    session = api("GET", f"/sessions/{wanted}")
except ApiError as error:
    states.broken(error)
    st.stop()

st.title(session["subject_name"], anchor=False)
times = "–".join(time[:5] for time in (session.get("start_time"), session.get("end_time")) if time)
about = (
    session.get("batch_name") or session.get("student_name"),
    day(date.fromisoformat(session["session_date"])) if session.get("session_date") else None,
    times,
    session.get("location"),
)
st.caption(" · ".join(part for part in about if part))
attendance_sheet(int(wanted), person.id)
