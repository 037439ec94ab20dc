"""The fields of a batch, which opening and changing one share."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components.address import FIRST_DAY, LAST_DAY
from dashboards.components.course_saving import begun, long_text, text, whole_number
from dashboards.components.course_words import BATCH_TYPE_NAMES, WEEKDAYS, weekdays_of
from dashboards.components.labels import weekday_name
from dashboards.components.plan_fields import teacher_field, teachers
from dashboards.language import _
from dashboards.region import picker_format
from warehouse.vocabulary import BatchType

_MOST_STUDENTS: Final = 10_000
_STEP_SECONDS: Final = 15 * 60


def batch_fields(known: Mapping[str, Any], person: Person, campus_code: str | None, key: str) -> dict[str, Any] | None:
    """All of a batch that can be changed.

    Args:
        known: what the fields begin with, named as in the API.
        person: who fills them in.
        campus_code: whose teachers can be chosen.
        key: begins the keys of the widgets.

    Returns:
        The content for the API; None, with the reason in words, while the times do not fit.

    Raises:
        ApiError: the API does not answer.
    """
    name = text(_("Name"), known["name"], f"{key}-name", placeholder=_("Python, evenings"))
    # Another campus brings other teachers.
    teacher = teacher_field(person, teachers(person, campus_code), known["faculty_id"], f"{key}-{campus_code}-teacher")
    schedule = _schedule(known["schedule"] or {}, key)
    left, right = st.columns(2)
    with left:
        begins = _day(_("First day"), known["start_date"], f"{key}-begins")
    with right:
        ends = _day(_("Last day"), known["end_date"], f"{key}-ends")
    most = whole_number(
        _("Places"), known["max_students"], _MOST_STUDENTS, 1, f"{key}-places", placeholder=_("As many as come")
    )
    kind = st.pills(
        _("Kind"),
        list(BatchType),
        default=BatchType(known["batch_type"]),
        required=True,
        format_func=BATCH_TYPE_NAMES.__getitem__,
        key=f"{key}-kind",
    )
    description = long_text(_("Description"), known["description"], f"{key}-description")
    if schedule is None:
        st.caption(_("Say from when and until when it meets, or neither; the end comes after the start."))
        return None
    return {
        "name": name,
        "faculty_id": teacher,
        "batch_type": kind or BatchType(known["batch_type"]),
        "start_date": begins,
        "end_date": ends,
        # An empty one is as good as none.
        "schedule": schedule or (None if known["schedule"] else known["schedule"]),
        "max_students": most,
        "description": description,
    }


def _schedule(known: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """Days and times, beside whatever else the schedule holds; None while the times do not fit."""
    days = st.pills(
        _("Days"),
        list(range(1, 8)),
        selection_mode="multi",
        default=weekdays_of(known),
        format_func=weekday_name,
        key=f"{key}-days",
    )
    left, right = st.columns(2)
    known_start, known_end = (_time(known.get(name)) for name in ("start_time", "end_time"))
    start = left.time_input(_("From"), None, step=_STEP_SECONDS, key=begun(f"{key}-from", known_start))
    end = right.time_input(_("Until"), None, step=_STEP_SECONDS, key=begun(f"{key}-until", known_end))
    if (start is None) != (end is None) or (start is not None and end is not None and end <= start):
        return None
    content: dict[str, Any] = {
        "days": [WEEKDAYS[one - 1] for one in sorted(days)],
        "start_time": f"{start:%H:%M}" if start else None,
        "end_time": f"{end:%H:%M}" if end else None,
    }
    # What is said as before stays as it is written.
    if sorted(days) == weekdays_of(known):
        content["days"] = known.get("days")
    for name, moment, was in (("start_time", start, known_start), ("end_time", end, known_end)):
        if moment == was:
            content[name] = known.get(name)
    others = {name: value for name, value in known.items() if name not in content}
    return others | {name: value for name, value in content.items() if value not in (None, [])}


def _time(told: object) -> time | None:
    try:
        return time.fromisoformat(told).replace(tzinfo=None) if isinstance(told, str) else None
    except ValueError:
        return None


def _day(label: str, known: str | None, key: str) -> str | None:
    found = st.date_input(
        label,
        value=None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=begun(key, date.fromisoformat(known) if known else None),
        format=picker_format(),
    )
    return found.isoformat() if isinstance(found, date) else None
