"""The students of the campus, found by name, number, standing and campus, and the record of one of them.

In the address stands who is looked for (`?q=…&standing=hold&place=PUNE`), or whose record it is
(`?student=12&show=fees`).
"""

from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.course_lists import item
from dashboards.components.known_people import student_name
from dashboards.components.labels import STUDENT_STATUS_NAMES
from dashboards.components.paging import first_pages
from dashboards.components.shared_filters import in_address
from dashboards.components.student_file import known_facts, student_file
from dashboards.components.way_back import way_back
from dashboards.components.ways import Way
from dashboards.language import _, ngettext
from dashboards.session import api, current_person
from warehouse.vocabulary import StudentStatus

PAGE_SIZE = 25
LOOKED_FOR = ("q", "standing", "place")


def looked_for() -> dict[str, str]:
    """What the list was narrowed to, so that the way back leads to the same list."""
    return {name: st.query_params[name] for name in LOOKED_FOR if st.query_params.get(name)}


person = current_person()
chosen = st.query_params.get("student", "")
if chosen.isdecimal():
    way_back(_("All students"), Way("students", looked_for()))
    try:
        student_file(person, int(chosen))
    except ApiError as error:
        states.broken(error)
    st.stop()
st.title(_("Students"), anchor=False)
try:
    places = {} if person.campus else {one["code"]: one["name"] for one in api("GET", "/campuses")["items"]}
except ApiError as error:
    states.broken(error)
    st.stop()
with st.container(horizontal=True, key="student-filter", vertical_alignment="bottom"):
    wanted = st.text_input(
        _("Search"),
        key="q",
        bind="query-params",
        type="search",
        placeholder=_("Name or enrolment number"),
        max_chars=100,
        width=320,
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
st.html(
    '<div class="hw-list" data-testid="students">'
    + "".join(
        item(
            student_name(student),
            [known_facts(student, person)],
            way=Way("students", looked_for() | {"student": str(student["id"])}),
        )
        for student in found
    )
    + "</div>"
)
if following and st.button(_("Show {count} more", count=PAGE_SIZE), icon=":material/expand_more:", key="students-more"):
    st.session_state["students-pages"] = pages + 1
    st.rerun()
