"""Recording help for a student at risk: begin it, say what came of it, or say that none is needed. Each is one dialog.

Belongs here: the dialogs and their words. The lists that open them stand in `help_lists.py`; what is allowed, the API
decides.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.session import api
from warehouse.vocabulary import InterventionAction, InterventionOutcome, Role

ACTION_NAMES: Final = {
    InterventionAction.CALL: "Call",
    InterventionAction.MEETING: "Meeting",
    InterventionAction.EXTRA_SESSION: "Extra session",
    InterventionAction.SCHEDULE_CHANGE: "Change of schedule",
    InterventionAction.FEE_PLAN: "Fee plan",
    InterventionAction.OTHER: "Something else",
}
OUTCOME_NAMES: Final = {
    InterventionOutcome.RETURNED: "Came back",
    InterventionOutcome.IMPROVED: "Improved",
    InterventionOutcome.NO_CHANGE: "No change",
    InterventionOutcome.DROPPED: "Left all the same",
    InterventionOutcome.UNKNOWN: "Cannot tell",
}
_DUE_DAYS: Final = 3
_LONGEST_NOTE: Final = 2000
_CHOOSES_PEOPLE: Final = (Role.SUPER_ADMIN, Role.ADMIN)


@st.dialog("Begin to help")
def begin_help(person: Person, enrollment_id: int, who: str, reasons: Sequence[str], p_drop: float | None) -> None:
    """What will be done, by whom, until when; saved as an intervention, which answers the alert."""
    st.markdown(f"**{_plain(who)}**")
    action = st.segmented_control(
        "What will be done",
        list(ACTION_NAMES),
        format_func=ACTION_NAMES.__getitem__,
        default=InterventionAction.CALL,
        required=True,
        key="help-action",
    )
    reason = st.text_area(
        "Why", value=" ".join(reasons)[:_LONGEST_NOTE], max_chars=_LONGEST_NOTE, height=90, key="help-reason"
    )
    staff = _staff(person)
    assigned = st.selectbox("Who does it", list(staff), format_func=staff.__getitem__, key="help-by")
    due = st.date_input("Until", value=person.today + timedelta(days=_DUE_DAYS), min_value=person.today, key="help-due")
    if not st.button("Save", type="primary", key="help-save", width="stretch"):
        return
    content = {
        "enrollment_id": enrollment_id,
        "reason": (reason or "").strip() or "At risk",
        "action": action,
        "p_drop_at_start": p_drop,
        "assigned_to": assigned,
        "due_date": due.isoformat() if isinstance(due, date) else None,
    }
    _send("POST", "/interventions", content, f"Saved: {who} is being helped.")


@st.dialog("What came of it")
def tell_outcome(intervention: dict[str, Any]) -> None:
    """Ends an intervention: done with an outcome, or cancelled."""
    st.markdown(f"**{_plain(intervention['student_name'])}** · {ACTION_NAMES[intervention['action']]}")
    outcome = st.segmented_control(
        "What was seen afterwards", list(OUTCOME_NAMES), format_func=OUTCOME_NAMES.__getitem__, key="outcome"
    )
    notes = st.text_area(
        "Note", value=intervention["notes"] or "", max_chars=_LONGEST_NOTE, height=90, key="outcome-notes"
    )
    path, version = f"/interventions/{intervention['id']}", {"If-Match": f'"{intervention["version"]}"'}
    with st.container(horizontal=True):
        is_done = st.button("Save as done", type="primary", key="outcome-save", disabled=outcome is None)
        is_cancelled = st.button("It was not done", key="outcome-cancel")
    kept = {"notes": (notes or "").strip() or None}
    if is_done:
        _send("PUT", path, {**kept, "status": "done", "outcome": outcome}, "Saved.", version)
    elif is_cancelled:
        _send("PUT", path, {**kept, "status": "cancelled"}, "Saved as not done.", version)


@st.dialog("No help is needed")
def dismiss_alert(alert: dict[str, Any]) -> None:
    """Closes an alert with a reason."""
    st.markdown(f"**{_plain(alert['student_name'])}** · {_plain(alert['subject_name'])}")
    because = st.text_area("Why not", max_chars=_LONGEST_NOTE, height=90, key="dismiss-because")
    if st.button("Close the alert", type="primary", key="dismiss-save", disabled=not (because or "").strip()):
        version = {"If-Match": f'"{alert["version"]}"'}
        _send("POST", f"/alerts/{alert['id']}/dismiss", {"because": (because or "").strip()}, "Closed.", version)


def _staff(person: Person) -> dict[int, str]:
    """Whom help can be given to do: oneself first; admins may choose others."""
    known = {person.id: "I do it myself"}
    if person.role in _CHOOSES_PEOPLE:
        for role in (Role.FACULTY, Role.COUNSELOR, Role.ADMIN):
            found = api("GET", "/users", query={"role": role.value, "status": "active", "limit": 200})["items"]
            for user in found:
                name = f"{user['first_name']} {user['last_name'] or ''}".strip()
                known.setdefault(user["id"], f"{name}, {role.value}")
    return known


def _send(method: str, path: str, content: dict[str, Any], told: str, headers: dict[str, str] | None = None) -> None:
    # One key for one opening of a dialog: a second tap while the first is on its way changes nothing.
    key = st.session_state.setdefault(f"key-of-{path}", uuid4().hex)
    try:
        api(method, path, json=content, headers={"Idempotency-Key": key, **(headers or {})})
    except ApiError as error:
        st.session_state.pop(f"key-of-{path}", None)
        states.broken(error)
        return
    st.session_state.pop(f"key-of-{path}", None)
    st.toast(told, icon=":material/check_circle:")
    st.rerun()


def _plain(text: str) -> str:
    """Text for Markdown: signs that would format it stand for themselves."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~$:" else sign for sign in text)
