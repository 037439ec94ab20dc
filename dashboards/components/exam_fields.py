"""The fields of an exam that its planning and its change share, and the instant that day and time mean at a campus."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards.access import Person
from dashboards.components.address import FIRST_DAY, LAST_DAY
from dashboards.components.exam_words import start_of
from dashboards.components.labels import day
from dashboards.components.plan_fields import teachers
from dashboards.language import _
from dashboards.region import picker_format

_MOST_LETTERS: Final = 200
_MOST_MINUTES: Final = 1_440
_MOST_PLACES: Final = 10_000
_STEP_MINUTES: Final = 15
_USUAL: Final[dict[str, Any]] = {
    "title": "",
    "duration_minutes": 60,
    "capacity": 20,
    "location": None,
    "faculty_id": None,
}
_USUAL_START: Final = time(10)


def exam_fields(person: Person, campus: Mapping[str, Any], known: Mapping[str, Any] | None, key: str) -> dict[str, Any]:
    """Title, day, time, minutes, places, room and invigilator as fields.

    Args:
        person: who plans.
        campus: an item of `GET /campuses`: at its clock.
        known: the exam that is changed; None for a new one.
        key: begins the keys of the widgets.

    Returns:
        The content for the API, only what became different of an exam that is known; and under `on` and `at` the day
        and the time, of which `starts_at` is still to be made.

    Raises:
        ApiError: the API does not answer.
    """
    names = teachers(person, campus["code"])
    before: dict[str, Any] = {**_USUAL, **(known or {})}
    start = start_of(known).replace(second=0, microsecond=0) if known else None
    title = st.text_input(_("Title"), before["title"], key=f"{key}-title", max_chars=_MOST_LETTERS)
    left, right = st.columns(2)
    on = left.date_input(
        _("Day"),
        value=start.date() if start else None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=f"{key}-day",
        format=picker_format(),
    )
    at = right.time_input(
        _("Start"), value=start.time() if start else _USUAL_START, step=_STEP_MINUTES * 60, key=f"{key}-start"
    )
    st.caption(_("At the clock of {campus}: {zone}.", campus=campus["name"], zone=campus["time_zone"]))
    # Columns of their own: on a phone they stand below the time, not between day and time.
    left, right = st.columns(2)
    minutes = left.number_input(
        _("Minutes"), 1, _MOST_MINUTES, before["duration_minutes"], _STEP_MINUTES, key=f"{key}-minutes"
    )
    count = right.number_input(_("Places"), 1, _MOST_PLACES, before["capacity"], 1, key=f"{key}-places")
    room = st.text_input(
        _("Room"), before["location"] or "", key=f"{key}-room", max_chars=_MOST_LETTERS, placeholder=_("or online")
    )
    options: list[int | None] = list(dict.fromkeys([None, *names, before["faculty_id"]]))
    faculty_id = st.selectbox(
        _("Invigilator"),
        options,
        index=options.index(before["faculty_id"]),
        format_func=lambda one: names.get(one, str(before.get("faculty_name"))) if one else _("Nobody yet"),
        key=f"{key}-faculty",
    )
    content: dict[str, Any] = {
        "title": (title or "").strip(),
        "duration_minutes": minutes,
        "capacity": count,
        "location": (room or "").strip() or None,
        "faculty_id": faculty_id,
    }
    if known:
        content = {name: value for name, value in content.items() if value != known[name]}
    is_other_time = start is None or (on, at) != (start.date(), start.time())
    return content | ({"on": on, "at": at} if is_other_time else {})


def whole(content: dict[str, Any], zone: str) -> tuple[dict[str, Any], list[str]]:
    """The content with `starts_at` in place of day and time, and what is missing in words."""
    told = dict(content)
    missing = [] if told.get("title", "-") else [_("Give the exam a title.")]
    if "on" in told:
        on, at = told.pop("on"), told.pop("at")
        if not isinstance(on, date):
            missing.append(_("Choose a day."))
        elif not isinstance(at, time):
            missing.append(_("Choose a time."))
        elif (instant := instant_at(on, at, zone)) is None:
            missing.append(
                _(
                    "On {day} the clock is put forward over {time}: choose another time.",
                    day=day(on),
                    time=f"{at:%H:%M}",
                )
            )
        else:
            told["starts_at"] = instant.isoformat()
    return told, missing


def instant_at(on: date, at: time, zone: str) -> datetime | None:
    """The instant at which the clock of a time zone shows this, the first of two; None when it never does."""
    local = datetime.combine(on, at, ZoneInfo(zone))
    again = local.astimezone(UTC).astimezone(ZoneInfo(zone))
    return local if again.replace(tzinfo=None) == local.replace(tzinfo=None) else None
