"""When somebody can teach in every week: the parts of each day, entered for several days at once."""

from collections.abc import Sequence
from datetime import time
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import number, weekday_name
from dashboards.components.sending import refusal, send
from dashboards.components.session_words import hours_of
from dashboards.language import _

_WEEK: Final = range(1, 8)
_WORKDAYS: Final = (1, 2, 3, 4, 5)
_BEGINS, _ENDS = time(9), time(17)


def hours_total(parts: Sequence[dict[str, Any]]) -> float:
    """Hours of a week."""
    return sum(_minutes(one["end_time"]) - _minutes(one["start_time"]) for one in parts) / 60


def _minutes(moment: str) -> int:
    at = time.fromisoformat(moment)
    return at.hour * 60 + at.minute


def week_list(faculty_id: int, parts: Sequence[dict[str, Any]]) -> None:
    """Shows the items of `GET /faculties/{id}/availability` by day."""
    for weekday in _WEEK:
        of_day = [one for one in parts if one["weekday"] == weekday]
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"weekday-{weekday}"):
            hours = number(hours_total(of_day), 1)
            about = _("{hours} h", hours=hours) if of_day else _("Not available")
            st.html(
                f'<div class="hw-lead"><strong>{escape(weekday_name(weekday))}</strong>'
                f"<span>{escape(about)}</span></div>",
                width="stretch",
            )
            for one in of_day:
                if st.button(hours_of(one), key=f"part-{one['id']}", icon=":material/edit:"):
                    change_part(faculty_id, one)


def add_parts(faculty_id: int) -> None:
    """On which days, from when until when."""
    st.dialog(_("Add hours"))(_add_parts)(faculty_id)


def _add_parts(faculty_id: int) -> None:
    days = st.pills(
        _("Days"),
        list(_WEEK),
        selection_mode="multi",
        default=list(_WORKDAYS),
        format_func=weekday_name,
        key="hours-days",
    )
    span = _span(_BEGINS, _ENDS, "hours")
    if not st.button(_("Save"), type="primary", key="hours-save", width="stretch", disabled=not days or span is None):
        return
    saved, refused = [], []
    for weekday in sorted(days):
        try:
            send("POST", f"/faculties/{faculty_id}/availability", {"weekday": weekday, **(span or {})})
        except ApiError as error:
            refused.append(f"{weekday_name(weekday)}: {hours_refusal(error)}")
        else:
            saved.append(weekday_name(weekday))
    if refused:
        if saved:
            refused.append(_("Saved for {days}: leave them out when you try again.", days=", ".join(saved)))
        st.error("\n".join(f"- {one}" for one in refused), icon=":material/error:")
        return
    st.toast(_("Saved. Figures follow with the next build."), icon=":material/check_circle:")
    st.rerun()


def _span(begins: time, ends: time, key: str) -> dict[str, str] | None:
    """Start and end as fields; None, with the reason in words, while they do not fit."""
    left, right = st.columns(2)
    start = left.time_input(_("From"), value=begins, key=f"{key}-start")
    end = right.time_input(_("Until"), value=ends, key=f"{key}-end")
    if not isinstance(start, time) or not isinstance(end, time):
        st.caption(_("Say from when and until when."))
        return None
    if end <= start:
        st.caption(_("The end must come after the start; for a night, enter both days."))
        return None
    return {"start_time": start.isoformat(), "end_time": end.isoformat()}


def hours_refusal(error: ApiError) -> str:
    """Why hours cannot be so: those of the same day that they overlap, or else the API's own words."""
    clash = error.problem.get("clash")
    if not clash:
        return refusal(error)
    return _("Overlaps {hours}, which is entered already. Change that instead.", hours=hours_of(clash))


def change_part(faculty_id: int, part: dict[str, Any]) -> None:
    """One part of a day: other times, or none."""
    st.dialog(_("Change the hours"))(_change_part)(faculty_id, part)


def _change_part(faculty_id: int, part: dict[str, Any]) -> None:
    st.markdown(f"**{weekday_name(part['weekday'])}**")
    known = {name: part[name] for name in ("start_time", "end_time")}
    # A dialog that was closed leaves its fields behind; those of another part, or of another version, are others.
    key = f"hours-{part['id']}-{part['version']}"
    span = _span(time.fromisoformat(part["start_time"]), time.fromisoformat(part["end_time"]), key)
    path = f"/faculties/{faculty_id}/availability/{part['id']}"
    is_other = span not in (None, known)
    if st.button(_("Save"), type="primary", key="part-save", width="stretch", disabled=not is_other):
        _send("PUT", path, dict(span or {}), part["version"], _("Changed."))
    if st.button(_("Remove"), key="part-remove", icon=":material/delete:", width="stretch"):
        _send("DELETE", path, {}, part["version"], _("Removed."))


def _send(method: str, path: str, content: dict[str, str], version: int, told: str) -> None:
    try:
        send(method, path, content, version)
    except ApiError as error:
        st.error(hours_refusal(error), icon=":material/error:")
        return
    st.toast(told, icon=":material/check_circle:")
    st.rerun()
