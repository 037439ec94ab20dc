"""Campuses as a list, and opening or changing one."""

from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import clock_time
from dashboards.components.lead_words import listed
from dashboards.components.sending import refusal, send
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER


def campus_list(items: list[dict[str, Any]]) -> None:
    """Shows items of `GET /campuses`."""
    now = datetime.now(UTC)
    for one in items:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"campus-{one['id']}"):
            zone, here = one["time_zone"], clock_time(now, one["time_zone"])
            about = listed([one["code"], _("{zone}, {time} there now", zone=zone, time=here)])
            st.html(
                f'<div class="hw-lead"><strong>{escape(one["name"])}</strong><span>{escape(about)}</span></div>',
                width="stretch",
            )
            st.page_link(
                PAGES_FOLDER / "admin/overview.py",
                label=_("Figures"),
                icon=":material/monitoring:",
                query_params={"campus": one["code"]},
            )
            st.page_link(
                PAGES_FOLDER / "admin/settings.py",
                label=_("Settings"),
                icon=":material/tune:",
                query_params={"place": one["name"]},
            )
            if st.button(_("Change"), key=f"campus-change-{one['id']}", icon=":material/edit:"):
                change_campus(one)


def open_campus() -> None:
    """Code, name and time zone."""
    st.dialog(_("Open a campus"))(_open_campus)()


def _open_campus() -> None:
    code = (
        st.text_input(_("Code"), key="campus-code", max_chars=20, help=_("Short, and for good: numbers begin with it."))
        or ""
    ).strip()
    name = (st.text_input(_("Name"), key="campus-name", max_chars=200) or "").strip()
    zone = _zone("Asia/Kolkata")
    if not st.button(
        _("Save"), type="primary", key="campus-save", width="stretch", disabled=not (code and name and zone)
    ):
        return
    _send("POST", "/campuses", {"code": code.upper(), "name": name, "time_zone": zone}, None, _("The campus is open."))


def change_campus(one: dict[str, Any]) -> None:
    """Name and time zone; the code stays."""
    st.dialog(_("Change a campus"))(_change_campus)(one)


def _change_campus(one: dict[str, Any]) -> None:
    name = (st.text_input(_("Name"), one["name"], key="campus-name", max_chars=200) or "").strip()
    zone = _zone(one["time_zone"])
    st.caption(_("The code {code} stays: enrolment numbers were made from it.", code=one["code"]))
    typed = {"name": name, "time_zone": zone}
    different = {key: value for key, value in typed.items() if value and value != one[key]}
    if st.button(_("Save"), type="primary", key="campus-save", width="stretch", disabled=not different):
        _send("PUT", f"/campuses/{one['id']}", different, one["version"], _("Saved."))


def _zone(current: str) -> str | None:
    zones = sorted(available_timezones())
    at = zones.index(current) if current in zones else None
    return st.selectbox(_("Time zone"), zones, index=at, key="campus-zone")


def _send(method: str, path: str, content: dict[str, Any], version: int | None, told: str) -> None:
    try:
        send(method, path, content, version)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
