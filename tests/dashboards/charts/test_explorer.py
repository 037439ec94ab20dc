"""Any metric as a picture: the title says what stands out."""

import pandas as pd
import pytest

from dashboards.charts.explorer import MOST_BARS, explored, finding, is_cut
from warehouse.metrics import Grain, get_registry

RATE = get_registry().metric("attendance_rate")
COUNT = get_registry().metric("inquiries")
JANUARY, FEBRUARY = "2024-01-01", "2024-02-01"


@pytest.mark.parametrize(
    ("rows", "by", "said"),
    [
        ({"attendance_rate": [0.8]}, (), "Attendance: 80.0%"),
        (
            {"place": ["Pune", None, "Goa"], "attendance_rate": [0.9, 0.5, 0.7]},
            ("place",),
            "Attendance: highest at Pune (90.0%), lowest at Not noted (50.0%)",
        ),
        ({"place": ["Pune"], "attendance_rate": [0.9]}, ("place",), "Attendance: Pune (90.0%)"),
        (
            {"metric_time": [FEBRUARY, JANUARY], "attendance_rate": [0.7, 0.8]},
            (),
            "Attendance fell from 80.0% to 70.0% since 1 Jan 2024",
        ),
        (
            {"metric_time": [JANUARY, FEBRUARY], "attendance_rate": [0.8, 0.8]},
            (),
            "Attendance: 80.0%, as in the month from 1 Jan 2024",
        ),
        (
            {
                "place": ["Pune", "Goa", "Pune", "Goa"],
                "metric_time": [JANUARY, JANUARY, FEBRUARY, FEBRUARY],
                "attendance_rate": [0.1, 0.2, 0.9, 0.7],
            },
            ("place",),
            "Attendance: highest at Pune (90.0%), lowest at Goa (70.0%) in the month from 1 Feb 2024",
        ),
    ],
)
def test_the_title_is_the_finding(rows: dict[str, list[object]], by: tuple[str, ...], said: str) -> None:
    assert finding(pd.DataFrame(rows), RATE, by, Grain.MONTH) == said


def test_a_picture_holds_so_many_bars_and_a_line_for_each_place() -> None:
    many = pd.DataFrame({"place": [str(one) for one in range(40)], "inquiries": range(40, 0, -1)})
    assert len(explored(many, COUNT, ("place",), None, ("Place", "Inquiries")).data[0].y) == MOST_BARS
    assert is_cut(many, COUNT, ("place",))
    assert not is_cut(many.head(MOST_BARS), COUNT, ("place",))
    along = pd.DataFrame(
        {"place": ["a", "b", "a"], "metric_time": [JANUARY, JANUARY, FEBRUARY], "inquiries": [1, 2, 3]}
    )
    assert [line.name for line in explored(along, COUNT, ("place",), Grain.MONTH, ("Place",)).data] == ["a", "b"]


def test_two_dimensions_are_bars_side_by_side() -> None:
    rows = pd.DataFrame({"place": ["a", "a", "b"], "kind": ["x", None, "x"], "inquiries": [3, 2, 1]})
    made = explored(rows, COUNT, ("place", "kind"), None, ("Place", "Kind"))
    assert {bars.name: list(bars.x) for bars in made.data} == {"Not noted": [2], "x": [3, 1]}


def test_what_is_not_known_is_not_drawn() -> None:
    rows = pd.DataFrame({"place": ["a", "b"], "attendance_rate": [0.5, None]})
    assert list(explored(rows, RATE, ("place",), None, ("Place",)).data[0].y) == ["a"]


def test_as_many_lines_are_drawn_as_can_be_told_apart() -> None:
    rows = pd.DataFrame({"place": range(9), "metric_time": [JANUARY] * 9, "inquiries": range(9)})
    assert is_cut(rows, COUNT, ("place",))
    assert len(explored(rows, COUNT, ("place",), Grain.MONTH, ("Place",)).data) == 8
    assert not is_cut(rows.head(8), COUNT, ("place",))
    assert not is_cut(pd.DataFrame({"metric_time": [JANUARY] * 40, "inquiries": range(40)}), COUNT, ())
