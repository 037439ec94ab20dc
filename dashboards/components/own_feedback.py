"""Giving feedback on a session in two taps, also anonymously, and what came of what was said before."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import listed, when
from dashboards.components.schedule import Appointment, day_name
from dashboards.components.sending import refusal, send
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import FeedbackStatus, FeedbackType

STARS: Final = {1: "1 ★", 2: "2 ★", 3: "3 ★", 4: "4 ★", 5: "5 ★"}
_MOST_LETTERS: Final = 5_000
_TYPE_NAMES: Final = Names(
    {
        FeedbackType.FACULTY: gettext_noop("Teacher"),
        FeedbackType.SESSION: gettext_noop("Session"),
        FeedbackType.SUBJECT: gettext_noop("Subject"),
        FeedbackType.INSTITUTE: gettext_noop("Institute"),
        FeedbackType.FACILITY: gettext_noop("Rooms and machines"),
    }
)
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
                _("How was it? 1 is bad, 5 is very good"),
                list(STARS),
                format_func=STARS.__getitem__,
                key=f"rating-{key}",
                width="stretch",
            )
        if rating is None:
            return
        comment = st.text_area(
            _("Anything to add? (optional)"), key=f"comment-{key}", max_chars=_MOST_LETTERS, height=80
        )
        is_anonymous = st.toggle(_("Anonymous"), key=f"anonymous-{key}")
        st.caption(_who_sees(session, is_anonymous=is_anonymous))
        words = (comment or "").strip()
        if st.button(_("Send"), key=f"send-{key}", type="primary", width="stretch", icon=":material/send:"):
            _send(session, rating, words, is_anonymous=is_anonymous)


def _who_sees(session: Mapping[str, Any], *, is_anonymous: bool) -> str:
    teacher = session["faculty_name"] or _("your teacher")
    if not is_anonymous:
        return _("{teacher} and the administration see your name, and can answer you.", teacher=teacher)
    alone = session["batch_id"] is None
    told = _(
        "Your name is not kept anywhere, only the day. It is shown once there are five comments without a name, so "
        "that nobody can guess; you cannot be answered, and cannot change it."
    )
    about = _("You were alone in this session, so it is told as feedback on {teacher} in general.", teacher=teacher)
    return f"{told} {about}" if alone else told


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
        send("POST", "/feedback", content)
    except ApiError as error:
        st.error(_("Not sent yet, nothing is lost. {reason}", reason=refusal(error)), icon=":material/error:")
        return
    given_here().add(session["id"])
    st.toast(_("Thank you: it is sent."), icon=":material/check_circle:")
    st.rerun()


def earlier(items: list[dict[str, Any]], zone: str | None) -> None:
    """What was said before under the own name, and what came of it; the items of `GET /feedback`."""
    for one in items:
        with st.container(border=True, key=f"said-{one['id']}"):
            st.html(said(one, zone))


def said(one: Mapping[str, Any], zone: str | None) -> str:
    """One feedback: what it was about, what was said, what came of it."""
    kind = _TYPE_NAMES[FeedbackType(one["feedback_type"])]
    rating = one["rating"]
    stars = f"{'★' * rating}{'☆' * (5 - rating)} {_('{level} of 5', level=rating)}" if rating else ""
    about = listed([kind, one["faculty_name"] or "", day(when(one["submitted_at"], zone))])
    comment = f"<p>{escape(one['comments'])}</p>" if one["comments"] else ""
    css, outcome = came_of(one, zone)
    return (
        f'<div class="hw-own" data-testid="said"><strong>{stars or _("Comment")}</strong><span>{escape(about)}</span>'
        f'{comment}<p class="{css}">{escape(outcome)}</p></div>'
    )


def came_of(one: Mapping[str, Any], zone: str | None) -> tuple[str, str]:
    """How the outcome looks, and what it is in words."""
    status = FeedbackStatus(one["status"])
    if status is FeedbackStatus.RESOLVED:
        answer = one["resolution"] or _("done")
        if not one["resolved_at"]:
            return "hw-ready", _("✓ Answered: {answer}", answer=answer)
        on = day(when(one["resolved_at"], zone))
        return "hw-ready", _("✓ Answered on {day}: {answer}", day=on, answer=answer)
    if status is FeedbackStatus.REVIEWED:
        return "hw-ready", _("✓ Read on {day}; the answer is to come.", day=day(when(one["reviewed_at"], zone)))
    return "hw-missing", _("○ Sent; not read yet.")
