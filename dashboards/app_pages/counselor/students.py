"""The students of the campus, found by name or number, with their progress (`?q=…&student=12`)."""

import streamlit as st

from dashboards.access import enrollments_in_scope
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import STUDENT_STATUS_NAMES
from dashboards.components.lead_words import listed
from dashboards.components.student_view import student_view
from dashboards.language import _
from dashboards.session import api, current_person
from warehouse.vocabulary import StudentStatus

PAGE_SIZE = 25

person = current_person()
st.title(_("Students"), anchor=False)
chosen = st.query_params.get("student", "")
try:
    if chosen.isdecimal():
        if st.button(_("All students"), icon=":material/arrow_back:"):
            st.query_params.pop("student")
            st.rerun()
        student_view(enrollments_in_scope(person), int(chosen))
        st.stop()
    wanted = st.text_input(_("Name or enrolment number"), value=st.query_params.get("q", ""), width=420)
    st.query_params.update({"q": wanted} if wanted else {})
    told = api("GET", "/students", query={"q": wanted, "limit": PAGE_SIZE})
except ApiError as error:
    states.broken(error)
    st.stop()

if not told["items"]:
    states.empty(_("Nobody found."), _("Try a part of the name, or the enrolment number."))
for student in told["items"]:
    label = f"{student['first_name']} {student['last_name'] or ''}".strip()
    if st.button(
        listed([label, student["enrollment_no"], STUDENT_STATUS_NAMES[StudentStatus(student["status"])]]),
        key=f"student-{student['id']}",
        width="stretch",
    ):
        st.query_params["student"] = str(student["id"])
        st.rerun()
if told.get("next_cursor"):
    st.caption(_("The first {count} are shown: type more of the name to find somebody else.", count=PAGE_SIZE))
