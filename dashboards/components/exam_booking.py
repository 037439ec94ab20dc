"""A place in an exam for a student: found by name, with what stands in the way before anybody tries."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.exam_words import exam_refusal
from dashboards.components.known_people import student_name
from dashboards.components.lead_words import plain
from dashboards.components.sending import refusal, send
from dashboards.components.told import in_own_words
from dashboards.language import _
from dashboards.session import api

_MOST_FOUND: Final = 20


def book_place(exam: Mapping[str, Any]) -> None:
    """Asks for whom, and books."""
    st.dialog(_("Book a place"))(_book_place)(exam)


def _book_place(exam: Mapping[str, Any]) -> None:
    wanted = st.text_input(
        _("Student"), key="place-q", type="search", placeholder=_("Name or enrolment number"), live=True
    )
    if not (wanted or "").strip():
        return
    try:
        query = {"q": wanted, "campus": exam["campus_code"], "limit": _MOST_FOUND}
        found = {one["id"]: one for one in api("GET", "/students", query=query)["items"]}
        if not found:
            st.caption(_("Nobody found: try a part of the name, or the enrolment number."))
            return
        student = st.selectbox(
            _("Which one"),
            list(found),
            format_func=lambda one: f"{student_name(found[one])} · {found[one]['enrollment_no']}",
            key="place-student",
        )
        _readiness(exam, student)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    if not st.button(_("Book the place"), type="primary", key="place-save", width="stretch"):
        return
    try:
        send("POST", f"/exams/slots/{exam['id']}/bookings", {"student_id": student})
    except ApiError as error:
        st.error(exam_refusal(error), icon=":material/event_busy:")
        return
    st.toast(_("Booked."), icon=":material/check_circle:")
    st.rerun()


def _readiness(exam: Mapping[str, Any], student_id: int) -> None:
    """What the API would tell the student; staff may book somebody who is not ready yet."""
    told = api("GET", f"/exams/student/{student_id}")["items"]
    known = next((one for one in told if one["id"] == exam["id"]), None)
    if known is None:
        st.warning(_("This student does not learn {subject}.", subject=plain(exam["subject_name"])))
    elif known["booking_id"] is not None:
        st.info(_("This student has a place already."))
    elif known["missing"]:
        missing = plain(in_own_words(str(known["missing"])))
        is_for_staff = not known["is_ready"]
        told_why = _("Not ready: {reason}. You may book all the same.", reason=missing)
        st.warning(told_why if is_for_staff else _("Not possible: {reason}.", reason=missing))
