"""Campuses and subjects whose hours will not do, as tables that read well on a phone."""

from collections.abc import Hashable
from html import escape
from typing import Any, Final

import pandas as pd

from dashboards.charts.capacity import week_name
from dashboards.components.labels import number, percent
from dashboards.components.ways import Way, linked, rows_of
from dashboards.components.words_table import words_table
from dashboards.language import Names, _, gettext_noop, ngettext

METHOD_WORDS: Final = Names(
    {
        "prophet": gettext_noop("Forecast by Prophet, which clearly beat the simple ways in the backtest."),
        "recent_weeks": gettext_noop(
            "Forecast by the mean of the last 8 weeks, holidays allowed for: nothing clearly beat it so far."
        ),
        "last_week": gettext_noop(
            "Forecast by last week's value, which clearly beat the mean of recent weeks in the backtest."
        ),
        "last_year": gettext_noop(
            "Forecast by the same week of last year, which clearly beat the mean of recent weeks in the backtest."
        ),
    }
)


def campus_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.capacity.hours_by_campus`."""
    words_table(
        "capacity-campuses",
        (_("Campus"), _("Weeks ahead"), _("Fullest week"), _("In words")),
        [_campus(row) for row in _records(rows)],
    )


def subject_table(rows: pd.DataFrame, *, shows_campus: bool) -> None:
    """Shows rows of `queries.capacity.narrow_subjects`."""
    headings = (_("Subject"), _("Needed a week"), _("Who can teach it"), _("In words"))
    words_table("capacity-subjects", headings, [_subject(row, shows_campus) for row in _records(rows)])


def _records(rows: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return rows.to_dict("records")


def _campus(row: dict[Hashable, Any]) -> tuple[str, ...]:
    name = linked(str(row["campus_name"]), Way("capacity", {"campus": str(row["campus_code"])}))
    if not row["is_known"]:
        return name, "", "", _("No forecast, or nobody entered hours")
    load = _(
        "{hours} of {available} h, {share}",
        hours=number(row["expected_hours"]),
        available=number(row["available_hours"]),
        share=percent(row["load_share"]),
    )
    fullest = ""
    if not pd.isna(row["fullest_share"]):
        share, week = percent(row["fullest_share"]), week_name(row["fullest_week"])
        fullest = _("{share}, week of {day}", share=share, day=week)
    if not pd.isna(row["short_from"]):
        hours, week = number(row["short_hours"]), week_name(row["short_from"])
        words = _("▲ {hours} h too few, from the week of {day}", hours=hours, day=week)
    elif not pd.isna(row["tight_from"]):
        words = _("◆ Tight from the week of {day}", day=week_name(row["tight_from"]))
    else:
        words = _("● Hours will do")
    return name, load, fullest, words


def _subject(row: dict[Hashable, Any], shows_campus: bool) -> tuple[str, ...]:
    name = escape(str(row["subject_name"]))
    if shows_campus:
        name += f"<span class='hw-range'>{escape(str(row['campus_name']))}</span>"
    people = int(row["faculty"])
    hours = number(row["teachable_hours"])
    if people == 0:
        who = _("Nobody, {hours} h a week", hours=hours)
    else:
        who = ngettext("One person, {hours} h a week", "{count} people, {hours} h a week", people, hours=hours)
    if not pd.isna(row["short_from"]):
        week = week_name(row["short_from"])
        words = _("▲ Short from the week of {day}, even if they teach nothing else", day=week)
    else:
        words = _("◆ Hangs on one person")
    subject, campus = str(row["subject_name"]), str(row["campus_code"])
    # Who needs the hours, and how those are used who could give them.
    needing = rows_of("active_enrollments", campus=campus, where={"subject__subject_name": subject})
    needed = linked(_("{hours} h", hours=number(row["expected_hours"])), needing)
    return name, needed, linked(who, Way("faculty-load", {"campus": campus})), words
