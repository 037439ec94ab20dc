"""Subscribing to the own schedule from a phone's calendar: the secret address, made anew or ended."""

from urllib.parse import urlsplit

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.sending import refusal
from dashboards.language import _
from dashboards.region import day_of
from dashboards.session import api
from warehouse.settings import get_settings

_MADE = "calendar-link"


def address_of(token: str, page: str | None) -> str:
    """Where a calendar program finds the calendar: beside the page on which the address was made."""
    parts = urlsplit(page or get_settings().public_url or "")
    return f"{parts.scheme}://{parts.netloc}/calendar/{token}.ics" if parts.netloc else f"/calendar/{token}.ics"


def calendar_link(made_at: str | None, zone: str | None) -> None:
    """Draws the section; `made_at` is what `GET /calendar/link` tells."""
    with st.container(border=True, key="calendar-link"):
        st.subheader(_("In the calendar of your phone"), anchor=False)
        token = st.session_state.get(_MADE)
        if token and made_at:
            _fresh(token)
        elif made_at:
            since = day(day_of(made_at))
            st.markdown(
                _(
                    "Your calendar has an address since {day}. It is shown only once; if you have lost it, make a new "
                    "one, and the old one stops working.",
                    day=since,
                )
            )
        else:
            st.markdown(
                _(
                    "Subscribe once, and every session and exam stands in your own calendar: moved when it is moved, "
                    "and marked when it is cancelled."
                )
            )
        with st.container(horizontal=True):
            st.button(
                _("New link") if made_at else _("Make a link"),
                key="calendar-new",
                icon=":material/add_link:",
                type="secondary" if made_at else "primary",
                on_click=_make,
            )
            if made_at:
                st.button(_("Stop it"), key="calendar-end", icon=":material/link_off:", on_click=_end)
        if told := st.session_state.pop("calendar-refused", None):
            st.error(told, icon=":material/error:")


def _fresh(token: str) -> None:
    address = address_of(token, st.context.url)
    scheme, _separator, rest = address.partition("://")
    if rest:
        st.link_button(_("Add to my calendar"), f"webcal://{rest}", icon=":material/event_available:", type="primary")
    st.markdown(_("Or copy the link into your calendar program, where it adds a calendar from a URL:"))
    st.code(address, language=None, wrap_lines=True)
    st.caption(_("Whoever has this link sees your schedule: do not pass it on. It is shown here only until you leave."))


def _make() -> None:
    try:
        st.session_state[_MADE] = api("POST", "/calendar/link")["token"]
    except ApiError as error:
        st.session_state["calendar-refused"] = refusal(error)


def _end() -> None:
    try:
        api("DELETE", "/calendar/link")
    except ApiError as error:
        st.session_state["calendar-refused"] = refusal(error)
    else:
        st.session_state.pop(_MADE, None)
        st.toast(_("The link no longer works."), icon=":material/link_off:")
