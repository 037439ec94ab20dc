"""The students of the campus, found by name or number, with their progress (`?q=…&student=12`)."""

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.progress import student_progress
from dashboards.components.snapshot import forecasts_for, guide_for
from dashboards.session import api, current_person

PAGE_SIZE = 25

person = current_person()
st.title("Students", anchor=False)
chosen = st.query_params.get("student", "")
try:
    if chosen.isdecimal():
        if st.button("All students", icon=":material/arrow_back:"):
            st.query_params.pop("student")
            st.rerun()
        told = api("GET", f"/students/{chosen}/progress")
        following = api("GET", f"/students/{chosen}/next-topics")
        # One student in full: the name is not in the page's address.
        st.header(f"{told['first_name']} {told['last_name'] or ''}".strip(), anchor=False)
        scope = enrollments_in_scope(person)
        guide = guide_for(following, scope, int(chosen), is_self=False)
        student_progress(told, forecasts_for(scope, int(chosen)), guide.draw)
        st.stop()
    wanted = st.text_input("Name or enrolment number", value=st.query_params.get("q", ""), width=420)
    st.query_params.update({"q": wanted} if wanted else {})
    told = api("GET", "/students", query={"q": wanted, "limit": PAGE_SIZE})
except ApiError as error:
    states.broken(error)
    st.stop()

if not told["items"]:
    states.empty("Nobody found.", "Try a part of the name, or the enrolment number.")
for student in told["items"]:
    label = f"{student['first_name']} {student['last_name'] or ''}".strip()
    if st.button(
        f"{label} · {student['enrollment_no']} · {student['status']}", key=f"student-{student['id']}", width="stretch"
    ):
        st.query_params["student"] = str(student["id"])
        st.rerun()
if told.get("next_cursor"):
    st.caption(f"The first {PAGE_SIZE} are shown: type more of the name to find somebody else.")
