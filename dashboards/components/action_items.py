"""What is being done about it: open action items, and a new one from a theme. Live from the API, like every form."""

from datetime import date
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import day, theme_name
from dashboards.components.lead_words import listed, plain
from dashboards.language import _
from dashboards.session import api


def action_items(theme: str | None, campus_id: int | None) -> None:
    """The open action items, and a form for a new one that begins with the theme's name."""
    try:
        told = [
            item
            for status in ("open", "in_progress")
            for item in api("GET", "/action-items", query={"status": status, "limit": 50})["items"]
            if campus_id is None or item["campus_id"] == campus_id
        ]
    except ApiError as error:
        states.broken(error)
        return
    st.subheader(_("{count} open action items", count=len(told)), anchor=False)
    for item in sorted(told, key=lambda item: item["due_date"] or "9999"):
        _item(item)
    with st.popover(_("New action item"), icon=":material/add_task:"), st.form("new-action-item", clear_on_submit=True):
        title = st.text_input(_("What is to be done?"), value=f"{theme_name(theme)}: " if theme else "", max_chars=200)
        due = st.date_input(_("Until when?"), value=None, format="YYYY-MM-DD")
        if st.form_submit_button(_("Save"), type="primary"):
            _create(title, due if isinstance(due, date) else None, campus_id)


def _item(item: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        due = _("due {day}", day=day(date.fromisoformat(item["due_date"]))) if item["due_date"] else ""
        late = f"**{_('overdue')}**" if item["is_overdue"] else ""
        st.markdown(listed([plain(item["title"]), due, plain(item["assigned_name"] or ""), late]))
        st.button(_("Done"), key=f"done-{item['id']}", on_click=_done, args=(item["id"],), icon=":material/check:")


def _create(title: str, due: date | None, campus_id: int | None) -> None:
    content = {"title": title.strip(), "due_date": due.isoformat() if due else None, "campus_id": campus_id}
    try:
        api("POST", "/action-items", json=content)
    except ApiError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.rerun()


def _done(item_id: int) -> None:
    try:
        api("PUT", f"/action-items/{item_id}", json={"status": "done"})
    except ApiError as error:
        st.toast(str(error), icon=":material/error:")
