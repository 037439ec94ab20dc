"""The hours of faculty members as a table in words, and the sessions behind them."""

from html import escape
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd

from dashboards.charts.faculty_load import LEAKS
from dashboards.components.labels import day, number, percent
from dashboards.components.session_words import STATUS_NAMES
from dashboards.components.words_table import words_table
from dashboards.language import _
from warehouse.vocabulary import SessionStatus

# Below a tenth of the hours nobody looks for them.
_WORTH_TELLING: Final = 0.1


def load_table(rows: pd.DataFrame, query: dict[str, str]) -> None:
    """Shows rows of `queries.faculty_load.load_by_faculty`; a name leads to the sessions behind it.

    Args:
        rows: the rows.
        query: what else the address holds.
    """
    words_table(
        "faculty-load",
        (_("Faculty"), _("Utilisation"), _("Delivered"), _("Idle"), _("No-show"), _("Cancelled"), _("In words")),
        [_row(row, query) for row in rows.to_dict("records")],
    )


def _row(row: dict[Any, Any], query: dict[str, str]) -> tuple[str, ...]:
    address = urlencode(query | {"faculty": str(row["faculty_id"])})
    name = f'<a href="/faculty-load?{address}" target="_self">{escape(str(row["faculty_name"]))}</a>'
    available = row["available_hours"]
    return (
        name,
        percent(row["utilization"]),
        _("{hours} of {available} h", hours=number(row["delivered_hours"]), available=number(available))
        if available
        else _hours(row["delivered_hours"]),
        _hours(row["idle_hours"]),
        _hours(row["no_show_hours"]),
        _hours(row["cancelled_hours"]),
        _words(row),
    )


def _hours(value: float) -> str:
    return _("{hours} h", hours=number(value))


def _words(row: dict[Any, Any]) -> str:
    available = row["available_hours"]
    if not available:
        return _("Nobody entered hours")
    if row["utilization"] > 1:
        return _("▲ Teaches more than entered")
    lost = {name: row[column] / available for column, name in LEAKS.items()}
    most = max(lost, key=lambda name: lost[name])
    if lost[most] < _WORTH_TELLING:
        return _("● Well used")
    return f"◆ {_(most)} {percent(lost[most])}"


def session_table(rows: pd.DataFrame, *, shows_faculty: bool) -> None:
    """Shows rows of `queries.faculty_load.sessions_behind`; a day leads to its attendance sheet."""
    names = (
        _("Session"),
        _("Subject"),
        *((_("Faculty"),) if shows_faculty else ()),
        _("Length"),
        _("What became of it"),
    )
    words_table("faculty-sessions", names, [_session(row, shows_faculty) for row in rows.to_dict("records")])


def _session(row: dict[Any, Any], shows_faculty: bool) -> tuple[str, ...]:
    at = f", {str(row['start_time'])[:5]}" if not pd.isna(row["start_time"]) else ""
    when = f"{day(pd.Timestamp(row['session_date']))}{at}"
    link = f'<a href="/attendance?session={row["session_id"]}" target="_self">{when}</a>'
    subject = escape(str(row["subject_name"])) if not pd.isna(row["subject_name"]) else ""
    who = (escape(str(row["faculty_name"])),) if shows_faculty else ()
    return link, subject, *who, f"{number(row['duration_minutes'])} min", STATUS_NAMES[SessionStatus(row["status"])]
