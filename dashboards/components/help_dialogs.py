"""Recording help for a student at risk: begin it, say what came of it, or say that none is needed. Each is one dialog.

Belongs here: the dialogs and their words. The lists that open them stand in `help_lists.py`; what is allowed, the API
decides.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import ROLE_NAMES
from dashboards.components.sending import send
from dashboards.language import Names, _, gettext_noop
from dashboards.region import picker_format
from dashboards.session import api
from warehouse.vocabulary import InterventionAction, InterventionOutcome, Role

ACTION_NAMES: Final = Names(
    {
        InterventionAction.CALL: gettext_noop("Call"),
        InterventionAction.MEETING: gettext_noop("Meeting"),
        InterventionAction.EXTRA_SESSION: gettext_noop("Extra session"),
        InterventionAction.SCHEDULE_CHANGE: gettext_noop("Change of schedule"),
        InterventionAction.FEE_PLAN: gettext_noop("Fee plan"),
        InterventionAction.OTHER: gettext_noop("Something else"),
    }
)
OUTCOME_NAMES: Final = Names(
    {
        InterventionOutcome.RETURNED: gettext_noop("Came back"),
        InterventionOutcome.IMPROVED: gettext_noop("Improved"),
        InterventionOutcome.NO_CHANGE: gettext_noop("No change"),
        InterventionOutcome.DROPPED: gettext_noop("Left all the same"),
        InterventionOutcome.UNKNOWN: gettext_noop("Cannot tell"),
    }
)
_DUE_DAYS: Final = 3
_LONGEST_NOTE: Final = 2000
_CHOOSES_PEOPLE: Final = (Role.SUPER_ADMIN, Role.ADMIN)


def begin_help(person: Person, enrollment_id: int, who: str, reasons: Sequence[str], p_drop: float | None) -> None:
    """What will be done, by whom, until when; saved as an intervention, which answers the alert."""
    st.dialog(_("Begin to help"))(_begin_help)(person, enrollment_id, who, reasons, p_drop)


def _begin_help(person: Person, enrollment_id: int, who: str, reasons: Sequence[str], p_drop: float | None) -> None:
    st.markdown(f"**{_plain(who)}**")
    action = st.segmented_control(
        _("What will be done"),
        list(ACTION_NAMES),
        format_func=ACTION_NAMES.__getitem__,
        default=InterventionAction.CALL,
        required=True,
        key="help-action",
    )
    reason = st.text_area(
        _("Why"), value=" ".join(reasons)[:_LONGEST_NOTE], max_chars=_LONGEST_NOTE, height=90, key="help-reason"
    )
    staff = _staff(person)
    assigned = st.selectbox(_("Who does it"), list(staff), format_func=staff.__getitem__, key="help-by")
    due = st.date_input(
        _("Until"),
        value=person.today + timedelta(days=_DUE_DAYS),
        min_value=person.today,
        key="help-due",
        format=picker_format(),
    )
    if not st.button(_("Save"), type="primary", key="help-save", width="stretch"):
        return
    content = {
        "enrollment_id": enrollment_id,
        "reason": (reason or "").strip() or _("At risk"),
        "action": action,
        "p_drop_at_start": p_drop,
        "assigned_to": assigned,
        "due_date": due.isoformat() if isinstance(due, date) else None,
    }
    _send("POST", "/interventions", content, _("Saved: {who} is being helped.", who=who))


def tell_outcome(intervention: dict[str, Any]) -> None:
    """Ends an intervention: done with an outcome, or cancelled."""
    st.dialog(_("What came of it"))(_tell_outcome)(intervention)


def _tell_outcome(intervention: dict[str, Any]) -> None:
    st.markdown(f"**{_plain(intervention['student_name'])}** · {ACTION_NAMES[intervention['action']]}")
    outcome = st.segmented_control(
        _("What was seen afterwards"), list(OUTCOME_NAMES), format_func=OUTCOME_NAMES.__getitem__, key="outcome"
    )
    notes = st.text_area(
        _("Note"), value=intervention["notes"] or "", max_chars=_LONGEST_NOTE, height=90, key="outcome-notes"
    )
    path, version = f"/interventions/{intervention['id']}", intervention["version"]
    with st.container(horizontal=True):
        is_done = st.button(_("Save as done"), type="primary", key="outcome-save", disabled=outcome is None)
        is_cancelled = st.button(_("It was not done"), key="outcome-cancel")
    kept = {"notes": (notes or "").strip() or None}
    if is_done:
        _send("PUT", path, {**kept, "status": "done", "outcome": outcome}, _("Saved."), version)
    elif is_cancelled:
        _send("PUT", path, {**kept, "status": "cancelled"}, _("Saved as not done."), version)


def dismiss_alert(alert: dict[str, Any]) -> None:
    """Closes an alert with a reason."""
    st.dialog(_("No help is needed"))(_dismiss_alert)(alert)


def _dismiss_alert(alert: dict[str, Any]) -> None:
    st.markdown(f"**{_plain(alert['student_name'])}** · {_plain(alert['subject_name'])}")
    because = st.text_area(_("Why not"), max_chars=_LONGEST_NOTE, height=90, key="dismiss-because")
    if st.button(_("Close the alert"), type="primary", key="dismiss-save", disabled=not (because or "").strip()):
        _send(
            "POST",
            f"/alerts/{alert['id']}/dismiss",
            {"because": (because or "").strip()},
            _("Closed."),
            alert["version"],
        )


def _staff(person: Person) -> dict[int, str]:
    """Whom help can be given to do: oneself first; admins may choose others."""
    known = {person.id: _("I do it myself")}
    if person.role in _CHOOSES_PEOPLE:
        for role in (Role.FACULTY, Role.COUNSELOR, Role.ADMIN):
            found = api("GET", "/users", query={"role": role.value, "status": "active", "limit": 200})["items"]
            for user in found:
                name = f"{user['first_name']} {user['last_name'] or ''}".strip()
                known.setdefault(user["id"], f"{name}, {ROLE_NAMES[role]}")
    return known


def _send(method: str, path: str, content: dict[str, Any], told: str, version: int | None = None) -> None:
    try:
        send(method, path, content, version)
    except ApiError as error:
        states.broken(error)
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()


def _plain(text: str) -> str:
    """Text for Markdown: signs that would format it stand for themselves."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~$:" else sign for sign in text)
