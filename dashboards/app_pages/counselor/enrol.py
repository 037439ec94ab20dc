"""From an inquiry to a student, in one flow (`?inquiry=12`): all of it is saved, or nothing."""

from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import known_people, states
from dashboards.components.enrolment_form import enrolment_fields
from dashboards.components.new_student import new_student
from dashboards.components.sending import refusal, send
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api, current_person
from warehouse.vocabulary import CatalogStatus

MOST = 200
SOMEBODY_NEW = 0

person = current_person()
chosen = st.query_params.get("inquiry", "")
if not chosen.isdecimal():
    states.empty(_("No inquiry is chosen."), _("Open one from the pipeline, then choose “Enrol”."))
    st.stop()
st.page_link(
    PAGES_FOLDER / "counselor/inquiry.py",
    label=_("The inquiry"),
    icon=":material/arrow_back:",
    query_params={"inquiry": chosen},
)
try:
    inquiry = api("GET", f"/crm/inquiries/{chosen}")
    subjects = api("GET", "/subjects", query={"status": CatalogStatus.ACTIVE, "sort": "name", "limit": MOST})["items"]
    if inquiry["student_id"]:
        st.title(inquiry["student_name"], anchor=False)
        student = api("GET", f"/students/{inquiry['student_id']}")
        learning = api("GET", "/enrollments", query={"student_id": inquiry["student_id"]})["items"]
        named = {one["id"]: one["name"] for one in subjects}
        begun = [{**one, "subject_name": named.get(one["subject_id"], one["subject_code"])} for one in learning]
        new_student(student, begun, st.session_state.get(f"receipts-{chosen}", []), person)
        st.stop()
    words = known_people.search_words(inquiry["phone"] or "", inquiry["email"] or "")
    students = {one["id"]: one for one in known_people.known_students(words)}
except ApiError as error:
    states.broken(error)
    st.stop()

st.title(_("Enrol {name}", name=inquiry["student_name"]), anchor=False)
if inquiry["closed_on"] is not None:
    states.empty(_("This inquiry is lost."), _("Reopen it first: somebody who asks again can be enrolled."))
    st.stop()
content: dict[str, Any] = {}
with st.container(width=760, key="enrol"):
    known = (
        st.radio(
            _("Who is it"),
            [*students, SOMEBODY_NEW],
            format_func=lambda one: (
                _(
                    "{name}, a student already: {number}",
                    name=known_people.student_name(students[one]),
                    number=students[one]["enrollment_no"],
                )
                if one
                else _("Somebody new")
            ),
            key="enrol-known",
        )
        if students
        else SOMEBODY_NEW
    )
    if known:
        content["student_id"] = known
    else:
        first, _gap, rest = inquiry["student_name"].strip().partition(" ")
        left, right = st.columns(2)
        first_name = left.text_input(_("First name"), value=first, key="enrol-first", max_chars=200)
        last_name = right.text_input(_("Last name"), value=rest.strip(), key="enrol-last", max_chars=200)
        email = st.text_input(
            _("E-mail to log in with"),
            value=inquiry["email"] or "",
            key="enrol-email",
            type="email",
            max_chars=254,
            placeholder=_("Address"),
        )
        content |= {
            "first_name": (first_name or "").strip() or None,
            "last_name": (last_name or "").strip() or None,
            "email": (email or "").strip() or None,
        }
    offered = {one["id"]: one for one in subjects}
    asked = [one["id"] for one in inquiry["interested_subjects"] if one["id"] in offered]
    wanted = st.multiselect(
        _("Subjects"),
        list(offered),
        default=asked,
        format_func=lambda one: str(offered[one]["name"]),
        key="enrol-subjects",
    )
    try:
        content["enrollments"] = [enrolment_fields(offered[one], inquiry, person.today) for one in wanted]
    except ApiError as error:
        states.broken(error)
        st.stop()
    if st.button(_("Enrol"), type="primary", key="enrol-save", icon=":material/school:", width="stretch"):
        if not wanted:
            st.error(_("Choose at least one subject."), icon=":material/error:")
            st.stop()
        try:
            made = send("POST", f"/crm/inquiries/{chosen}/convert", content, inquiry["version"])
        except ApiError as error:
            st.error(_("Nothing was saved. \n{refusal}", refusal=refusal(error)), icon=":material/error:")
            st.stop()
        st.session_state[f"receipts-{chosen}"] = made["receipts"]
        st.toast(_("Enrolled."), icon=":material/school:")
        st.rerun()
