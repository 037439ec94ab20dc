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
    assert set(backtest["baseline"]) == {"rule", "observed"}
    assert max(backtest["origin_date"]) <= CLOCK - pd.Timedelta(days=30)
    assert (backtest["row_count"] >= 50).all()


def test_every_probability_has_its_reliability(told: Told) -> None:
    table = told[1].reliability
    assert set(table["target"]) == {"p_drop", "p_drop_30d"}
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
