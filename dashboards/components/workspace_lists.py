"""Beside the workspace's editor: relations and columns, saved queries, and the history, each to open from."""

from collections.abc import Callable
from enum import StrEnum
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import plainly
from dashboards.components.paging import first_pages
from dashboards.components.schema_browser import schema_browser
from dashboards.components.sending import remember_refusal, send
from dashboards.components.workspace_head import run_in_words
from dashboards.components.workspace_state import STATEMENT, first_rows, open_question, open_run, open_saved
from dashboards.language import Names, _, gettext_noop
from warehouse.questions import questions

_PAGE: Final = 30
_LONGEST_LINE: Final = 100


class Panel(StrEnum):
    """What stands beside the editor."""

    RELATIONS = "relations"
    QUERIES = "queries"
    HISTORY = "history"


PANEL_NAMES: Final = Names(
    {
        Panel.RELATIONS: gettext_noop("Relations"),
        Panel.QUERIES: gettext_noop("Queries"),
        Panel.HISTORY: gettext_noop("History"),
    }
)


def panel(relations: dict[str, dict[str, str]], snapshot: str, person: Person) -> None:
    """Shows one of the three.

    Args:
        relations: columns and types by relation.
        snapshot: tells one snapshot's relations from another's.
        person: whose history it is.
    """
    chosen = st.segmented_control(
        _("Beside the editor"),
        list(Panel),
        default=Panel.RELATIONS,
        required=True,
        format_func=PANEL_NAMES.__getitem__,
        label_visibility="collapsed",
        width="stretch",
        key="workspace-panel-choice",
        persist_state="session",
    )
    try:
        match chosen:
            case Panel.QUERIES:
                _queries()
            case Panel.HISTORY:
                _history(person)
            case _:
                schema_browser(relations, snapshot, editor=STATEMENT, on_first_rows=first_rows)
    except ApiError as error:
        states.broken(error)


def _queries() -> None:
    wanted = _search(_("Find a query"), "query")
    asked = {"q": wanted} if wanted else {}
    own, more_own = _pages("own", "/workspace/queries", asked | {"whose": "own"})
    shared, more_shared = _pages("shared", "/workspace/queries", asked | {"whose": "shared"})
    ready = [one for one in questions().values() if wanted.lower() in f"{one.title} {one.says}".lower()]
    with st.container(key="workspace-queries", gap="small"):
        _heading(_("Yours"))
        if not own:
            st.caption(
                _("None yet. “Save query” below the editor keeps what stands in it.") if not wanted else _("None.")
            )
        for one in own:
            _saved(one, _("shared") if one["is_shared"] else "")
        _more("own", more_own)
        if shared:
            _heading(_("Shared by others"))
            for one in shared:
                _saved(one, one["owner_name"])
            _more("shared", more_shared)
        if ready:
            _heading(_("Ready-made"))
            for question in ready:
                _item(f"question-{question.name}", question.title, question.says, open_question, question.name)


def _saved(one: dict[str, Any], whose: str) -> None:
    told = " · ".join(part for part in (whose, one["description"]) if part)
    _item(f"query-{one['id']}", one["name"], told, open_saved, one["id"])


def _history(person: Person) -> None:
    wanted = _search(_("Find in your history"), "run")
    runs, more = _pages("runs", "/workspace/runs", {"q": wanted} if wanted else {})
    if not runs:
        states.empty(_("Nothing yet."), _("What you run stands here, for you alone: when, how long, how many rows."))
        return
    with st.container(key="workspace-history", gap="small"):
        for one in runs:
            _item(f"run-{one['id']}", one["begins"], run_in_words(one, person), open_run, one["id"])
        _more("runs", more)
    with st.popover(_("Clear the history"), icon=":material/delete_sweep:", width="stretch"):
        st.caption(_("All of it goes; saved queries stay."))
        st.button(_("Clear it"), key="workspace-clear", on_click=_clear, args=(runs[0]["id"],), width="stretch")


def _clear(newest: int) -> None:
    """Callback: forgets the whole history. With another newest entry it is another act, however soon after the last."""
    try:
        send("DELETE", "/workspace/runs", {}, turn=newest)
    except ApiError as error:
        remember_refusal(error)
    else:
        st.toast(_("Your history is empty."), icon=":material/check_circle:")


def _search(label: str, key: str) -> str:
    found = st.text_input(
        label,
        key=f"workspace-find-{key}",
        type="search",
        placeholder=label,
        label_visibility="collapsed",
        max_chars=100,
    )
    return (found or "").strip()


def _pages(name: str, path: str, query: dict[str, Any]) -> tuple[list[dict[str, Any]], str | None]:
    return first_pages(path, query | {"limit": _PAGE}, st.session_state.get(f"workspace-pages-{name}", 1))


def _more(name: str, following: str | None) -> None:
    if following:
        st.button(_("Show more"), key=f"workspace-more-{name}", on_click=_one_more, args=(name,), width="stretch")


def _one_more(name: str) -> None:
    key = f"workspace-pages-{name}"
    st.session_state[key] = st.session_state.get(key, 1) + 1


def _heading(text: str) -> None:
    st.markdown(f"**{text}**")


def _item(key: str, title: str, told: str, open_it: Callable[..., Any], what: int | str) -> None:
    """One line to open something from, with what is told of it below."""
    with st.container(key=f"workspace-item-{key}", gap=None):
        st.button(
            plainly(title if len(title) <= _LONGEST_LINE else f"{title[:_LONGEST_LINE]}…"),
            key=f"open-{key}",
            type="tertiary",
            width="stretch",
            on_click=open_it,
            args=(what,),
        )
        if told:
            st.html(f'<span class="hw-told"><bdi>{escape(told)}</bdi></span>')
