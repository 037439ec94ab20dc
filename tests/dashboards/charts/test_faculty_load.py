"""The chart of faculty hours: parts up to the line of the available hours, and above it what was taught beyond."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from dashboards.charts import faculty_load

MONDAY = datetime(2024, 7, 1)  # noqa: DTZ001 - a day of the calendar
NOTHING = dict.fromkeys(
    ("taught_hours", "no_show_hours", "unclosed_hours", "cancelled_hours", "idle_hours", "overtime_hours"), 0.0
)


def weeks(*hours: dict[str, float]) -> pd.DataFrame:
    """Rows of `load_by_week`; the parts add up to the available hours, as the mart makes them."""
    rows = [NOTHING | one | {"week_start": MONDAY + timedelta(weeks=number)} for number, one in enumerate(hours)]
    parts = ["taught_hours", *faculty_load.LEAKS]
    return pd.DataFrame(rows).assign(available_hours=lambda frame: frame[parts].sum(axis=1))


@pytest.mark.parametrize(
    ("told", "finding"),
    [
        (
            weeks({"taught_hours": 6, "idle_hours": 1, "unclosed_hours": 3}),
            "60% of the available hours were taught; most of the rest was lost to sessions that nobody closed: 30%",
        ),
        (
            # One week's overtime is no other week's.
            weeks({"taught_hours": 10, "overtime_hours": 20}, {"idle_hours": 10}),
            "50% of the available hours were taught; most of the rest was lost to idle time: 50%",
        ),
        (weeks({"taught_hours": 10}), "100% of the available hours were taught"),
        (
            weeks({"overtime_hours": 5}),
            "Hours of sessions by week; nobody entered when they could teach",
        ),
    ],
)
def test_the_title_says_where_the_hours_went(told: pd.DataFrame, finding: str) -> None:
    assert faculty_load.finding(told) == finding


def test_bars_reach_the_line_and_what_is_beyond_stands_above() -> None:
    told = weeks({"taught_hours": 6, "cancelled_hours": 1, "idle_hours": 3, "overtime_hours": 2})
    made = faculty_load.load(told)
    bars = {trace.name: trace.y[0] for trace in made.data if trace.type == "bar"}
    [line] = [trace for trace in made.data if trace.type == "scatter"]
    assert list(bars)[-1] == "Beyond available hours"
    assert sum(bars.values()) - bars["Beyond available hours"] == line.y[0] == 10
    assert "Not closed" not in bars
