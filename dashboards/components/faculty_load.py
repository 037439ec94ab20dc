"""The hours of faculty members as a table in words, and the sessions behind them."""

from html import escape
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd

from dashboards.charts.faculty_load import LEAKS, NAMES, parts
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
    shown = parts(rows)
    words_table(
        "faculty-load",
        (_("Faculty"), _("Utilisation"), *(_(NAMES[column]) for column in shown), _("In words")),
        [_row(row, shown, query) for row in rows.to_dict("records")],
    )


def hours_explained() -> str:
    """How the hours of a chart are counted: what `dbt/metrics/faculty.yml` says of each, in a few sentences."""
    return _(
        "Available are the weekly hours as they were entered at the time, no day longer than the longest, without"
        " holidays and leave. Day by day each of them counts once: it was taught, or else lost to a no-show, not"
        " closed, cancelled, or idle because no session was planned. What was taught beyond the hours of a day stands"
        " above the line."
    )


def _row(row: dict[Any, Any], shown: list[str], query: dict[str, str]) -> tuple[str, ...]:
    address = urlencode(query | {"faculty": str(row["faculty_id"])})
    name = f'<a href="/faculty-load?{address}" target="_self">{escape(str(row["faculty_name"]))}</a>'
    return name, percent(row["utilization"]), *(_part(row, column) for column in shown), _words(row)


def _part(row: dict[Any, Any], column: str) -> str:
    if column == "overtime_hours":
        return _hours(row[column]) if row[column] else ""
    available = row["available_hours"]
    if not available:
        return ""
    if column == "taught_hours":
        return _("{hours} of {available} h", hours=number(row[column]), available=number(available))
    return _hours(row[column])


def _hours(value: float) -> str:
    return _("{hours} h", hours=number(value))


def _words(row: dict[Any, Any]) -> str:
    available = row["available_hours"]
    if not available:
        return _("Nobody entered hours")
    lost = {name: row[column] / available for column, name in LEAKS.items()}
    most = max(lost, key=lambda name: lost[name])
    if lost[most] < _WORTH_TELLING:
        teaches_more = row["overtime_hours"] > available * _WORTH_TELLING
        return _("▲ Teaches more than entered") if teaches_more else _("● Well used")
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
