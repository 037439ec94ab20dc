"""What is being done about it: open action items, who does them, and new ones. Live from the API, like every form."""

from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import day, theme_name
from dashboards.components.lead_words import listed, plain
from dashboards.components.sending import refusal, remember_refusal, send, show_refusal
from dashboards.components.staff_field import staff_field, staff_of
from dashboards.language import Names, _, gettext_noop
from dashboards.region import picker_format
from dashboards.session import api
from warehouse.vocabulary import ActionItemStatus

STATUS_NAMES: Final = Names(
    {
        ActionItemStatus.OPEN: gettext_noop("○ Not begun"),
        ActionItemStatus.IN_PROGRESS: gettext_noop("◔ In progress"),
        ActionItemStatus.DONE: gettext_noop("✓ Done"),
        ActionItemStatus.CANCELLED: gettext_noop("✕ Cancelled"),
    }
)
_OPEN: Final = (ActionItemStatus.OPEN, ActionItemStatus.IN_PROGRESS)
_MOST: Final = 50


def _open_items() -> list[dict[str, Any]]:
    found = [
        item
        for status in _OPEN
        for item in api("GET", "/action-items", query={"status": status, "limit": _MOST})["items"]
    ]
    return sorted(found, key=lambda item: item["due_date"] or "9999")


def action_items(theme: str | None, campus_id: int | None) -> None:
    """The open action items of a campus, or of all, and a form for a new one that begins with the theme's name."""
    try:
        told = [item for item in _open_items() if campus_id is None or item["campus_id"] == campus_id]
    except ApiError as error:
        states.broken(error)
        return
    st.subheader(_("{count} open action items", count=len(told)), anchor=False)
    show_refusal()
    for item in told:
        _item(item, may_change=True)
    if campus_id is None:
        st.caption(_("Choose a campus to add an action item."))
        return
    with st.popover(_("New action item"), icon=":material/add_task:"), st.form("new-action-item", clear_on_submit=True):
        title = st.text_input(_("What is to be done?"), value=f"{theme_name(theme)}: " if theme else "", max_chars=200)
        try:
            who = staff_field(staff_of(campus_id), None, f"item-who-{campus_id}")
        except ApiError as error:
            st.caption(refusal(error))
            who = None
        due = st.date_input(_("Until when?"), value=None, format=picker_format())
        if st.form_submit_button(_("Save"), type="primary"):
            _create(title, who, due if isinstance(due, date) else None, campus_id)


def own_items() -> None:
    """What somebody who is no admin is to do; nothing is shown when there is nothing."""
    try:
        told = _open_items()
    except ApiError as error:
        states.broken(error)
        return
    if told:
        st.subheader(_("What you are to do"), anchor=False)
        show_refusal()
        for item in told:
            _item(item, may_change=False)


def _item(item: dict[str, Any], *, may_change: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"item-{item['id']}"):
        due = _("due {day}", day=day(date.fromisoformat(item["due_date"]))) if item["due_date"] else ""
        late = f"**{_('overdue')}**" if item["is_overdue"] else ""
        who = plain(item["assigned_name"] or _("Nobody yet")) if may_change else ""
        status = ActionItemStatus(item["status"])
        st.markdown(f"**{plain(item['title'])}**  \n{listed([STATUS_NAMES[status], who, due, late])}", width="stretch")
        if status is ActionItemStatus.OPEN:
            _step(item, _("Begin"), ActionItemStatus.IN_PROGRESS, ":material/play_arrow:")
        _step(item, _("Done"), ActionItemStatus.DONE, ":material/check:")
        if may_change and st.button(_("Change"), key=f"change-{item['id']}", icon=":material/edit:"):
            change_item(item)


def _step(item: dict[str, Any], label: str, status: ActionItemStatus, icon: str) -> None:
    st.button(label, key=f"{status}-{item['id']}", on_click=_move, args=(item, status), icon=icon)


def _move(item: dict[str, Any], status: ActionItemStatus) -> None:
    try:
        send("PUT", f"/action-items/{item['id']}", {"status": status}, item["version"])
    except ApiError as error:
        remember_refusal(error)


def _create(title: str, who: int | None, due: date | None, campus_id: int) -> None:
    content = {
        "title": title.strip(),
        "assigned_to": who,
        "due_date": due.isoformat() if due else None,
        "campus_id": campus_id,
    }
    try:
        send("POST", "/action-items", content)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.rerun()


def change_item(item: dict[str, Any]) -> None:
    """What is to be done, by whom, until when; or that it is not needed any more."""
    st.dialog(_("Change the action item"))(_change_item)(item)


def _change_item(item: dict[str, Any]) -> None:
    # A dialog that was closed leaves its fields behind; those of another item, or of another version, are others.
    key = f"item-{item['id']}-{item['version']}"
    title = (st.text_input(_("What is to be done?"), item["title"], key=f"{key}-title", max_chars=200) or "").strip()
    try:
        names = staff_of(item["campus_id"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    who = staff_field(names, item["assigned_to"], f"{key}-who", known_name=item["assigned_name"])
    known = date.fromisoformat(item["due_date"]) if item["due_date"] else None
    due = st.date_input(_("Until when?"), value=known, format=picker_format(), key=f"{key}-due")
    wanted = {"title": title, "assigned_to": who, "due_date": due.isoformat() if isinstance(due, date) else None}
    different = {name: value for name, value in wanted.items() if value != item[name]}
    if st.button(_("Save"), type="primary", key="item-save", width="stretch", disabled=not different or not title):
        _change(item, different, _("Saved."))
    if st.button(_("Not needed any more"), key="item-off", icon=":material/block:", width="stretch"):
        _change(item, {"status": ActionItemStatus.CANCELLED}, _("Taken off the list."))


def _change(item: dict[str, Any], content: dict[str, Any], told: str) -> None:
    try:
        send("PUT", f"/action-items/{item['id']}", content, item["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
