"""Holidays as a list, and adding or removing one with what that means for sessions."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import listed, plain
from dashboards.components.sending import refusal, send
from dashboards.language import _
from dashboards.region import date_part, picker_format
from dashboards.session import api
from warehouse.vocabulary import SessionStatus

_MOST: Final = 200


def holiday_list(items: list[dict[str, Any]], campuses: Mapping[int, dict[str, Any]], today: date) -> None:
    """Shows items of `GET /holidays`; those ahead first."""
    ahead = [one for one in items if date.fromisoformat(one["holiday_date"]) >= today]
    past = [one for one in items if date.fromisoformat(one["holiday_date"]) < today]
    if ahead:
        st.subheader(_("Ahead"), anchor=False)
        _rows(ahead, campuses)
    if past:
        with st.expander(_("Past ({count})", count=len(past)), expanded=not ahead):
            _rows(past, campuses)


def _rows(days: list[dict[str, Any]], campuses: Mapping[int, dict[str, Any]]) -> None:
    for one in days:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"holiday-{one['id']}"):
            st.html(_item(one, campuses), width="stretch")
            if st.button(_("Remove"), key=f"remove-{one['id']}", icon=":material/delete:"):
                remove_holiday(one, campuses)


def _item(one: dict[str, Any], campuses: Mapping[int, dict[str, Any]]) -> str:
    on = date.fromisoformat(one["holiday_date"])
    where = campuses[one["campus_id"]]["name"] if len(campuses) > 1 else ""
    about = listed([f"{date_part(on, 'EEEE')}, {day(on)}", where])
    return f'<div class="hw-lead"><strong>{escape(one["name"])}</strong><span>{escape(about)}</span></div>'


def sessions_on(on: date, campus: dict[str, Any]) -> int:
    """How many sessions are planned on a day at a campus.

    Raises:
        ApiError: the API does not answer.
    """
    query = {"date_from": on, "date_to": on, "status": SessionStatus.SCHEDULED, "campus": campus["code"]}
    return len(api("GET", "/sessions", query=query | {"limit": _MOST})["items"])


def add_holiday(person: Person, campuses: Mapping[int, dict[str, Any]], chosen: int | None) -> None:
    """Which day, its name, and where; tells how many planned sessions stand on it."""
    st.dialog(_("Add a holiday"))(_add_holiday)(person, campuses, chosen)


def _add_holiday(person: Person, campuses: Mapping[int, dict[str, Any]], chosen: int | None) -> None:
    on = st.date_input(_("Day"), value=None, key="holiday-on", format=picker_format())
    name = (st.text_input(_("Name"), key="holiday-name", max_chars=200) or "").strip()
    ids = list(campuses)
    places = [person.campus.id] if person.campus else [chosen] if chosen else ids
    if not person.campus:
        places = st.multiselect(
            _("Campuses"),
            ids,
            default=places,
            format_func=lambda key: str(campuses[key]["name"]),
            key="holiday-places",
        )
    if isinstance(on, date):
        try:
            planned = {campuses[key]["name"]: sessions_on(on, campuses[key]) for key in places}
        except ApiError as error:
            st.caption(_("Planned sessions could not be counted: {reason}", reason=error))
            planned = {}
        told = [_("{count} at {place}", count=count, place=name) for name, count in planned.items() if count]
        if told:
            st.warning(
                _(
                    "Sessions are planned on this day: {sessions}. They stay until you move or cancel them.",
                    sessions=", ".join(told),
                ),
                icon=":material/event_busy:",
            )
            st.html(_ways_to_plan(on, [campuses[key] for key in places if planned.get(campuses[key]["name"])]))
        elif planned:
            st.caption(_("No session is planned on this day."))
    is_whole = isinstance(on, date) and bool(name) and bool(places)
    if not st.button(_("Save"), type="primary", key="holiday-save", width="stretch", disabled=not is_whole):
        return
    saved, refused = [], []
    for key in places:
        try:
            send("POST", "/holidays", {"campus_id": key, "holiday_date": str(on), "name": name})
        except ApiError as error:
            refused.append(f"{campuses[key]['name']}: {refusal(error)}")
        else:
            saved.append(campuses[key]["name"])
    if refused:
        if saved:
            refused.append(_("Saved at {places}: leave it out when you try again.", places=", ".join(saved)))
        st.error("\n".join(f"- {one}" for one in refused), icon=":material/error:")
        return
    st.toast(_("Saved. Figures follow with the next build."), icon=":material/check_circle:")
    st.rerun()


def _ways_to_plan(on: date, places: Sequence[dict[str, Any]]) -> str:
    """Links to the sessions of that week; in a tab of their own, because the holiday is not saved yet."""
    links = "".join(
        f'<a class="hw-aside" href="/plan?{urlencode({"campus": one["code"], "week": on.isoformat()})}" target="_blank"'
        f' rel="noopener">{escape(_("Move or cancel the sessions at {place}", place=one["name"]))}</a>'
        for one in places
    )
    return f'<p data-testid="to-plan">{links}</p>'


def remove_holiday(one: dict[str, Any], campuses: Mapping[int, dict[str, Any]]) -> None:
    """Asks once more: the day becomes a working day again."""
    st.dialog(_("Remove a holiday"))(_remove_holiday)(one, campuses)


def _remove_holiday(one: dict[str, Any], campuses: Mapping[int, dict[str, Any]]) -> None:
    on = date.fromisoformat(one["holiday_date"])
    where = campuses[one["campus_id"]]["name"]
    st.markdown(f"**{plain(one['name'])}**, {day(on)}, {plain(where)}")
    st.caption(_("The day becomes a working day: faculty hours on it count as available again."))
    if not st.button(_("Remove"), type="primary", key="holiday-remove", width="stretch"):
        return
    try:
        send("DELETE", f"/holidays/{one['id']}", {}, one["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("Removed."), icon=":material/check_circle:")
    st.rerun()
