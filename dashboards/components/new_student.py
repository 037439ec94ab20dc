"""Who has just become a student, and the invitation that they take home."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.known_people import student_name
from dashboards.components.labels import day
from dashboards.components.lead_words import plain
from dashboards.components.sending import refusal
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.region import day_of
from dashboards.session import api
from warehouse.vocabulary import Role


def _welcome() -> str:
    """Where a one-time code is typed in, as people reach this page."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}/welcome" if parts.netloc else "/welcome"


def new_student(
    student: dict[str, Any], enrollments: list[dict[str, Any]], receipts: list[str], person: Person
) -> None:
    """Shows a student of `GET /students/{id}` with the enrolments and their `subject_name`; makes the invitation."""
    name = plain(student_name(student))
    told = _("**{name}** is a student: {number}", name=name, number=plain(student["enrollment_no"]))
    st.success(told, icon=":material/school:")
    for one in enrollments:
        begins = day(datetime.fromisoformat(one["enrollment_date"]))
        st.markdown(f"- {_('{subject}, from {day}', subject=plain(one['subject_name']), day=begins)}")
    if receipts:
        st.markdown(_("Receipt {numbers}", numbers=plain(", ".join(receipts))))
    if person.role is Role.COUNSELOR:
        st.page_link(
            PAGES_FOLDER / "counselor/students.py",
            label=_("Open the student"),
            icon=":material/arrow_forward:",
            query_params={"student": str(student["id"])},
        )
    with st.container(border=True, key="invitation"):
        st.subheader(_("Invitation"), anchor=False)
        if not student["email"]:
            st.markdown(_("Without an e-mail nobody can log in. Ask for one, and let an admin add it."))
            return
        st.markdown(
            _(
                "{name} logs in as {email}, once a password is set with a one-time code.",
                name=name,
                email=plain(student["email"]),
            )
        )
        key = f"invitation-{student['user_id']}"
        if st.button(_("Make a one-time code"), key="invite", icon=":material/key:"):
            try:
                st.session_state[key] = api("POST", f"/users/{student['user_id']}/invite")
            except ApiError as error:
                st.error(refusal(error), icon=":material/error:")
        if made := st.session_state.get(key):
            st.code(made["token"], language=None, wrap_lines=True)
            until = day(day_of(made["expires_at"]))
            st.markdown(_("To be typed in at {address}, where a password is chosen.", address=plain(_welcome())))
            st.caption(
                _(
                    "Works once, until {day}. It is shown here only: hand it over now. A new code ends this one.",
                    day=until,
                )
            )
