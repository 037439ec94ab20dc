"""Feedback that nobody has answered yet, the oldest first, and for how long it has waited. Live from the API."""

from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.feedback_answer import about, answer_feedback
from dashboards.components.lead_words import listed
from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.region import day_of
from dashboards.session import api
from warehouse.vocabulary import FeedbackStatus

LATE_DAYS: Final = 7
# Of what nobody has read, and of what nobody has answered: the oldest come first, so that is where to begin.
_MOST: Final = 50
_AT_ONCE: Final = 5
_UNHAPPY_STARS: Final = 3
_WHICH: Final = Names({"all": gettext_noop("All"), "unhappy": gettext_noop("3 stars or fewer")})
_OPEN: Final = (FeedbackStatus.PENDING, FeedbackStatus.REVIEWED)


def waiting_for_an_answer(person: Person, campus_id: int | None) -> None:
    """Shows what waits at a campus, or in the whole institute."""
    st.subheader(_("Waiting for an answer"), anchor=False)
    which = st.segmented_control(
        _("Which"), list(_WHICH), format_func=_WHICH.__getitem__, default="all", required=True, key="open-which"
    )
    asked = {"campus_id": campus_id, "rating_until": _UNHAPPY_STARS if which == "unhappy" else None}
    query = {name: value for name, value in asked.items() if value is not None}
    try:
        pages = [
            api("GET", "/feedback", query=query | {"status": status, "sort": "submitted_at", "limit": _MOST})
            for status in _OPEN
        ]
    except ApiError as error:
        states.broken(error)
        return
    found = sorted((one for page in pages for one in page["items"]), key=lambda one: one["submitted_at"])
    if not found:
        states.empty(_("All is answered."), _("New feedback appears here until somebody has answered it."))
        return
    late = sum(_days(one, person.today) > LATE_DAYS for one in found)
    is_all = not any(page.get("next_cursor") for page in pages)
    shown = f"{len(found)}{'' if is_all else '+'}"
    shown_late = f"{late}{'' if is_all or late < len(found) else '+'}"
    st.caption(
        listed(
            [
                ngettext("{shown} is open", "{shown} are open", len(found), shown=shown),
                _("{count} for more than {days} days", count=shown_late, days=LATE_DAYS) if late else "",
            ]
        )
    )
    at_once = st.session_state.setdefault("open-feedback-shown", _AT_ONCE)
    for one in found[:at_once]:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"open-{one['id']}"):
            st.html(_item(one, person.today), width="stretch")
            if st.button(_("Answer"), key=f"answer-open-{one['id']}", icon=":material/reply:"):
                answer_feedback(one)
    if len(found) > at_once and st.button(
        _("Show {count} more", count=_AT_ONCE), icon=":material/expand_more:", key="open-more"
    ):
        st.session_state["open-feedback-shown"] = at_once + _AT_ONCE
        st.rerun()


def _item(one: dict[str, Any], today: date) -> str:
    notes = [_("○ Not read yet") if one["status"] == FeedbackStatus.PENDING else _("◔ Read, not answered")]
    if not one["is_anonymous"]:
        # The day of anonymous feedback is not told: it could be guessed who was there.
        days = _days(one, today)
        notes.append(ngettext("open for {count} day", "open for {count} days", days) if days else _("of today"))
    said = one["comments"] or _("No comment, only the stars.")
    look = "negative" if (one["rating"] or _UNHAPPY_STARS + 1) <= _UNHAPPY_STARS else ""
    return (
        f'<div class="hw-said {look}"><p>{escape(said)}</p><span>{escape(about(one))}</span>'
        f"<span>{escape(listed(notes))}</span></div>"
    )


def _days(one: dict[str, Any], today: date) -> int:
    return max((today - day_of(one["submitted_at"])).days, 0)
