"""Follow-ups whose day has come, live from the API, and the form in which a counselor notes what came of one."""

from datetime import date, timedelta
from html import escape
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import day
from dashboards.components.lead_words import TYPE_NAMES
from dashboards.components.sending import send
from dashboards.language import Names, _, gettext_noop
from dashboards.region import picker_format
from warehouse.vocabulary import FollowUpStatus, FollowUpType

# Which follow-up's form is open.
_NOTING = "noted_follow_up"
_RESULTS = Names(
    {
        "next": gettext_noop("Spoke: next contact on a date"),
        "missed": gettext_noop("Not reached: try again on a date"),
        "lost": gettext_noop("Will not come: close it"),
    }
)


def due_follow_ups(told: dict[str, Any], today: date) -> None:
    """Shows a page of `GET /crm/follow-ups`, the longest due first."""
    for item in told["items"]:
        with st.container(border=True, key=f"follow-up-{item['id']}"):
            planned = date.fromisoformat(item["follow_up_date"])
            when = _("due since {day}", day=day(planned)) if item["is_overdue"] else _("due today")
            about = " · ".join(
                part
                for part in (TYPE_NAMES[FollowUpType(item["follow_up_type"])], when, item["counselor_name"])
                if part
            )
            st.html(
                f'<div class="hw-risk-who"><strong><a href="/inquiry?inquiry={item["inquiry_id"]}" target="_self">'
                f"{escape(item['student_name'])}</a></strong>"
                f"<span>{escape(about)}</span>{_note(item)}</div>"
            )
            if st.session_state.get(_NOTING) == item["id"]:
                _form(item, today)
            elif st.button(_("Note what came of it"), key=f"note-{item['id']}", icon=":material/edit_note:"):
                st.session_state[_NOTING] = item["id"]
                st.rerun()


def _note(item: dict[str, Any]) -> str:
    return f"<span>{escape(item['notes'])}</span>" if item["notes"] else ""


def _form(item: dict[str, Any], today: date) -> None:
    """Asks what came of a follow-up, in its own card; one at a time."""
    result = st.radio(_("What came of it"), list(_RESULTS), format_func=_RESULTS.__getitem__, key="result")
    words = st.text_area(_("Why not") if result == "lost" else _("What was said"), key="words", max_chars=2000)
    next_day = None
    if result != "lost":
        next_day = st.date_input(
            _("Next contact"), value=today + timedelta(days=3), min_value=today, format=picker_format(), key="next-day"
        )
    with st.container(horizontal=True):
        is_saved = st.button(_("Save"), type="primary", key="save")
        is_left = st.button(_("Cancel"), key="cancel")
    if is_saved and not _saved(item, _change(result, words.strip(), next_day)):
        return
    if is_saved or is_left:
        st.session_state.pop(_NOTING)
        st.rerun()


def _saved(item: dict[str, Any], change: dict[str, Any]) -> bool:
    """Whether the API took it; what it refused is told."""
    try:
        send("PUT", f"/crm/follow-ups/{item['id']}", change, item["version"])
    except ApiError as error:
        states.broken(error)
        return False
    return True


def _change(result: str, words: str, next_day: Any) -> dict[str, Any]:
    if result == "lost":
        return {"status": FollowUpStatus.COMPLETED, "outcome": words, "lost_reason": words}
    status = FollowUpStatus.COMPLETED if result == "next" else FollowUpStatus.MISSED
    change = {"status": status, "next_follow_up_date": next_day.isoformat()}
    return change | ({"outcome": words} if words else {})
