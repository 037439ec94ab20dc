"""The evaluation of the lead model: beside source and base rate, on later inquiries, and what a list gains."""

import numpy as np
import pandas as pd
import pytest

from ml.lead_scoring import TrainedModel, evaluate, train
from ml.lead_scoring.evaluate import _expected_first
from tests.ml.lead_scoring.factories import CLOCK, SETTINGS, desk


@pytest.fixture(scope="module")
def model() -> TrainedModel:
    of = desk(900, 150)
    return train(of.moments, of.attributes, of.outcomes, as_of=CLOCK, seed=3, settings=SETTINGS)


def test_the_card_compares_with_source_and_base_rate_at_each_moment(model: TrainedModel) -> None:
    card = evaluate(model, seed=3).card
    compared = card[card["baseline"] != "none"]
    assert set(compared["baseline"]) == {"source rate", "base rate"}
    assert set(compared["metric"]) == {
        *("auc", "pr_auc", "brier", "expected_calibration_error"),
        *("auc_after_a_day", "auc_after_a_week", "lift_at_capacity"),
    }
    assert (card["model"] == "lead_scoring").all()
    assert (card["version"] == model.version).all()


def test_a_list_in_order_holds_more_enrolments_than_one_in_any_order(model: TrainedModel) -> None:
    card = evaluate(model, seed=3).card
    lift = card[card["metric"] == "lift_at_capacity"].iloc[0]
    assert lift["value"] > lift["baseline_value"]
    assert 1.2 < lift["low"] < lift["value"] < lift["high"]


def test_the_trials_were_made_on_later_inquiries_only(model: TrainedModel) -> None:
    trials = model.rungs["capture"].trials
    assert (trials["captured_on"] > trials["origin"]).all()
    assert trials["origin"].nunique() == 4
    assert not trials["inquiry_id"].duplicated().any()


def test_backtest_and_reliability_are_told_by_window_and_by_bin(model: TrainedModel) -> None:
    evaluation = evaluate(model, seed=3)
    assert evaluation.backtest["origin_date"].nunique() == 4
    assert set(evaluation.backtest["metric"]) == {"auc"}
    assert evaluation.reliability["target"].unique().tolist() == ["p_enrol"]
    assert evaluation.reliability["observed"].between(0, 1).all()
    evaluation.frames()


def test_drift_tells_of_new_scores_and_of_what_came_true(model: TrainedModel) -> None:
    told = evaluate(model, seed=3).drift.set_index("measure")
    assert told["subject"].unique().tolist() == ["p_enrol"]
    assert told.loc["stability", "row_count"] == len(model.recent)
    newest = model.rungs["capture"].trials
    newest = newest[newest["origin"] == newest["origin"].max()]
    assert told.loc["realised", "row_count"] == len(newest)
    assert told.loc["realised", "value"] == pytest.approx(np.average(newest["enrolled"], weights=newest["weight"]))


def test_of_equal_scores_the_list_takes_their_average() -> None:
    enrolled, scores = np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.9, 0.5, 0.5, 0.5])
    assert _expected_first(enrolled, scores, 2) == pytest.approx(1 + 1 / 3)
    assert _expected_first(enrolled, scores, 4) == pytest.approx(2.0)


def test_groups_are_compared_by_sensitive_facts_alone(model: TrainedModel) -> None:
    inquiries = model.rungs["capture"].trials["inquiry_id"]
    known = pd.concat(
        [
            pd.DataFrame({"inquiry_id": inquiries, "attribute_name": name, "attribute_value": value})
            for name, value in (("gender", np.where(inquiries % 2, "F", "M")), ("favourite colour", "blue"))
        ],
        ignore_index=True,
    )
    evaluation = evaluate(model, seed=3, attributes=known)
    assert set(evaluation.fairness["attribute"]) == {"gender"}
    assert evaluation.fairness["row_count"].sum() == len(inquiries)
    assert evaluation.fairness["auc"].between(0, 1).all()
    evaluation.frames()
