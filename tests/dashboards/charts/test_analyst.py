"""Charts of analysts: a result as it was asked for, and the way from one number to the next."""

from datetime import date

import pandas as pd
import pytest

from dashboards.charts.attribution import brief, signed, steps
from dashboards.charts.result import Picture, result
from dashboards.components.result import is_day
from warehouse.attribution import Attribution, Measure

ROWS = pd.DataFrame({"campus": ["PUNE", "PUNE", "GOA"], "month": ["a", "b", "a"], "marks": [2, 3, 4]})


def test_bars_add_up_what_shares_a_place_and_the_title_says_who_has_most() -> None:
    made = result(ROWS, Picture.BARS, "campus", "marks")
    assert list(made.data[0].x) == ["PUNE", "GOA"]
    assert list(made.data[0].y) == [5, 4]
    assert made.layout.title.text == "marks by campus: most at PUNE, least at GOA"


@pytest.mark.parametrize("picture", list(Picture))
def test_a_colour_tells_rows_apart(picture: Picture) -> None:
    made = result(ROWS, picture, "month", "marks", "campus")
    assert [trace.name for trace in made.data] == ["PUNE", "GOA"]


def test_a_value_may_also_be_the_axis_and_missing_ones_are_left_out() -> None:
    made = result(pd.DataFrame({"n": [1.0, None]}), Picture.POINTS, "n", "n")
    assert len(made.data[0].y) == 1


def test_a_share_is_told_in_percent_and_its_change_in_points() -> None:
    assert (brief(0.8274, "share"), signed(-0.0109, "share")) == ("82.74%", "-1.09 points")
    assert (brief(13481), signed(18.0), brief(None)) == ("13,481", "+18", "–")


@pytest.mark.parametrize(
    ("values", "expected"),
    [([date(2026, 1, 2)], True), ([None, pd.Timestamp(2026, 1, 2)], True), (["2026-01-02"], False), ([], False)],
)
def test_a_chart_begins_with_the_days_where_there_are_any(values: list[object], expected: bool) -> None:
    assert is_day(pd.Series(values, dtype=object)) is expected


def test_the_steps_lead_from_the_older_number_to_the_newer() -> None:
    told = Attribution(Measure("Marks"), 100, 105, {"added": 9.0, "removed": -4.0, "changed": 0.0}, [])
    made = steps(told, "Marks rose")
    bars = {
        name: (base, height)
        for trace in made.data
        for name, base, height in zip(trace.x, trace.base, trace.y, strict=True)
    }
    assert bars["Before"] == (0, 100)
    assert bars["Added"] == (100, 9)
    assert bars["Removed"] == (109, -4)
    assert bars["Now"] == (0, 105)
    assert list(made.layout.xaxis.categoryarray) == ["Before", "Added", "Removed", "Changed", "Now"]
    assert made.layout.yaxis.range[0] < 100
