"""A faculty member's own figures as tiles, and her sessions with their reports."""

from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

from dashboards.components.labels import NOTHING, day, number
from dashboards.components.session_words import STATUS_NAMES
from dashboards.components.tiles import Tile, metric_tile, noted
from dashboards.components.ways import Way, rows_of
from dashboards.components.words_table import words_table
from dashboards.language import _, ngettext
from warehouse.vocabulary import SessionStatus


def figures_tiles(told: dict[str, Any], first: date, last: date) -> list[Tile]:
    """Tiles of `figures` in the answer of `GET /faculties/{id}/performance`, of the days from `first` to `last`."""

    def tile(metric: str, label: str, value: float | None, behind: Way | None = None) -> Tile:
        way = behind or rows_of(metric, first=first, last=last, where={"faculty": told["faculty_id"]})
        made = metric_tile(metric, metric, value if value is not None else float("nan"), way, label=label)
        return made if value is not None else replace(made, value=NOTHING)

    able = told["available_hours"]
    of_available = _("of {hours} h available", hours=number(able)) if able else _("no weekly hours entered")
    beyond = told["overtime_hours"]
    sessions = ngettext("{count} session", "{count} sessions", told["sessions_delivered"])
    lost = _(
        "{cancelled} cancelled, {missed} missed", cancelled=told["sessions_cancelled"], missed=told["sessions_no_show"]
    )
    answers = ngettext("{count} answer", "{count} answers", told["ratings"])
    return [
        noted(tile("utilization", _("Utilisation"), told["utilization"]), of_available),
        noted(
            tile("delivered_hours", _("Hours delivered"), told["delivered_hours"]),
            _("{hours} h overtime", hours=number(beyond)) if able and beyond else sessions,
        ),
        noted(tile("lost_hours", _("Hours lost"), told["lost_hours"]), lost),
        noted(
            tile("attendance_rate", _("Attendance"), told["attendance_rate"]),
            ngettext("{count} student", "{count} students", told["students"]),
        ),
        # Single answers would tell who gave them.
        noted(tile("faculty_rating", _("Rating"), told["rating"], Way("my-feedback", {"which": "all"})), answers),
        noted(tile("completions", _("Completed"), told["completed"]), _("{count} left", count=told["dropped"])),
    ]


def last_sessions(rows: list[dict[str, Any]]) -> None:
    """Sessions of `GET /sessions`, each with the way to its report."""
    words_table(
        "own-sessions",
        (_("Session"), _("Subject"), _("With"), _("Length"), _("What became of it")),
        [_row(row) for row in rows],
    )


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    at = f", {row['start_time'][:5]}" if row["start_time"] else ""
    when = escape(f"{day(date.fromisoformat(row['session_date']))}{at}")
    return (
        f'<a href="/session-report?session={row["id"]}" target="_self">{when}</a>',
        escape(row["subject_name"]),
        escape(row["batch_name"] or row["student_name"] or NOTHING),
        _("{count} min", count=row["duration_minutes"]),
        STATUS_NAMES[SessionStatus(row["status"])],
    )
