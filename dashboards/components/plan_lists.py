"""A week of planned sessions, and past sessions that nobody has marked: what the page of planning shows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.labels import number
from dashboards.components.lead_words import listed
from dashboards.components.paging import first_pages
from dashboards.components.plan_filter import Wanted
from dashboards.components.session_cards import SessionCard, session_cards
from dashboards.components.session_week import DAYS, PlannedSession, days_of, session_week
from dashboards.language import _, ngettext
from dashboards.region import date_text
from dashboards.session import api
from warehouse.vocabulary import Role, SessionStatus

_PAGE: Final = 200
# Of the whole institute a week is drawn only where somebody can read it.
_MOST_PAGES, _MOST_OF_ALL = 5, 2
_AT_ONCE: Final = 50


def week(person: Person, wanted: Wanted, monday: date, *, shows_campus: bool) -> int | None:
    """Shows the sessions of a week, and returns the id of the one that was tapped.

    Raises:
        ApiError: the API does not answer.
    """
    sunday = monday + timedelta(days=DAYS - 1)
    query = wanted.query | {"date_from": monday, "date_to": sunday, "limit": _PAGE}
    is_all = shows_campus and wanted.faculty_id is None
    items, following = first_pages("/sessions", query, _MOST_OF_ALL if is_all else _MOST_PAGES)
    if is_all and following is not None:
        count = number(len(items))
        states.empty(_("More than {count} sessions this week.", count=count), _("Choose a campus or a teacher."))
        return None
    holidays = api("GET", "/holidays", query={"from_date": monday, "to_date": sunday, "limit": _PAGE})["items"]
    places = {one["id"]: one for one in api("GET", "/campuses")["items"]}
    closed: dict[date, list[str]] = {}
    for one in holidays:
        campus = places[one["campus_id"]]
        if wanted.campus in (None, campus["code"]):
            told = f"{one['name']} ({campus['name']})" if shows_campus else one["name"]
            closed.setdefault(date.fromisoformat(one["holiday_date"]), []).append(told)
    st.caption(_told(items, person.today, is_more=following is not None))
    sessions = [
        (
            date.fromisoformat(one["session_date"]),
            PlannedSession.from_api(
                one, person.today, shows_faculty=person.role is not Role.FACULTY, shows_campus=shows_campus
            ),
        )
        for one in items
    ]
    return session_week(days_of(monday, person.today, sessions, closed))


def _told(items: list[dict[str, Any]], today: date, *, is_more: bool) -> str:
    if is_more:
        return _("More than {count} sessions: choose a campus or a teacher to see them all.", count=len(items))
    open_ones = [one for one in items if one["status"] == SessionStatus.SCHEDULED]
    unmarked = sum(date.fromisoformat(one["session_date"]) < today for one in open_ones)
    without = sum(one["faculty_id"] is None for one in open_ones)
    return listed(
        [
            ngettext("{count} session", "{count} sessions", len(items)),
            _("{count} not marked", count=unmarked) if unmarked else "",
            _("{count} without a teacher", count=without) if without else "",
        ]
    )


def unmarked_query(today: date) -> dict[str, Any]:
    """The filter of `GET /sessions` for past sessions of which nobody said what became of them."""
    return {"status": SessionStatus.SCHEDULED, "date_to": today - timedelta(days=1)}


def unmarked(person: Person, wanted: Wanted) -> int | None:
    """Shows past sessions that are not marked, the latest first, and returns the id of the one that was tapped.

    Raises:
        ApiError: the API does not answer.
    """
    pages = st.session_state.setdefault("unmarked-pages", 1)
    query = wanted.query | unmarked_query(person.today) | {"sort": "-date", "limit": _AT_ONCE}
    items, following = first_pages("/sessions", query, pages)
    if not items:
        states.empty(
            _("Every past session is marked, thank you."),
            _("A session of yesterday that nobody has marked appears here."),
        )
        return None
    shown = f"{len(items)}{'+' if following else ''}"
    count = ngettext(
        "{shown} past session is not marked", "{shown} past sessions are not marked", len(items), shown=shown
    )
    st.caption(f"{count}. {_('Without marks they count neither as held nor as missed.')}")
    cards = [_card(one, shows_faculty=person.role is not Role.FACULTY) for one in items]
    opened = session_cards(cards, person.id)
    if following and st.button(_("Show {count} more", count=_AT_ONCE), icon=":material/expand_more:", key="more"):
        st.session_state["unmarked-pages"] = pages + 1
        st.rerun()
    return opened


def _card(one: dict[str, Any], *, shows_faculty: bool) -> SessionCard:
    card = SessionCard.from_api(one, shows_faculty=shows_faculty)
    on = date_text(date.fromisoformat(one["session_date"]), "MMMEd")
    return replace(card, time=on, about=listed([card.time, card.about]))
