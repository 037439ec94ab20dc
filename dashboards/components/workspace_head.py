"""Above and below the workspace's editor: what was opened, and what can be done with the text."""

from datetime import datetime
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.labels import clock_time, number, on_clock
from dashboards.components.lead_words import listed
from dashboards.components.sending import remember_refusal, send
from dashboards.components.workspace_dialogs import describe, save_as
from dashboards.components.workspace_state import has_before, opened, put_back, stays_as, typed
from dashboards.language import Names, _, gettext_noop
from dashboards.region import date_text
from dashboards.session import api
from warehouse.vocabulary import QueryOutcome, Role

OUTCOME_NAMES: Final = Names(
    {
        QueryOutcome.ANSWERED: gettext_noop("✓ answered"),
        QueryOutcome.FAILED: gettext_noop("■ failed"),
        QueryOutcome.CANCELLED: gettext_noop("○ cancelled"),
        QueryOutcome.TIMED_OUT: gettext_noop("■ took too long"),
    }
)


def head(person: Person) -> None:
    """Says what was opened."""
    what = opened()
    if what.saved:
        title, said = f"<bdi>{escape(what.saved['name'])}</bdi>", [escape(_whose(what.saved))]
        if typed() != what.sql:
            said.append(f"<b>{escape(_('changed, not saved yet'))}</b>")
        if what.saved["description"]:
            said.append(f"<bdi>{escape(what.saved['description'])}</bdi>")
    elif what.question:
        # Ready-made questions are written in English.
        title = f'<bdi lang="en">{escape(what.question.title)}</bdi>'
        said = [f'<span lang="en">{escape(what.question.says)}</span>']
    elif what.run:
        title, said = escape(_("From your history")), [escape(run_in_words(what.run, person))]
        if what.run["problem"]:
            said.append(f'<span lang="en">{escape(what.run["problem"])}</span>')
    else:
        title, said = escape(_("Not saved yet")), []
    st.html(
        f'<div class="hw-opened" data-testid="opened"><strong>{title}</strong><span>{" · ".join(said)}</span></div>'
    )


def run_in_words(run: dict[str, Any], person: Person) -> str:
    """When a query was asked, what became of it, and of which snapshot."""
    asked_at = datetime.fromisoformat(run["asked_at"])
    zone = person.time_zone
    parts = [f"{date_text(on_clock(asked_at, zone), 'yMMMd')}, {clock_time(asked_at, zone)}"]
    if run["outcome"] == QueryOutcome.ANSWERED:
        count = number(run["rows_count"])
        told = _("The first {count} rows of more") if run["is_cut"] else _("{count} rows")
        parts.append(told.format(count=count))
    else:
        parts.append(OUTCOME_NAMES[QueryOutcome(run["outcome"])])
    parts.append(_("{count} s", count=number(run["duration_ms"] / 1000, 2)))
    parts.append(_("build {name}", name=run["build_id"]))
    return listed(parts)


def actions(person: Person) -> bool:
    """What can be done with the text; whether it is to be run."""
    what = opened()
    is_own = bool(what.saved and what.saved["is_own"])
    with st.container(horizontal=True, key="workspace-actions", gap="small"):
        is_asked = st.button(
            _("Run"), type="primary", icon=":material/play_arrow:", shortcut="Ctrl+Enter", key="workspace-run"
        )
        if is_own and what.saved:
            st.button(
                _("Save changes"), icon=":material/save:", key="workspace-save", on_click=_save, args=(what.saved,)
            )
            if st.button(_("Name and sharing"), icon=":material/share:", key="workspace-describe"):
                describe(what.saved)
        label = _("Save as new") if is_own else _("Save query")
        if st.button(label, icon=":material/save_as:", key="workspace-save-as"):
            save_as(typed(), what)
        if what.run:
            st.button(
                _("Forget this"),
                icon=":material/delete:",
                key="workspace-forget",
                on_click=_forget,
                args=(f"/workspace/runs/{what.run['id']}", None, _("Removed from your history.")),
            )
        if what.saved and not is_own and person.role is Role.SUPER_ADMIN:
            st.button(
                _("Remove for all"),
                icon=":material/delete:",
                key="workspace-oversee",
                on_click=_forget,
                args=(f"/workspace/queries/{what.saved['id']}", what.saved["version"], _("Removed.")),
            )
    if has_before():
        with st.container(horizontal=True, key="workspace-before", vertical_alignment="center", gap="small"):
            st.caption(_("What you had written before is kept."))
            st.button(_("Put it back"), icon=":material/undo:", key="workspace-put-back", on_click=put_back)
    return bool(is_asked)


def _whose(saved: dict[str, Any]) -> str:
    if not saved["is_own"]:
        return _("shared by {name}", name=saved["owner_name"])
    return _("yours, shared") if saved["is_shared"] else _("yours alone")


def _save(saved: dict[str, Any]) -> None:
    """Callback: the text as it is now becomes the saved one."""
    path = f"/workspace/queries/{saved['id']}"
    try:
        send("PUT", path, {"sql": typed()}, saved["version"])
    except ApiError as error:
        remember_refusal(error)
        if not error.problem.get("type", "").endswith("lost-update"):
            return
        st.session_state["refused"] = _(
            "You have changed this query elsewhere meanwhile. Your text is still here: save it again to replace the"
            " other, or open the query anew to see that one."
        )
    else:
        st.toast(_("Saved."), icon=":material/check_circle:")
    try:
        stays_as(api("GET", path))
    except ApiError as error:
        remember_refusal(error)


def _forget(path: str, version: int | None, told: str) -> None:
    """Callback: removes what was opened; its text stays in the editor."""
    try:
        send("DELETE", path, {}, version)
    except ApiError as error:
        remember_refusal(error)
        return
    stays_as(None)
    st.toast(told, icon=":material/check_circle:")
