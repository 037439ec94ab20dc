"""Predictions: range, completeness, order, drift and constants."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from warehouse.expectations import Verdict, check_predictions
from warehouse.settings import Settings

ROWS = 400
Frames = dict[str, pd.DataFrame]
Spoil = Callable[[pd.DataFrame], None]


def scoring(seed: int = 1, version: str = "3") -> Frames:
    """A sound scoring of 400 enrolments."""
    random = np.random.default_rng(seed)
    keys = np.arange(ROWS)
    p_drop = random.beta(2, 5, ROWS)
    as_of = pd.Timestamp("2026-06-15")
    p50 = as_of + pd.to_timedelta(random.integers(20, 200, ROWS), unit="D")
    return {
        "at_risk": pd.DataFrame(
            {
                "enrollment_id": keys,
                "scored_as_of": as_of,
                "p_drop": p_drop,
                "p_drop_30d": p_drop / 4,
                "band": np.where(p_drop >= 0.6, "high", "low"),
                "reasons": [["Missed 3 of the last 5 sessions"]] * ROWS,
                "model_version": version,
            }
        ),
        "completion_forecast": pd.DataFrame(
            {
                "enrollment_id": keys,
                "scored_as_of": as_of,
                "p10_date": p50 - pd.Timedelta(days=10),
                "p50_date": p50,
                "p90_date": p50 + pd.Timedelta(days=30),
                "p_finish": 0.8,
                "p_on_time": 0.4,
                "p_on_time_if_finished": 0.5,
                "method": "survival",
            }
        ),
        "model_card": pd.DataFrame({"model": ["at_risk"], "version": [version], "metric": ["auc"], "value": [0.8]}),
    }


def columns(verdict: Verdict) -> set[str]:
    return {f"{breach.relation}.{breach.column}" for breach in verdict.breaches}


def test_a_sound_scoring_passes(settings: Settings) -> None:
    verdict = check_predictions(scoring(), scoring(), settings)
    assert (verdict.passed, verdict.breaches, verdict.warnings) == (True, (), ())


def test_the_first_scoring_has_nothing_to_be_compared_with(settings: Settings) -> None:
    empty = {name: frame.iloc[:0] for name, frame in scoring().items()}
    assert check_predictions(scoring(), {}, settings).passed
    assert check_predictions(scoring(), empty, settings).passed
    assert check_predictions(empty, {}, settings).passed


@pytest.mark.parametrize(
    ("relation", "column", "value", "blamed"),
    [
        ("at_risk", "p_drop", 1.2, "p_drop"),
        ("at_risk", "p_drop", None, "p_drop"),
        ("at_risk", "p_drop_30d", -0.1, "p_drop_30d"),
        ("at_risk", "band", "urgent", "band"),
        ("at_risk", "band", None, "band"),
        ("at_risk", "enrollment_id", 1, "enrollment_id"),
        ("at_risk", "model_version", None, "model_version"),
        ("completion_forecast", "p90_date", pd.Timestamp("2026-06-16"), "dates_out_of_order"),
        ("completion_forecast", "p10_date", pd.Timestamp("2026-06-01"), "dates_out_of_order"),
        ("completion_forecast", "method", None, "method"),
        ("completion_forecast", "p_on_time", 0.9, "no_chance"),
        ("completion_forecast", "p_finish", 1.1, "no_chance"),
        ("model_card", "version", None, "version"),
    ],
)
def test_a_wrong_prediction_is_a_breach(
    settings: Settings, relation: str, column: str, value: str | float | pd.Timestamp | None, blamed: str
) -> None:
    frames = scoring()
    frames[relation].loc[0, column] = value
    assert columns(check_predictions(frames, scoring(), settings)) == {f"predictions.{relation}.{blamed}"}


def test_an_open_end_of_a_forecast_is_no_breach(settings: Settings) -> None:
    frames = scoring()
    frames["completion_forecast"].loc[:9, ["p50_date", "p90_date"]] = pd.NaT
    assert check_predictions(frames, scoring(), settings).passed


def test_scores_that_leap_are_a_breach_under_the_same_model(settings: Settings) -> None:
    frames = scoring()
    frames["at_risk"]["p_drop"] **= 0.25
    verdict = check_predictions(frames, scoring(), settings)
    assert columns(verdict) == {"predictions.at_risk.drift"}
    assert verdict.warnings == ()


def test_scores_that_leap_under_a_new_model_are_told_of(settings: Settings) -> None:
    frames = scoring(version="4")
    frames["at_risk"]["p_drop"] **= 0.25
    verdict = check_predictions(frames, scoring(), settings)
    assert verdict.passed
    assert [warning.column for warning in verdict.warnings] == ["drift"]


def test_a_new_intake_is_no_drift(settings: Settings) -> None:
    intake = scoring(seed=2)
    intake["at_risk"]["enrollment_id"] += ROWS
    intake["at_risk"]["p_drop"] **= 0.1
    frames = {"at_risk": pd.concat([scoring()["at_risk"], intake["at_risk"]], ignore_index=True)}
    assert check_predictions(frames, scoring(), settings).warnings == ()


def test_one_score_for_everybody_is_a_breach(settings: Settings) -> None:
    frames = scoring()
    frames["at_risk"]["p_drop"] = 0.3
    assert "predictions.at_risk.constant_share" in columns(check_predictions(frames, {}, settings))


def test_what_is_drawn_towards_none_may_be_none_for_all(settings: Settings) -> None:
    numbers = np.arange(ROWS)
    none = pd.DataFrame(
        {
            "topic_teaching_key": [f"{number}-1" for number in numbers],
            "effect": 0.0,
            "verdict": "as_expected",
            "model_version": "3",
        }
    )
    some = none.assign(effect=np.where(numbers % 2, 0.2, -0.2))
    for now, before in ((none, none), (some, none), (none, some)):
        assert check_predictions({"topic_teaching": now}, {"topic_teaching": before}, settings).passed
    leapt = check_predictions({"topic_teaching": some.assign(effect=3.0 + numbers)}, {"topic_teaching": some}, settings)
    assert columns(leapt) == {"predictions.topic_teaching.drift"}


def test_few_predictions_are_not_judged_as_a_whole(settings: Settings) -> None:
    few = {name: frame.head(50) for name, frame in scoring().items()}
    few["at_risk"] = few["at_risk"].assign(p_drop=0.3)
    assert check_predictions(few, scoring(), settings).passed


def test_many_that_are_missing_are_told_of(settings: Settings) -> None:
    half = {name: frame.head(ROWS // 2) for name, frame in scoring().items()}
    verdict = check_predictions(half, scoring(), settings)
    assert verdict.passed
    assert {warning.column for warning in verdict.warnings} == {"kept_share"}
