"""Campuses and subjects whose hours will not do, as tables that read well on a phone."""

from collections.abc import Hashable
from html import escape
from typing import Any, Final

import pandas as pd

from dashboards.charts.capacity import week_name
from dashboards.components.labels import number, percent
from dashboards.components.words_table import words_table

METHOD_WORDS: Final = {
    "prophet": "Forecast by Prophet, which clearly beat the simple ways in the backtest.",
    "recent_weeks": "Forecast by the mean of the last 8 weeks, holidays allowed for: nothing clearly beat it so far.",
    "last_week": "Forecast by last week's value, which clearly beat the mean of recent weeks in the backtest.",
    "last_year": "Forecast by the same week of last year, which clearly beat the mean of recent weeks in the backtest.",
}


def campus_table(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.capacity.hours_by_campus`."""
    words_table(
        "capacity-campuses",
        ("Campus", "Weeks ahead", "Fullest week", "In words"),
        [_campus(row) for row in _records(rows)],
    )


def subject_table(rows: pd.DataFrame, *, shows_campus: bool) -> None:
    """Shows rows of `queries.capacity.narrow_subjects`."""
    headings = ("Subject", "Needed a week", "Who can teach it", "In words")
    words_table("capacity-subjects", headings, [_subject(row, shows_campus) for row in _records(rows)])


def _records(rows: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return rows.to_dict("records")


def _campus(row: dict[Hashable, Any]) -> tuple[str, ...]:
    if not row["is_known"]:
        return escape(str(row["campus_name"])), "", "", "No forecast, or nobody entered hours"
    load = f"{number(row['expected_hours'])} of {number(row['available_hours'])} h"
    fullest = ""
    if not pd.isna(row["fullest_share"]):
        fullest = f"{percent(row['fullest_share'])}, week of {week_name(row['fullest_week'])}"
    if not pd.isna(row["short_from"]):
        words = f"▲ {number(row['short_hours'])} h too few, from the week of {week_name(row['short_from'])}"
    elif not pd.isna(row["tight_from"]):
        words = f"◆ Tight from the week of {week_name(row['tight_from'])}"
    else:
        words = "● Hours will do"
    return escape(str(row["campus_name"])), f"{load}, {percent(row['load_share'])}", fullest, words


def _subject(row: dict[Hashable, Any], shows_campus: bool) -> tuple[str, ...]:
    name = escape(str(row["subject_name"]))
    if shows_campus:
        name += f"<span class='hw-range'>{escape(str(row['campus_name']))}</span>"
    people = int(row["faculty"])
    who = "Nobody" if people == 0 else "One person" if people == 1 else f"{people} people"
    who += f", {number(row['teachable_hours'])} h a week"
    if not pd.isna(row["short_from"]):
        words = f"▲ Short from the week of {week_name(row['short_from'])}, even if they teach nothing else"
    else:
        words = "◆ Hangs on one person"
    return name, f"{number(row['expected_hours'])} h", who, words
