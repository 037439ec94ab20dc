"""Giving feedback on a session in two taps, also anonymously, and what came of what was said before."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import listed, when
from dashboards.components.lead_writes import refusal
from dashboards.components.own import send_once
from dashboards.components.schedule import Appointment, day_name
from warehouse.vocabulary import FeedbackStatus, FeedbackType

STARS: Final = {1: "1 ★", 2: "2 ★", 3: "3 ★", 4: "4 ★", 5: "5 ★"}
_MOST_LETTERS: Final = 5_000
_TYPE_NAMES: Final = {
    FeedbackType.FACULTY: "Teacher",
    FeedbackType.SESSION: "Session",
    FeedbackType.SUBJECT: "Subject",
    FeedbackType.INSTITUTE: "Institute",
    FeedbackType.FACILITY: "Rooms and machines",
}
_SENT: Final = "feedback-sent"


def given_here() -> set[int]:
    """The sessions on which something was said since the page was opened; anonymous feedback leaves no other trace."""
    sent: set[int] = st.session_state.setdefault(_SENT, set())
    return sent


def rate(session: Mapping[str, Any], now: datetime) -> None:
    """One recent session: a tap for the rating, a tap to send; a comment and the switch appear with the rating."""
    one, key = Appointment.of_session(session, now), session["id"]
    with st.container(border=True, key=f"rate-{key}"):
        about = listed([day_name(one.day, now.date()), one.hours, one.with_whom])
        st.html(f'<div class="hw-own"><strong>{escape(one.title)}</strong><span>{escape(about)}</span></div>')
        with st.container(key=f"stars-{key}"):
            rating = st.segmented_control(
                "How was it? 1 is bad, 5 is very good",
                list(STARS),
                format_func=STARS.__getitem__,
                key=f"rating-{key}",
                width="stretch",
            )
        if rating is None:
            return
        comment = st.text_area("Anything to add? (optional)", key=f"comment-{key}", max_chars=_MOST_LETTERS, height=80)
        is_anonymous = st.toggle("Anonymous", key=f"anonymous-{key}")
        st.caption(_who_sees(session, is_anonymous=is_anonymous))
        words = (comment or "").strip()
        if st.button("Send", key=f"send-{key}", type="primary", width="stretch", icon=":material/send:"):
            _send(session, rating, words, is_anonymous=is_anonymous)


def _who_sees(session: Mapping[str, Any], *, is_anonymous: bool) -> str:
    teacher = session["faculty_name"] or "your teacher"
    if not is_anonymous:
        return f"{teacher} and the administration see your name, and can answer you."
    alone = session["batch_id"] is None
    about = f" You were alone in this session, so it is told as feedback on {teacher} in general." if alone else ""
    return (
        "Your name is not kept anywhere, only the day. It is shown once five people have said something, so that "
        f"nobody can guess; you cannot be answered, and cannot change it.{about}"
    )


def content_of(session: Mapping[str, Any], rating: int, words: str, *, is_anonymous: bool) -> dict[str, Any]:
    """The body of `POST /feedback`; a session of one student would tell who was in it."""
    said = {"rating": rating, "comments": words or None, "is_anonymous": is_anonymous}
    if is_anonymous and session["batch_id"] is None:
        if session["faculty_id"] is None:
            return {**said, "feedback_type": FeedbackType.INSTITUTE}
        return {**said, "feedback_type": FeedbackType.FACULTY, "faculty_id": session["faculty_id"]}
    return {**said, "feedback_type": FeedbackType.SESSION, "session_id": session["id"]}


def _send(session: Mapping[str, Any], rating: int, words: str, *, is_anonymous: bool) -> None:
    content = content_of(session, rating, words, is_anonymous=is_anonymous)
    try:
        send_once(f"feedback-{session['id']}-{sorted(content.items(), key=str)}", "POST", "/feedback", content)
    except ApiError as error:
        st.error(f"Not sent yet, nothing is lost. {refusal(error)}", icon=":material/error:")
        return
    given_here().add(session["id"])
    st.toast("Thank you: it is sent.", icon=":material/check_circle:")
    st.rerun()


def earlier(items: list[dict[str, Any]], zone: str | None) -> None:
    """What was said before under the own name, and what came of it; the items of `GET /feedback`."""
    for one in items:
        with st.container(border=True, key=f"said-{one['id']}"):
            st.html(said(one, zone))


def said(one: Mapping[str, Any], zone: str | None) -> str:
    """One feedback: what it was about, what was said, what came of it."""
    kind = _TYPE_NAMES[FeedbackType(one["feedback_type"])]
    stars = f"{'★' * one['rating']}{'☆' * (5 - one['rating'])} {one['rating']} of 5" if one["rating"] else ""
    about = listed([kind, one["faculty_name"] or "", day(when(one["submitted_at"], zone))])
    comment = f"<p>{escape(one['comments'])}</p>" if one["comments"] else ""
    css, outcome = came_of(one, zone)
    return (
        f'<div class="hw-own" data-testid="said"><strong>{stars or "Comment"}</strong><span>{escape(about)}</span>'
        f'{comment}<p class="{css}">{escape(outcome)}</p></div>'
    )


def came_of(one: Mapping[str, Any], zone: str | None) -> tuple[str, str]:
    """How the outcome looks, and what it is in words."""
    status = FeedbackStatus(one["status"])
    if status is FeedbackStatus.RESOLVED:
        on = f" on {day(when(one['resolved_at'], zone))}" if one["resolved_at"] else ""
        return "hw-ready", f"✓ Answered{on}: {one['resolution'] or 'done'}"
    if status is FeedbackStatus.REVIEWED:
        return "hw-ready", f"✓ Read on {day(when(one['reviewed_at'], zone))}; the answer is to come."
    return "hw-missing", "○ Sent; not read yet."
