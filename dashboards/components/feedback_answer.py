"""Answering one feedback: what was said, the answer as its sender reads it, and what is to be done because of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.lead_words import listed, plain
from dashboards.components.sending import refusal, send
from dashboards.components.staff_field import staff_field, staff_of
from dashboards.language import _, gettext_noop
from dashboards.region import date_text, day_of, picker_format, whole_date
from warehouse.vocabulary import FeedbackStatus

_MOST_LETTERS: Final = 2_000
_TOLD: Final = gettext_noop(
    "{name} reads the answer under “What came of earlier feedback”, and is told that it is there."
)
_NOBODY_TOLD: Final = gettext_noop(
    "It was given anonymously: nobody knows by whom, so nobody can be told. The answer is kept for the staff."
)
_SENDER_GONE: Final = gettext_noop("Nobody knows any more who said it, so nobody can be told.")


def answer_feedback(feedback: Mapping[str, Any]) -> None:
    """One feedback of `GET /feedback`, with the way to answer it while it is open."""
    st.dialog(_("Answer feedback"))(_answer_feedback)(feedback)


def about(feedback: Mapping[str, Any]) -> str:
    """Who said it, about whom, how it was rated and when; of anonymous feedback the month only."""
    who = _("Anonymous") if feedback["is_anonymous"] else feedback["student_name"] or _("A student")
    stars = _("{count} of 5 stars", count=feedback["rating"]) if feedback["rating"] else ""
    if feedback["is_anonymous"]:
        # Kept to the day, as the start of it in no zone.
        when = date_text(date.fromisoformat(feedback["submitted_at"][:10]), "yMMMM")
    else:
        when = whole_date(day_of(feedback["submitted_at"]))
    return listed(
        [who, _("about {name}", name=feedback["faculty_name"]) if feedback["faculty_name"] else "", stars, when]
    )


def _answer_feedback(feedback: Mapping[str, Any]) -> None:
    status = FeedbackStatus(feedback["status"])
    st.markdown(plain(feedback["comments"] or _("No comment, only the stars.")).replace("\n", "  \n"))
    st.caption(plain(about(feedback)))
    if status is FeedbackStatus.RESOLVED:
        st.success(_("✓ Answered: {answer}", answer=plain(feedback["resolution"] or _("done"))))
        return
    key = f"answer-{feedback['id']}"
    words = (st.text_area(_("Answer"), key=key, max_chars=_MOST_LETTERS, height=120) or "").strip()
    st.caption(_reader(feedback))
    items = _to_do(feedback, key)
    if st.button(_("Answer"), type="primary", key=f"{key}-save", width="stretch", disabled=not words or items is None):
        _send(feedback, {"status": FeedbackStatus.RESOLVED, "resolution": words, "action_items": items}, _("Answered."))
    if status is FeedbackStatus.PENDING and st.button(
        _("Read, answer later"), key=f"{key}-read", width="stretch", disabled=items is None
    ):
        _send(feedback, {"status": FeedbackStatus.REVIEWED, "action_items": items}, _("Marked as read."))


def _reader(feedback: Mapping[str, Any]) -> str:
    if feedback["is_anonymous"]:
        return _(_NOBODY_TOLD)
    return _(_TOLD, name=feedback["student_name"]) if feedback["student_name"] else _(_SENDER_GONE)


def _to_do(feedback: Mapping[str, Any], key: str) -> list[dict[str, Any]] | None:
    """What is to be done because of it; None while that is not whole."""
    if feedback["campus_id"] is None or not st.toggle(_("Something is to be done"), key=f"{key}-do"):
        return []
    title = (st.text_input(_("What is to be done?"), key=f"{key}-title", max_chars=200) or "").strip()
    try:
        who = staff_field(staff_of(feedback["campus_id"]), None, f"{key}-who")
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return None
    due = st.date_input(_("Until when?"), value=None, format=picker_format(), key=f"{key}-due")
    if not title:
        return None
    return [{"title": title, "assigned_to": who, "due_date": due.isoformat() if isinstance(due, date) else None}]


def _send(feedback: Mapping[str, Any], content: dict[str, Any], told: str) -> None:
    try:
        send("POST", f"/feedback/{feedback['id']}/resolve", content, feedback["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
