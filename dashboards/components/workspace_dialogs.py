"""A query saved under a name, and later: renamed, described, shared with the others, removed."""

from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.sending import refusal, send
from dashboards.components.workspace_state import Opened, address_of, stays_as
from dashboards.language import _, gettext_noop
from dashboards.session import api

_MOST_NAME: Final = 200
_MOST_DESCRIPTION: Final = 1_000
_SHARE: Final = gettext_noop("Share with everybody who may use this workspace")
_SHARE_HELP: Final = gettext_noop(
    "They read its name, description and SQL, and whose it is. Its rows are for each reader those that he may see."
)


def save_as(sql: str, what: Opened) -> None:
    """Asks for a name, and saves the text as a query of one's own."""
    st.dialog(_("Save the query"))(_save_as)(sql, what.saved)


def _save_as(sql: str, copied: dict[str, Any] | None) -> None:
    if not sql.strip():
        st.info(_("There is nothing to save yet: write a query first."), icon=":material/info:")
        return
    is_anothers = copied is not None and not copied["is_own"]
    name, description, is_shared = _fields(copied if copied and is_anothers else {})
    if not st.button(_("Save"), type="primary", key="query-save", width="stretch"):
        return
    content = {"name": name, "description": description, "sql": sql, "is_shared": is_shared}
    try:
        made = send("POST", "/workspace/queries", content)
        stays_as(api("GET", f"/workspace/queries/{made['id']}"))
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("Saved."), icon=":material/check_circle:")
    st.rerun()


def describe(saved: dict[str, Any]) -> None:
    """An own query's name, description and readers; its link; removing it."""
    st.dialog(_("Name and sharing"))(_describe)(saved)


def _describe(saved: dict[str, Any]) -> None:
    name, description, is_shared = _fields(saved, is_shared=saved["is_shared"])
    path, version = f"/workspace/queries/{saved['id']}", saved["version"]
    st.caption(
        _("Whoever has this link and may use the workspace opens the query:")
        if is_shared
        else _("This link opens the query for you alone, until it is shared:")
    )
    st.code(address_of(saved["id"]), language=None, wrap_lines=True)
    if st.button(_("Save"), type="primary", key="query-save", width="stretch"):
        content = {"name": name, "description": description, "is_shared": is_shared}
        _send("PUT", path, content, version, _("Changed."))
    with st.expander(_("Remove it")):
        st.caption(_("Its SQL stays in the editor until you leave; links to it lead nowhere then."))
        if st.button(_("Remove"), key="query-remove", icon=":material/delete:", width="stretch"):
            _send("DELETE", path, {}, version, _("Removed."))


def _fields(known: dict[str, Any], *, is_shared: bool = False) -> tuple[str, str, bool]:
    name = st.text_input(_("Name"), known.get("name", ""), max_chars=_MOST_NAME, key="query-name")
    description = st.text_area(
        _("What it tells (may stay empty)"),
        known.get("description", ""),
        max_chars=_MOST_DESCRIPTION,
        height=100,
        key="query-description",
    )
    shares = st.toggle(_(_SHARE), value=is_shared, help=_(_SHARE_HELP), key="query-shared")
    return name or "", description or "", shares


def _send(method: str, path: str, content: dict[str, Any], version: int, told: str) -> None:
    try:
        send(method, path, content, version)
        stays_as(api("GET", path) if method == "PUT" else None)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
