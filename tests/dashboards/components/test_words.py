"""Figures, states and forecasts in words."""

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from dashboards.components.institute_tiles import institute_tiles
from dashboards.components.labels import ago, clock_time, day, metric_value, number, percent, plainly
from dashboards.components.model_metrics import METRICS
from dashboards.components.model_table import verdict
from dashboards.components.progress import forecast_in_words
from dashboards.components.session_cards import SessionCard
from dashboards.components.tiles import metric_tile
from dashboards.components.ways import rows_of
from warehouse.metrics import Unit, get_registry

AS_OF = date(2024, 7, 1)
BEHIND = rows_of("marks")
SESSION = {
    "id": 4,
    "subject_name": "Python",
    "batch_name": "Morning",
    "student_name": None,
    "faculty_name": "Meera",
    "location": "Lab 2",
    "start_time": "09:00:00",
    "status": "scheduled",
    "students_total": 30,
    "marked_total": 12,
}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("select *\nfrom t_a", r"select \* from t\_a"),
        ("1. first", r"1\. first"),
        ("- :red[x] `y` <b>", r"\- \:red\[x\] \`y\` \<b\>"),
        ("plain, text (2)", "plain, text (2)"),
    ],
)
def test_somebodys_text_is_no_markup(text: str, label: str) -> None:
    assert plainly(text) == label


def test_numbers_and_dates_read_as_people_write_them() -> None:
    assert (percent(0.874, 1), number(12345), day(date(2024, 7, 1))) == ("87.4%", "12,345", "1 July 2024")
    assert percent(float("nan")) == number(None) == "–"


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "just now"), (300, "5 min ago"), (7200, "2 h ago"), (259_200, "3 days ago")]
)
def test_a_span_is_told_roughly(seconds: float, words: str) -> None:
    assert ago(seconds) == words


def test_an_instant_is_told_by_the_campus_clock() -> None:
    instant = datetime(2024, 7, 1, 6, 0, tzinfo=UTC)
    assert clock_time(instant, "Asia/Kolkata") == "11:30"
    assert clock_time(instant, None) == "06:00 UTC"


class TestTiles:
    def row(self, **values: Any) -> pd.Series:
        known = {
            "marks_today": 4,
            "marks_total": 40,
            "attendance_rate_30d": 0.9,
            "attendance_rate_prev_30d": 0.875,
            "active_students": 3,
            "active_enrollments": 5,
            "velocity_28d": 0.5,
            "at_risk_high": 2,
            "forecast_completions_30d": 1,
        }
        return pd.Series({**known, **values})

    def test_attendance_is_compared_in_points(self) -> None:
        tile = institute_tiles(self.row(), "PUNE", AS_OF)[1]
        assert (tile.value, tile.delta, tile.good) == ("90.0%", "+2.5 points", "up")

    def test_without_earlier_marks_there_is_no_change(self) -> None:
        assert institute_tiles(self.row(attendance_rate_prev_30d=float("nan")), None, AS_OF)[1].delta is None

    def test_a_missing_figure_is_a_dash_and_not_zero(self) -> None:
        assert institute_tiles(self.row(velocity_28d=float("nan")), None, AS_OF)[3].value == "–"

    def test_every_tile_speaks_the_words_of_the_metric_registry(self) -> None:
        told = {metric.description: metric.label for metric in get_registry().metrics.values()}
        tiles = institute_tiles(self.row(), "PUNE", AS_OF)
        assert [tile.label for tile in tiles] == [
            "Marks today",
            "Attendance, 30 d",
            "Active students",
            "Velocity, 28 d",
            "High risk",
            "Done in 30 days",
        ]
        assert [tile for tile in tiles if not any(tile.definition.startswith(words) for words in told)] == []

    def test_the_registry_says_which_way_is_good(self) -> None:
        assert metric_tile("a", "absence_rate", 0.1, BEHIND, change="+1.0 points").good == "down"
        assert metric_tile("a", "attendance_rate", 0.1, BEHIND, change="+1.0 points").good == "up"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.874, Unit.SHARE, "87.4%"),
        (41.25, Unit.PERCENT, "41.2%"),
        (12345, Unit.COUNT, "12,345"),
        (0.5, Unit.LEVELS_PER_HOUR, "0.50"),
        (float("nan"), Unit.PERCENT, "–"),
        (None, Unit.HOURS, "–"),
    ],
)
def test_a_metrics_value_is_written_as_its_unit_is(value: float | None, unit: Unit, words: str) -> None:
    assert metric_value(value, unit) == words


class TestCards:
    def card(self, **values: object) -> SessionCard:
        return SessionCard.from_api({**SESSION, **values}, shows_faculty=False)

    def test_a_card_tells_how_many_are_marked(self) -> None:
        assert (self.card().badge, self.card().state) == ("12 of 30 marked", "waiting")

    def test_a_finished_card_says_so(self) -> None:
        assert (self.card(marked_total=30).badge, self.card(marked_total=30).state) == ("All marked", "done")

    def test_one_student_is_marked_or_not(self) -> None:
        assert self.card(students_total=1, marked_total=0).badge == "Not marked"
        assert self.card(students_total=1, marked_total=1).badge == "Marked"

    def test_a_cancelled_session_asks_for_nothing(self) -> None:
        assert self.card(status="cancelled").state == "off"

    def test_faculty_are_named_to_others_only(self) -> None:
        assert self.card().about == "Morning · Lab 2"
        assert SessionCard.from_api(SESSION, shows_faculty=True).about == "Morning · Meera · Lab 2"


class TestForecast:
    def test_a_forecast_is_a_range(self) -> None:
        forecast = {"p10_date": date(2024, 8, 1), "p50_date": date(2024, 8, 20), "p90_date": date(2024, 10, 1)}
        assert "between **1 August 2024** and **1 October 2024**" in forecast_in_words(forecast)

    @pytest.mark.parametrize(
        ("chance", "words"),
        [
            (0.71, "7 in 10 chance to be done by the planned day, **20 August 2024**."),
            (0.98, "It is almost sure to be done by the planned day, **20 August 2024**."),
            (0.01, "That is later than planned (**20 August 2024**)."),
            (None, "(8 of 10 cases)."),
        ],
    )
    def test_a_planned_day_has_its_chance(self, chance: float | None, words: str) -> None:
        days = {"p10_date": date(2024, 8, 1), "p50_date": date(2024, 8, 20), "p90_date": date(2024, 10, 1)}
        forecast = {**days, "p_on_time_if_finished": chance, "expected_completion_date": date(2024, 8, 20)}
        assert forecast_in_words(forecast).endswith(words)

    def test_without_a_range_it_is_around(self) -> None:
        forecast = {"p10_date": None, "p50_date": date(2024, 8, 20), "p90_date": None}
        assert "around **20 August 2024**" in forecast_in_words(forecast)

    def test_without_a_forecast_it_says_so(self) -> None:
        assert forecast_in_words(None) == "It is too early to say when this will be finished."


class TestVerdict:
    @pytest.mark.parametrize(
        ("value", "baseline", "low", "high", "words"),
        [
            (0.8, 0.6, 0.75, 0.85, "Clearly better than that"),
            (0.8, 0.78, 0.75, 0.85, "No clear difference"),
            (0.5, 0.6, 0.45, 0.55, "Worse than that"),
            (None, 0.6, None, None, "Not enough ended enrolments to tell"),
            (0.8, None, None, None, ""),
        ],
    )
    def test_a_ranking_is_better_when_its_whole_range_is(
        self, value: float | None, baseline: float | None, low: float | None, high: float | None, words: str
    ) -> None:
        assert verdict(METRICS["auc"], value, baseline, low, high) == words

    def test_of_an_error_less_is_better(self) -> None:
        assert verdict(METRICS["mae_days"], 10.0, 20.0, 9.0, 11.0) == "Clearly better than that"
