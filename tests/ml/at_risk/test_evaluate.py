"""What the evaluation tells: past dates, reliability, fairness; and what it must never let into a score."""

import numpy as np
import pandas as pd
import pytest

from ml.at_risk import AtRiskSettings, TrainedModel, evaluate, score, train
from ml.contracts import active_features
from ml.evaluation import Evaluation
from tests.ml.factories import CLOCK, institute

SETTINGS = AtRiskSettings(medium_from=0.3, high_from=0.6)
Told = tuple[TrainedModel, Evaluation, pd.DataFrame, pd.DataFrame]


def attributes(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Whether somebody is a man, by whether they dropped out: a leak, if anything learned from it."""
    value = np.where(outcomes["outcome"] == "dropped", "M", "F")
    rows = [
        outcomes[["student_id"]].assign(attribute="gender", value=value),
        outcomes[["student_id"]].assign(attribute="favourite_colour", value="blue"),
    ]
    return pd.concat(rows, ignore_index=True)


@pytest.fixture(scope="module")
def told() -> Told:
    features, outcomes = institute(420, 40)
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=SETTINGS)
    evaluation = evaluate(model, features, outcomes, seed=3, attributes=attributes(outcomes))
    evaluation.frames()
    return model, evaluation, features, outcomes


def test_past_dates_are_told_beside_the_rule_and_only_when_a_month_is_known(told: Told) -> None:
    backtest = told[1].backtest
    assert {"auc", "auc_30d"} <= set(backtest["metric"])
    assert set(backtest["baseline"]) == {"rule", "even spread", "observed"}
    assert max(backtest["origin_date"]) <= CLOCK - pd.Timedelta(days=30)
    assert (backtest["row_count"] >= 50).all()


def test_every_probability_has_its_reliability(told: Told) -> None:
    table = told[1].reliability
    assert {"p_drop", "p_drop_30d"} <= set(table["target"])
    # as they were served on past dates: of the end too, where two dates have enough of those who ended since
    assert "p_drop_30d_on_past_dates" in set(table["target"])
    whole = table[table["target"] == "p_drop"]
    assert (whole["predicted"].between(whole["low"], whole["high"])).sum() >= 6


def test_only_sensitive_attributes_group_the_fairness_table(told: Told) -> None:
    table = told[1].fairness
    assert set(table["attribute"]) == {"gender"}
    assert set(table["group_name"]) == {"F", "M"}
    assert table.set_index("group_name").loc["M", "base_rate"] == 1.0


def test_attributes_never_reach_a_score(told: Told) -> None:
    model, _, features, outcomes = told
    rows = active_features(features, outcomes, CLOCK)
    assert not any("gender" in column for column in rows)
    pd.testing.assert_frame_equal(score(model, rows), score(model, rows.assign(gender="M")))


def test_within_thirty_days_is_never_likelier_than_at_all(told: Told) -> None:
    model, _, features, outcomes = told
    result = score(model, active_features(features, outcomes, CLOCK))
    assert (result["p_drop_30d"] <= result["p_drop"]).all()
    assert result["p_drop_30d"].between(0, 1).all()


def test_ranking_is_told_by_week_since_the_start(told: Told) -> None:
    card = told[1].card
    weeks = card[card["metric"].str.startswith("auc_week_")]
    assert {"auc_week_4", "auc_week_8", "auc_week_12"} <= set(weeks["metric"])
    assert (weeks["baseline"] == "rule").all()
    assert (weeks["low"] <= weeks["value"]).all()


def test_what_past_dates_tell_together_stands_on_the_card(told: Told) -> None:
    card = told[1].card.set_index(["metric", "baseline"])
    assert 0.5 < card.loc[("auc_30d_on_past_dates", "even spread"), "value"] <= 1.0
    assert card.loc[("expected_calibration_error_30d_on_past_dates", "even spread"), "value"] < 0.3


def test_the_newest_outcomes_are_told_beside_those_before_them(told: Told) -> None:
    drift = told[1].drift
    [row] = drift[drift["measure"] == "base_rate"].to_dict("records")
    assert row["subject"] == "p_drop"
    assert row["low"] < row["value"] < row["high"]
