"""Planning a new session: with a batch or with one student, by whom, when and where."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.known_people import student_name
from dashboards.components.plan_fields import MOST_ROWS, teacher_field, teachers, when_and_where
from dashboards.components.plan_words import plan_refusal
from dashboards.components.sending import refusal, send
from dashboards.language import Names, _, gettext_noop
from dashboards.session import api
from warehouse.vocabulary import BatchStatus, EnrollmentStatus

BATCH, STUDENT = "batch", "student"
_WITH_WHOM: Final = Names({BATCH: gettext_noop("A batch"), STUDENT: gettext_noop("One student")})
_MOST_FOUND: Final = 20
MOST_LETTERS: Final = 2_000


def plan_session(person: Person, campuses: Mapping[int, str], campus: str | None, on: date) -> None:
    """Asks for everything, and makes it.

    Args:
        person: who plans.
        campuses: codes by id.
        campus: the code of the one that is looked at.
        on: the day that it begins with.
    """
    st.dialog(_("Plan a session"))(_plan_session)(person, campuses, campus, on)


def _plan_session(person: Person, campuses: Mapping[int, str], campus: str | None, on: date) -> None:
    with_whom = st.segmented_control(
        _("With whom"),
        list(_WITH_WHOM),
        default=BATCH,
        required=True,
        format_func=_WITH_WHOM.__getitem__,
        key="new-with",
    )
    try:
        whose = _batch(campuses, campus) if with_whom == BATCH else _student(campus)
        names = teachers(person, whose.get("campus")) if whose else {}
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    if not whose:
        return
    known = whose["faculty_id"] if whose["faculty_id"] in names else None
    # Another batch or student brings another teacher.
    faculty_id = teacher_field(person, names, known, f"new-teacher-{whose['key']}")
    content = when_and_where({"session_date": on.isoformat()}, "new")
    notes = st.text_area(
        _("Notes, such as the topics it is to cover"), key="new-notes", max_chars=MOST_LETTERS, height=80
    )
    is_whole = content["session_date"] is not None
    if not st.button(_("Plan it"), type="primary", key="new-save", width="stretch", disabled=not is_whole):
        return
    content |= whose["content"] | {"faculty_id": faculty_id, "notes": (notes or "").strip() or None}
    try:
        send("POST", "/sessions", content)
    except ApiError as error:
        st.error(plan_refusal(error), icon=":material/event_busy:")
        return
    st.toast(_("Planned."), icon=":material/check_circle:")
    st.rerun()


def _batch(campuses: Mapping[int, str], campus: str | None) -> dict[str, Any]:
    query = {"status": BatchStatus.ACTIVE, "limit": MOST_ROWS}
    batches = {
        one["id"]: one
        for one in api("GET", "/batches", query=query)["items"]
        if campus in (None, campuses.get(one["campus_id"]))
    }
    if not batches:
        st.caption(_("There is no active batch here. Plan with one student, or found a batch first."))
        return {}
    key = st.selectbox(
        _("Batch"),
        list(batches),
        format_func=lambda one: f"{batches[one]['name']} · {batches[one]['subject_code']}",
        key="new-batch",
    )
    chosen = batches[key]
    return {
        "key": f"batch-{key}",
        "campus": campuses.get(chosen["campus_id"]),
        "faculty_id": chosen["faculty_id"],
        "content": {"batch_id": key},
    }


def _student(campus: str | None) -> dict[str, Any]:
    wanted = st.text_input(
        _("Student"), key="new-q", type="search", placeholder=_("Name or enrolment number"), live=True
    )
    if not (wanted or "").strip():
        return {}
    query = {"q": wanted, "limit": _MOST_FOUND} | ({"campus": campus} if campus else {})
    found = {one["id"]: one for one in api("GET", "/students", query=query)["items"]}
    if not found:
        st.caption(_("Nobody found: try a part of the name, or the enrolment number."))
        return {}
    student = st.selectbox(
        _("Which one"),
        list(found),
        format_func=lambda one: f"{student_name(found[one])} · {found[one]['enrollment_no']}",
        key="new-student",
    )
    query = {"student_id": student, "status": EnrollmentStatus.ACTIVE, "limit": MOST_ROWS}
    learned = {one["subject_id"]: one for one in api("GET", "/enrollments", query=query)["items"]}
    if not learned:
        st.caption(_("This student learns no subject now: enrol them first."))
        return {}
    subjects = {one["id"]: one["name"] for one in api("GET", "/subjects", query={"limit": MOST_ROWS})["items"]}
    subject = st.selectbox(
        _("Subject"),
        list(learned),
        format_func=lambda one: subjects.get(one, learned[one]["subject_code"]),
        key="new-subject",
    )
    return {
        "key": f"student-{student}-{subject}",
        "campus": found[student]["campus_code"],
        "faculty_id": learned[subject]["faculty_id"],
        "content": {"student_id": student, "subject_id": subject},
    }
