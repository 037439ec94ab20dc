"""Noting what happened with an inquiry: reached or not, how, a few words, and when to get in touch next.

Belongs here: the form and which writes of the API it takes. A planned follow-up is ended by it; without one, the
contact is noted as a follow-up of today.
"""

from datetime import date, timedelta
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import LOST_REASONS, REACHED_WORD, TYPE_NAMES
from dashboards.components.sending import refusal, send
from dashboards.language import _, gettext_noop
from dashboards.region import picker_format
from warehouse.vocabulary import FollowUpStatus, FollowUpType

REACHED: Final = gettext_noop("✓ Reached")
NOT_REACHED: Final = gettext_noop("✕ Not reached")
WILL_NOT_COME: Final = gettext_noop("Will not come")
_LATER: Final = {
    gettext_noop("Tomorrow"): 1,
    gettext_noop("In 3 days"): 3,
    gettext_noop("Next week"): 7,
    gettext_noop("In a month"): 30,
}
_OTHER_DAY: Final = gettext_noop("Another day")
_LONGEST: Final = 2000


def contact_form(inquiry: dict[str, Any], follow_ups: list[dict[str, Any]], today: date) -> None:
    """Asks what happened; saved with one button.

    Args:
        inquiry: an open one.
        follow_ups: all of it that are known, the latest first.
        today: the day at the campus.
    """
    planned = [one for one in follow_ups if one["status"] == FollowUpStatus.PENDING]
    current = min(planned, key=lambda one: str(one["follow_up_date"])) if planned else None
    # After a save the form starts anew; before, nothing that was typed goes.
    turn = st.session_state.setdefault(f"contact-turn-{inquiry['id']}", 0)
    key = f"{inquiry['id']}-{turn}"
    with st.container(border=True, key="contact-form"):
        st.subheader(_("What happened?"), anchor=False)
        if current:
            way = TYPE_NAMES[FollowUpType(current["follow_up_type"])]
            planned_day = day(date.fromisoformat(current["follow_up_date"]))
            st.caption(_("{way} planned for {day}.", way=way, day=planned_day))
        result = st.pills(
            _("Result"),
            [REACHED, NOT_REACHED, WILL_NOT_COME],
            format_func=_,
            key=f"result-{key}",
            label_visibility="collapsed",
        )
        if result is None:
            return
        kind = st.pills(
            _("How"),
            list(TYPE_NAMES),
            default=FollowUpType(current["follow_up_type"]) if current else FollowUpType.CALL,
            required=True,
            format_func=TYPE_NAMES.__getitem__,
            key=f"way-{key}",
        )
        reason = (
            st.pills(_("Why"), LOST_REASONS, format_func=_, key=f"reason-{key}", default=LOST_REASONS[0], required=True)
            if result == WILL_NOT_COME
            else None
        )
        words = st.text_area(
            _("Note"), key=f"words-{key}", max_chars=_LONGEST, height=90, placeholder=_("What was said")
        )
        next_day = None if result == WILL_NOT_COME else _next_day(key, today)
        if not st.button(_("Save"), type="primary", key=f"save-{key}", icon=":material/check:", width="stretch"):
            return
        note = (words or "").strip()
        change: dict[str, Any] = {"follow_up_date": today.isoformat(), "follow_up_type": kind}
        if result == WILL_NOT_COME:
            lost = ": ".join(part for part in (reason, note) if part)
            change |= {"status": FollowUpStatus.COMPLETED, "outcome": lost, "lost_reason": lost}
        else:
            is_reached = result == REACHED
            change |= {
                "status": FollowUpStatus.COMPLETED if is_reached else FollowUpStatus.MISSED,
                "outcome": note or (REACHED_WORD if is_reached else None),
                "next_follow_up_date": next_day.isoformat() if next_day else None,
            }
        try:
            _save(inquiry, current, change)
        except ApiError as error:
            st.error(refusal(error), icon=":material/error:")
            return
        st.session_state[f"contact-turn-{inquiry['id']}"] = turn + 1
        st.toast(
            _("Saved.") if next_day is None else _("Saved. Next contact: {day}.", day=day(next_day)),
            icon=":material/check_circle:",
        )
        st.rerun()


def _next_day(key: str, today: date) -> date | None:
    chosen = st.pills(
        _("Next contact"),
        [*_LATER, _OTHER_DAY],
        format_func=_,
        default="In 3 days",
        required=True,
        key=f"next-{key}",
    )
    if chosen == _OTHER_DAY:
        picked = st.date_input(
            _("Day of the next contact"), value=today, min_value=today, format=picker_format(), key=f"day-{key}"
        )
        return picked if isinstance(picked, date) else None
    return today + timedelta(days=_LATER[chosen or "In 3 days"])


def _save(inquiry: dict[str, Any], current: dict[str, Any] | None, change: dict[str, Any]) -> None:
    if current is None:
        plan = {name: change[name] for name in ("follow_up_date", "follow_up_type")} | {"inquiry_id": inquiry["id"]}
        current = send("POST", "/crm/follow-ups", plan, turn=inquiry["version"])
    if current["follow_up_date"] < change["follow_up_date"] and current["follow_up_type"] == change["follow_up_type"]:
        # What was due earlier is ended under its own day: that is how late it was.
        change = {name: value for name, value in change.items() if name != "follow_up_date"}
    send("PUT", f"/crm/follow-ups/{current['id']}", change, current["version"])
