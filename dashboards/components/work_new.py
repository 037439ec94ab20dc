"""Setting a new piece of work: for a batch or for one student."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.plan_fields import teacher_field, teachers
from dashboards.components.sending import refusal, send
from dashboards.components.with_whom import whose_it_is
from dashboards.components.work_fields import work_fields
from dashboards.components.work_words import work_refusal
from dashboards.language import _, ngettext

TOLD: Final = "work-told"


def set_work(person: Person, campuses: Mapping[int, str], campus: str | None) -> None:
    """Asks for everything, and sets it; then the work is opened, with a word on how many students got it.

    Args:
        person: who sets it.
        campuses: codes by id.
        campus: the code of the one that is looked at.
    """
    st.dialog(_("Set work"))(_set_work)(person, campuses, campus)


def _set_work(person: Person, campuses: Mapping[int, str], campus: str | None) -> None:
    try:
        whose = whose_it_is(_("For whom"), campuses, campus, "work")
        if not whose:
            return
        if "batch_id" in whose["content"]:
            st.caption(_("Every member of the batch who learns its subject now gets it."))
        names = teachers(person, whose["campus"])
        known = whose["faculty_id"] if whose["faculty_id"] in names else None
        # Another batch or student brings another teacher.
        faculty_id = teacher_field(person, names, known, f"work-teacher-{whose['key']}")
        content = work_fields({}, whose["subject_id"], "work")
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    if not st.button(_("Set it"), type="primary", key="work-save", width="stretch"):
        return
    try:
        made = send("POST", "/assessments", content | whose["content"] | {"faculty_id": faculty_id})["items"]
    except ApiError as error:
        st.error(work_refusal(error), icon=":material/error:")
        return
    st.session_state[TOLD] = ngettext("Set: {count} student got it.", "Set: {count} students got it.", len(made))
    st.query_params["work"] = str(made[0]["id"])
    st.rerun()
