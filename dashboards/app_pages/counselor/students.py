"""The students of the campus, found by name, number, standing and campus, and the record of one of them.

In the address stands who is looked for (`?q=…&standing=hold&place=PUNE`), or whose record it is
(`?student=12&show=fees`).
"""

from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.known_people import student_name
from dashboards.components.labels import STUDENT_STATUS_NAMES
from dashboards.components.lead_words import listed
from dashboards.components.paging import first_pages
from dashboards.components.shared_filters import in_address
from dashboards.components.student_file import student_file
from dashboards.language import _, ngettext
from dashboards.session import api, current_person
from warehouse.vocabulary import StudentStatus

PAGE_SIZE = 25

person = current_person()
st.title(_("Students"), anchor=False)
chosen = st.query_params.get("student", "")
if chosen.isdecimal():
    if st.button(_("All students"), icon=":material/arrow_back:"):
        for name in ("student", "show"):
            st.query_params.pop(name, None)
        st.rerun()
    try:
        student_file(person, int(chosen))
    except ApiError as error:
        states.broken(error)
    st.stop()
try:
    places = {} if person.campus else {one["code"]: one["name"] for one in api("GET", "/campuses")["items"]}
except ApiError as error:
    states.broken(error)
    st.stop()
with st.container(horizontal=True, key="student-filter", vertical_alignment="bottom"):
    wanted = st.text_input(
        _("Name or enrolment number"), key="q", bind="query-params", type="search", max_chars=100, width=320
    )
    with in_address("standing", {one.value: one for one in StudentStatus}):
        standing = st.selectbox(
            _("Standing"),
            list(StudentStatus),
            index=None,
            placeholder=_("Any standing"),
            format_func=lambda one: STUDENT_STATUS_NAMES[one].capitalize(),
            key="standing",
            width=180,
        )
    place = None
    if len(places) > 1:
        with in_address("place", {code: code for code in places}):
            place = st.selectbox(
                _("Campus"),
                list(places),
                index=None,
                placeholder=_("All campuses"),
                format_func=places.__getitem__,
                key="place",
                width=220,
            )
asked = {"q": (wanted or "").strip() or None, "status": standing, "campus": place, "limit": PAGE_SIZE}
query: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
pages = st.session_state.setdefault("students-pages", 1)
try:
    found, following = first_pages("/students", query, pages)
except ApiError as error:
    states.broken(error)
    st.stop()
if not found:
    states.empty(_("Nobody found."), _("Try a part of the name, or the enrolment number."))
    st.stop()
count = f"{len(found)}{'+' if following else ''}"
st.caption(ngettext("{shown} student", "{shown} students", len(found), shown=count))
for student in found:
    about = [
        student_name(student),
        student["enrollment_no"],
        STUDENT_STATUS_NAMES[StudentStatus(student["status"])],
        "" if person.campus else student["campus_code"],
    ]
    if st.button(listed(about), key=f"student-{student['id']}", width="stretch"):
        st.query_params["student"] = str(student["id"])
        st.rerun()
if following and st.button(_("Show {count} more", count=PAGE_SIZE), icon=":material/expand_more:", key="students-more"):
    st.session_state["students-pages"] = pages + 1
    st.rerun()
