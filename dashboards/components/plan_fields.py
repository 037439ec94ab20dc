"""The fields of a planned session that its making and its change share: who teaches it, when, how long and where."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components.address import FIRST_DAY, LAST_DAY
from dashboards.components.known_people import student_name
from dashboards.language import _
from dashboards.region import picker_format
from dashboards.session import api
from warehouse.vocabulary import FacultyStatus, Role

MOST_ROWS: Final = 200
_MINUTES: Final = 60
_STEP_MINUTES: Final = 15
_LONGEST_MINUTES: Final = 12 * 60


def teachers(person: Person, campus_code: str | None) -> dict[int, str]:
    """Names of the active faculty members of a campus by id; a faculty member finds herself.

    Raises:
        ApiError: the API does not answer.
    """
    query = {"status": FacultyStatus.ACTIVE, "limit": MOST_ROWS} | ({"campus": campus_code} if campus_code else {})
    if person.role is Role.FACULTY:
        query.pop("status")
    return {one["id"]: student_name(one) for one in api("GET", "/faculties", query=query)["items"]}


def teacher_field(person: Person, names: Mapping[int, str], known: int | None, key: str) -> int | None:
    """Who teaches it; a faculty member plans her own sessions only, so she is not asked."""
    if person.role is Role.FACULTY:
        return person.faculty_id
    options = [None, *names]
    if known not in options:
        options.append(known)
    return st.selectbox(
        _("Teacher"),
        options,
        index=options.index(known),
        format_func=lambda one: names.get(one, _("not active")) if one else _("No teacher yet"),
        key=key,
    )


def when_and_where(known: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Day, start, minutes and room as fields.

    Args:
        known: what they begin with, named as in the API.
        key: begins the keys of the widgets.

    Returns:
        The content for the API; `session_date` is None while the day is empty.
    """
    left, right = st.columns(2)
    on = left.date_input(
        _("Day"),
        value=_day(known.get("session_date")),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=f"{key}-day",
        format=picker_format(),
    )
    start = right.time_input(
        _("Start"), value=_time(known.get("start_time")), step=_STEP_MINUTES * 60, key=f"{key}-start"
    )
    minutes = left.number_input(
        _("Minutes"),
        1,
        max(_LONGEST_MINUTES, known.get("duration_minutes") or 0),
        known.get("duration_minutes") or _MINUTES,
        _STEP_MINUTES,
        key=f"{key}-minutes",
    )
    room = right.text_input(
        _("Room"), known.get("location") or "", key=f"{key}-room", max_chars=200, placeholder=_("or online")
    )
    return {
        "session_date": on.isoformat() if isinstance(on, date) else None,
        "start_time": start.isoformat() if isinstance(start, time) else None,
        "duration_minutes": minutes,
        "location": (room or "").strip() or None,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
