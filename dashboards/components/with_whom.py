"""For whom something is planned or set: a batch, or one student in a subject, found by name or number.

Belongs here: choosing. What is planned or set for them, the dialogs say that ask.
"""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboards.components.known_people import student_name
from dashboards.components.plan_fields import MOST_ROWS
from dashboards.language import Names, _, gettext_noop
from dashboards.session import api
from warehouse.vocabulary import BatchStatus, EnrollmentStatus

BATCH, STUDENT = "batch", "student"
_WITH_WHOM: Final = Names({BATCH: gettext_noop("A batch"), STUDENT: gettext_noop("One student")})
_MOST_FOUND: Final = 20


def whose_it_is(label: str, campuses: Mapping[int, str], campus: str | None, key: str) -> dict[str, Any]:
    """Asks for a batch or a student.

    Args:
        label: of the choice between the two.
        campuses: codes by id.
        campus: the code of the one that is looked at.
        key: begins the keys of the widgets.

    Returns:
        `key` tells one choice from another, `campus` is its code, `faculty_id` who teaches it, `subject_id` what is
        learnt, `content` names it to the API; empty until somebody is chosen.

    Raises:
        ApiError: the API does not answer.
    """
    with_whom = st.segmented_control(
        label,
        list(_WITH_WHOM),
        default=BATCH,
        required=True,
        format_func=_WITH_WHOM.__getitem__,
        key=f"{key}-with",
    )
    return _batch(campuses, campus, key) if with_whom == BATCH else _student(campus, key)


def _batch(campuses: Mapping[int, str], campus: str | None, key: str) -> dict[str, Any]:
    query = {"status": BatchStatus.ACTIVE, "limit": MOST_ROWS}
    batches = {
        one["id"]: one
        for one in api("GET", "/batches", query=query)["items"]
        if campus in (None, campuses.get(one["campus_id"]))
    }
    if not batches:
        st.caption(_("There is no active batch here. Choose one student, or found a batch first."))
        return {}
    batch = st.selectbox(
        _("Batch"),
        list(batches),
        format_func=lambda one: f"{batches[one]['name']} · {batches[one]['subject_code']}",
        key=f"{key}-batch",
    )
    chosen = batches[batch]
    return {
        "key": f"batch-{batch}",
        "campus": campuses.get(chosen["campus_id"]),
        "faculty_id": chosen["faculty_id"],
        "subject_id": chosen["subject_id"],
        "content": {"batch_id": batch},
    }


def _student(campus: str | None, key: str) -> dict[str, Any]:
    wanted = st.text_input(
        _("Student"), key=f"{key}-q", type="search", placeholder=_("Name or enrolment number"), live=True
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
        key=f"{key}-student",
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
        key=f"{key}-subject",
    )
    return {
        "key": f"student-{student}-{subject}",
        "campus": found[student]["campus_code"],
        "faculty_id": learned[subject]["faculty_id"],
        "subject_id": subject,
        "content": {"student_id": student, "subject_id": subject},
    }
