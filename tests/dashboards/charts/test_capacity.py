"""The capacity charts say in their titles what is coming and whether there are hours for it."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboards.charts import capacity

MONDAY = date(2024, 7, 1)


def week(ahead: int, expected: float | None, available: float, state: str) -> dict[str, object]:
    return {
        "week_start": MONDAY + timedelta(weeks=ahead),
        "is_ahead": ahead >= 0,
        "booked_hours": 5.0,
        "p10_hours": None if expected is None else expected - 5,
        "p90_hours": None if expected is None else expected + 5,
        "expected_hours": expected,
        "available_hours": available,
        "load_share": None if expected is None or not available else expected / available,
        "state": state,
    }


@pytest.mark.parametrize(
    ("weeks", "finding"),
    [
        (
            [week(0, 40, 50, "fine"), week(1, 60, 50, "short"), week(2, 70, 50, "short")],
            "Hours will be short from the week of 8 Jul: 60 needed, 50 available",
        ),
        (
            [week(0, 40, 50, "fine"), week(1, 45, 50, "tight")],
            "Hours will be tight from the week of 8 Jul: 90% of the available hours",
        ),
        (
            [week(0, 10, 50, "idle"), week(1, 15, 50, "idle")],
            "Hours are there: sessions will take 25% of them in the coming weeks",
        ),
        (
            [week(0, 40, 50, "fine"), week(1, 35, 50, "fine")],
            "Hours will do: the fullest week, of 1 Jul, takes 80%",
        ),
        ([week(-1, 40, 0, "unknown"), week(0, None, 0, "unknown")], "Hours of sessions by week"),
    ],
)
def test_hours_say_whether_they_will_do(weeks: list[dict[str, object]], finding: str) -> None:
    figure = capacity.hours(pd.DataFrame(weeks))
    assert figure.layout.title.text == finding
    assert "Hours" in figure.layout.yaxis.title.text


def test_the_range_of_a_booked_week_is_never_upside_down() -> None:
    booked = pd.DataFrame([week(0, 40, 50, "fine") | {"p10_hours": 42.0, "p90_hours": 38.0}])
    [bars] = [trace for trace in capacity.hours(booked).data if trace.name == "Expected"]
    assert (bars.error_y.array[0], bars.error_y.arrayminus[0]) == (0, 0)


def test_demand_says_what_is_to_come_beside_what_came() -> None:
    weeks = pd.DataFrame(
        {
            "week_start": [MONDAY + timedelta(weeks=step) for step in range(-4, 2)],
            "value": [10.0, 10.0, 10.0, 10.0, None, None],
            "p10": [None] * 4 + [8.0, 8.0],
            "p50": [None] * 4 + [12.0, 14.0],
            "p90": [None] * 4 + [16.0, 16.0],
        }
    )
    figure = capacity.demand(weeks, "inquiries")
    assert figure.layout.title.text == "About 13 inquiries a week to come, 10 lately"
    assert "Inquiries" in figure.layout.yaxis.title.text
