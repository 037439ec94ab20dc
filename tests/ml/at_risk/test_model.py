"""At-risk: the ladder, its edges, and that neither future nor chance moves a score."""

import numpy as np
import pandas as pd
import pytest

from ml.at_risk import AtRiskSettings, evaluate, score, train
from ml.contracts import FEATURES, MODEL_CARD, active_features
from ml.contracts.at_risk import AT_RISK
from tests.ml.factories import CLOCK, institute

SETTINGS = AtRiskSettings(medium_from=0.3, high_from=0.6)


def scores(features: pd.DataFrame, outcomes: pd.DataFrame, seed: int = 3) -> pd.DataFrame:
    model = train(features, outcomes, as_of=CLOCK, seed=seed, settings=SETTINGS)
    return score(model, active_features(features, outcomes, CLOCK))


@pytest.mark.parametrize(("past", "kind"), [(0, "rule"), (1, "rule"), (10, "rule"), (49, "rule"), (50, "logistic")])
def test_a_rule_answers_below_fifty_outcomes(past: int, kind: str) -> None:
    features, outcomes = institute(past, 6, seed=2)
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=SETTINGS)
    result = score(model, active_features(features, outcomes, CLOCK))
    assert (model.kind, model.outcome_count) == (kind, past)
    assert list(result.columns) == list(AT_RISK)
    assert len(result) == 6
    assert result["p_drop"].between(0, 1).all()


def test_a_learned_model_ranks_better_than_the_rule() -> None:
    features, outcomes = institute(400, 10)
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=SETTINGS)
    card = evaluate(model, features, outcomes, seed=3).card
    auc = card[(card["metric"] == "auc") & (card["baseline"] == "rule")].iloc[0]
    assert list(card.columns) == list(MODEL_CARD)
    assert auc["value"] > auc["baseline_value"] > 0.5
    assert auc["low"] < auc["value"] < auc["high"]


def test_the_rule_stays_when_nothing_can_be_learned() -> None:
    features, outcomes = institute(80, 5)
    alike = features[features["weeks_since_start"] == 2].copy()
    told = [name for name, kind in FEATURES.items() if kind == "number"]
    alike[told] = 1.0
    assert train(alike, outcomes, as_of=CLOCK, seed=3, settings=SETTINGS).kind == "rule"


def test_the_rule_stays_while_hardly_anybody_dropped_out() -> None:
    features, outcomes = institute(80, 5)
    outcomes["outcome"] = outcomes["outcome"].replace("dropped", "completed")
    assert train(features, outcomes, as_of=CLOCK, seed=3, settings=SETTINGS).kind == "rule"


def test_the_same_seed_gives_the_same_scores_in_whatever_order_the_rows_come() -> None:
    features, outcomes = institute(120, 20)
    shuffled = scores(features.sample(frac=1.0, random_state=9), outcomes.sample(frac=1.0, random_state=9))
    pd.testing.assert_frame_equal(scores(features, outcomes), shuffled)


def test_scrambling_the_future_moves_no_score() -> None:
    features, outcomes = institute(120, 20)
    earlier = pd.Timestamp(CLOCK) - pd.Timedelta(weeks=4)
    broken = features.copy()
    future = broken["as_of_date"] > earlier
    numbers = broken.select_dtypes("number").columns.difference(["enrollment_id", "student_id", "subject_id"])
    broken[numbers] = broken[numbers].astype("float64")
    broken.loc[future, numbers] = np.random.default_rng(1).random((int(future.sum()), len(numbers))) * 50
    ends = outcomes.copy()
    late = ends["ended_on"].isna() | (ends["ended_on"] > earlier)
    ends.loc[late, ["status", "outcome"]] = ["dropped", "dropped"]
    ends.loc[late, "ended_on"] = earlier + pd.Timedelta(days=2)
    results = []
    for rows, labels in ((features, outcomes), (broken, ends)):
        model = train(rows, labels, as_of=earlier.date(), seed=3, settings=SETTINGS)
        results.append(score(model, active_features(rows, labels, earlier.date())))
    assert len(results[0]) == 20
    pd.testing.assert_frame_equal(results[0], results[1])


def test_drop_outs_of_a_course_still_running_do_not_teach() -> None:
    features, outcomes = institute(0, 80)
    outcomes.loc[:59, ["status", "outcome"]] = ["dropped", "dropped"]
    outcomes.loc[:59, "ended_on"] = pd.Timestamp(CLOCK) - pd.Timedelta(days=3)
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=SETTINGS)
    assert (model.kind, model.outcome_count) == ("rule", 0)


def test_more_early_drop_outs_than_in_the_last_season_raise_the_risk_of_this_one() -> None:
    features, outcomes = institute(300, 60)
    calm = scores(features, outcomes)
    worse = outcomes.copy()
    gone = worse["enrollment_id"].between(301, 330)
    worse.loc[gone, ["status", "outcome"]] = ["dropped", "dropped"]
    worse.loc[gone, "ended_on"] = pd.Timestamp(CLOCK) - pd.Timedelta(days=1)
    rough = scores(
        features[~(features["enrollment_id"].between(301, 330) & (features["as_of_date"] == pd.Timestamp(CLOCK)))],
        worse,
    )
    compared = calm.merge(rough, on="enrollment_id")
    assert (compared["p_drop_y"] > compared["p_drop_x"]).all()


@pytest.mark.parametrize("missing", ["has_sessions", "has_assessments", "has_plan"])
def test_an_institute_without_sessions_assessments_or_plans_is_scored(missing: str) -> None:
    features, outcomes = institute(80, 5, **{missing: False})
    assert scores(features, outcomes)["p_drop"].notna().all()


def test_an_empty_institute_has_a_rule_a_card_and_no_scores() -> None:
    features, outcomes = institute(0, 0)
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=SETTINGS)
    assert score(model, features).empty
    assert evaluate(model, features, outcomes, seed=3).card["metric"].tolist() == ["known_outcomes"]


def test_bands_follow_the_thresholds_from_outside() -> None:
    features, outcomes = institute(60, 20)
    result = scores(features, outcomes)
    expected = np.select([result["p_drop"] >= 0.6, result["p_drop"] >= 0.3], ["high", "medium"], "low")
    assert result["band"].tolist() == expected.tolist()


def test_a_learned_model_has_nothing_to_say_of_nobody() -> None:
    features, outcomes = institute(400, 10)
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=SETTINGS)
    assert model.kind != "rule"
    assert len(model.log_odds(active_features(features, outcomes, CLOCK).iloc[:0])) == 0
