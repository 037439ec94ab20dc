"""Planning a new session: with a batch or with one student, by whom, when and where."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.plan_fields import teacher_field, teachers, when_and_where
from dashboards.components.plan_words import plan_refusal
from dashboards.components.sending import refusal, send
from dashboards.components.with_whom import whose_it_is
from dashboards.language import _

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
    try:
        whose = whose_it_is(_("With whom"), campuses, campus, "new")
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
