"""One student's record for the office: how far they are, what they learn, what they pay, how to reach them.

Belongs here: the head of the record and which part of it is shown. The parts are in `student_view.py`,
`student_courses.py`, `student_fees.py` and `student_contact.py`.
"""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboards.access import Person, enrollments_in_scope
from dashboards.components.known_people import student_name
from dashboards.components.labels import STUDENT_STATUS_NAMES, plainly
from dashboards.components.lead_words import listed
from dashboards.components.shared_filters import in_address
from dashboards.components.student_contact import student_contact
from dashboards.components.student_courses import student_courses
from dashboards.components.student_fees import student_fees
from dashboards.components.student_view import student_view
from dashboards.language import Names, _, gettext_noop
from dashboards.session import api
from warehouse.vocabulary import StudentStatus

_PARTS: Final = Names(
    {
        "progress": gettext_noop("Progress"),
        "courses": gettext_noop("Courses"),
        "fees": gettext_noop("Fees"),
        "contact": gettext_noop("Contact"),
    }
)


def student_file(person: Person, student_id: int) -> None:
    """Shows the record of a student whom the API lets the viewer see.

    Raises:
        ApiError: there is no such student, or none that the viewer may see.
    """
    student: dict[str, Any] = api("GET", f"/students/{student_id}")
    # The name is not in the page's address.
    st.title(plainly(student_name(student)), anchor=False)
    st.caption(plainly(known_facts(student, person)))
    with in_address("show", {name: name for name in _PARTS}, usual="progress"):
        shown = st.segmented_control(
            _("Show"),
            list(_PARTS),
            format_func=_PARTS.__getitem__,
            required=True,
            key="show",
            label_visibility="collapsed",
        )
    if shown == "courses":
        student_courses(person, student)
    elif shown == "fees":
        student_fees(person, student)
    elif shown == "contact":
        student_contact(student)
    else:
        student_view(enrollments_in_scope(person), student_id, is_named=False)


def known_facts(student: Mapping[str, Any], person: Person) -> str:
    """Number, standing and, where there are several, campus of a student in one line."""
    return listed(
        [
            student["enrollment_no"],
            STUDENT_STATUS_NAMES[StudentStatus(student["status"])],
            "" if person.campus else student["campus_code"],
        ]
    )
