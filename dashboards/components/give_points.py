"""Giving a student points, or taking some."""

from typing import Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.known_people import student_name
from dashboards.components.reward_list import CATEGORY_NAMES, TYPE_NAMES
from dashboards.components.sending import refusal, send
from dashboards.language import _
from dashboards.session import api
from warehouse.vocabulary import RewardType

_MOST: Final = 20
_MOST_POINTS: Final = 1000


def give_points() -> None:
    """Who, what for, how many; the student is told at once."""
    st.dialog(_("Give points"))(_give_points)()


def _give_points() -> None:
    wanted = st.text_input(
        _("Student"), key="give-q", type="search", placeholder=_("Name or enrolment number"), live=True
    )
    try:
        found = api("GET", "/students", query={"q": wanted, "limit": _MOST})["items"] if (wanted or "").strip() else []
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    names = {one["id"]: f"{student_name(one)} · {one['enrollment_no']}" for one in found}
    if (wanted or "").strip() and not names:
        st.caption(_("Nobody found: try a part of the name, or the enrolment number."))
    student = (
        st.selectbox(_("Which one"), list(names), format_func=names.__getitem__, key="give-student") if names else None
    )
    kind = st.segmented_control(
        _("What"),
        list(TYPE_NAMES),
        default=RewardType.REWARD,
        required=True,
        format_func=TYPE_NAMES.__getitem__,
        key="give-type",
    )
    category = st.selectbox(
        _("What for"), list(CATEGORY_NAMES), format_func=CATEGORY_NAMES.__getitem__, key="give-category"
    )
    points = st.number_input(_("Points"), 0, _MOST_POINTS, 10, key="give-points")
    reason = st.text_area(_("Reason, as the student reads it"), key="give-reason", max_chars=2000, height=90)
    words = (reason or "").strip()
    if not st.button(
        _("Save"), type="primary", key="give-save", disabled=student is None or not words, width="stretch"
    ):
        return
    content = {"student_id": student, "type": kind, "category": category, "points": points, "reason": words}
    try:
        send("POST", "/rewards", content)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("Saved; the student is told."), icon=":material/check_circle:")
    st.rerun()
