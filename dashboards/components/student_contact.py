"""How to reach a student, who stands behind them, and their standing, for the office.

Belongs here: the student's own fields and standing. Guardians and what was agreed to are in `student_guardians.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import STUDENT_STATUS_NAMES
from dashboards.components.sending import refusal, send
from dashboards.components.student_guardians import student_consents, student_guardians
from dashboards.language import _
from dashboards.region import picker_format
from warehouse.vocabulary import StudentStatus

_MOST_LETTERS: Final = 200
_OLDEST: Final = date(1900, 1, 1)
_NEXT: Final = {
    StudentStatus.ACTIVE: (
        StudentStatus.HOLD,
        StudentStatus.COMPLETED,
        StudentStatus.GRADUATED,
        StudentStatus.DROPPED,
    ),
    StudentStatus.HOLD: (StudentStatus.ACTIVE, StudentStatus.DROPPED),
    StudentStatus.COMPLETED: (StudentStatus.ACTIVE, StudentStatus.GRADUATED),
    StudentStatus.DROPPED: (StudentStatus.ACTIVE,),
    StudentStatus.GRADUATED: (),
}


def student_contact(student: Mapping[str, Any]) -> None:
    """The fields of a student of `GET /students/{id}`, with guardians and consents.

    Raises:
        ApiError: the API does not answer.
    """
    with st.container(border=True, key="student-contact"):
        _fields(student)
    student_guardians(student["id"])
    student_consents(student["id"])
    _standing(student)


def _fields(student: Mapping[str, Any]) -> None:
    # What was typed stays while it is refused; another version brings what is kept now.
    key = f"contact-{student['id']}-{student['version']}"

    def text(name: str, label: str, place: Any = st) -> str | None:
        typed = place.text_input(label, student[name] or "", key=f"{key}-{name}", max_chars=_MOST_LETTERS)
        return (typed or "").strip() or None

    # A row of its own for each two: on a phone they stand one below the other, in this order.
    left, right = st.columns(2)
    wanted: dict[str, Any] = {
        "first_name": text("first_name", _("First name"), left),
        "last_name": text("last_name", _("Last name"), right),
    }
    left, right = st.columns(2)
    wanted |= {
        "phone": text("phone", _("Phone"), left),
        "guardian_email": text("guardian_email", _("Guardian's e-mail"), right),
    }
    left, right = st.columns(2)
    right.text_input(
        _("E-mail"), student["email"] or "", key=f"{key}-email", disabled=True, help=_("Is changed under Users.")
    )
    born = left.date_input(
        _("Date of birth"),
        value=date.fromisoformat(student["date_of_birth"]) if student["date_of_birth"] else None,
        min_value=_OLDEST,
        format=picker_format(),
        key=f"{key}-born",
    )
    wanted["date_of_birth"] = born.isoformat() if isinstance(born, date) else None
    address = st.text_area(_("Address"), student["address"] or "", key=f"{key}-address", max_chars=1_000, height=80)
    wanted["address"] = (address or "").strip() or None
    left, right = st.columns(2)
    wanted["emergency_contact_name"] = text("emergency_contact_name", _("In an emergency: who"), left)
    wanted["emergency_contact_phone"] = text("emergency_contact_phone", _("In an emergency: phone"), right)
    different = {name: value for name, value in wanted.items() if value != student[name]}
    if not wanted["first_name"]:
        st.caption(_("A first name is needed."))
    can_save = bool(different) and bool(wanted["first_name"])
    if st.button(_("Save"), type="primary", key="contact-save", disabled=not can_save):
        _put(student, different)


def _standing(student: Mapping[str, Any]) -> None:
    following = _NEXT[StudentStatus(student["status"])]
    if not following:
        return
    with st.expander(_("Standing: {status}", status=STUDENT_STATUS_NAMES[StudentStatus(student["status"])])):
        chosen = st.pills(
            _("New standing"),
            list(following),
            format_func=STUDENT_STATUS_NAMES.__getitem__,
            key=f"standing-{student['id']}-{student['version']}",
        )
        st.caption(_("Who is not active cannot be enrolled; what they learn is ended or paused under “Courses”."))
        if st.button(_("Note it"), key="standing-save", disabled=chosen is None):
            _put(student, {"status": chosen})


def _put(student: Mapping[str, Any], content: dict[str, Any]) -> None:
    try:
        send("PUT", f"/students/{student['id']}", content, student["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("Saved."), icon=":material/check_circle:")
    st.rerun()
