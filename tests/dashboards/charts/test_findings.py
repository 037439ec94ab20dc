"""A chart's title says what the figures say, and its axes carry units."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboards.charts import attendance, completions, velocity


def weeks(rates: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "week_start": [date(2024, 1, 1) + timedelta(weeks=week) for week in range(len(rates))],
            "marks": 100,
            "attended": [rate * 100 for rate in rates],
            "attendance_rate": rates,
            "mastery_gained": [rate * 10 for rate in rates],
            "delivered_hours": 10.0,
            "velocity": rates,
        }
    )


@pytest.mark.parametrize(
    ("rates", "finding"),
    [
        ([0.8] * 4 + [0.9] * 4, "Attendance rose from 80% to 90% in four weeks"),
        ([0.9] * 4 + [0.8] * 4, "Attendance fell from 90% to 80% in four weeks"),
        ([0.9] * 8, "Attendance held at 90% over the last four weeks"),
        ([0.9], "90% of marks are present or late"),
    ],
)
def test_attendance_says_which_way_it_went(rates: list[float], finding: str) -> None:
    assert attendance.weekly_rate(weeks(rates)).layout.title.text == finding


def test_attendance_is_drawn_in_percent_from_zero() -> None:
    figure = attendance.weekly_rate(weeks([0.5]))
    assert list(figure.data[0].y) == [50.0]
    assert tuple(figure.layout.yaxis.range) == (0, 100)
    assert "%" in figure.layout.yaxis.title.text


@pytest.mark.parametrize(
    ("rates", "finding"),
    [
        ([0.5] * 4 + [0.75] * 4, "Learning velocity rose from 0.50 to 0.75 levels per hour in four weeks"),
        ([0.5] * 8, "Learning velocity held at 0.50 levels per hour over four weeks"),
        ([0.5], "Students gain 0.50 mastery levels per hour of teaching"),
    ],
)
def test_velocity_says_which_way_it_went(rates: list[float], finding: str) -> None:
    assert velocity.weekly_velocity(weeks(rates)).layout.title.text == finding


def test_completions_name_the_fullest_month() -> None:
    months = pd.DataFrame({"month_start": [date(2024, 7, 1), date(2024, 8, 1)], "completions": [3, 1200]})
    figure = completions.by_month(months)
    assert figure.layout.title.text == "1,203 completions ahead, most in August"
    assert list(figure.data[0].x) == ["Jul 2024", "Aug 2024"]


def test_completions_of_one_month_need_no_comparison() -> None:
    months = pd.DataFrame({"month_start": [date(2024, 7, 1)], "completions": [3]})
    assert completions.by_month(months).layout.title.text == "3 completions expected in July"
