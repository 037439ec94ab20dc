"""Lead score: the ladder, its edges, the moments, and that neither future nor chance moves a score."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ml.contracts.leads import LEAD_ATTRIBUTE, LEAD_SCORE
from ml.lead_scoring import TrainedModel, evaluate, judged_attributes, score, train
from ml.metrics import auc
from tests.ml.lead_scoring.factories import CLOCK, SETTINGS, Desk, desk


def trained(of: Desk, seed: int = 3) -> TrainedModel:
    return train(of.moments, of.attributes, of.outcomes, as_of=CLOCK, seed=seed, settings=SETTINGS)


def scores(of: Desk) -> pd.DataFrame:
    return score(trained(of), of.moments, of.attributes, of.outcomes, CLOCK)


@pytest.fixture(scope="module")
def ordinary() -> Desk:
    return desk(600, 80)


@pytest.fixture(scope="module")
def model(ordinary: Desk) -> TrainedModel:
    return trained(ordinary)


@pytest.mark.parametrize("past", [0, 1, 49])
def test_the_source_answers_below_fifty_outcomes(past: int) -> None:
    few = desk(past, 6)
    assert trained(few).kind == "rate"
    result = scores(few)
    assert list(result.columns) == list(LEAD_SCORE)
    assert len(result) == 6
    assert result["p_enrol"].between(0, 1).all()


def test_a_learned_model_serves_where_it_is_clearly_better(model: TrainedModel) -> None:
    assert model.kind in ("logistic", "boosted")
    card = evaluate(model, seed=3).card
    row = card[(card["metric"] == "auc") & (card["baseline"] == "source rate")].iloc[0]
    assert row["value"] > row["baseline_value"] + 0.1
    assert row["low"] < row["value"] < row["high"]


def test_the_source_stays_where_nothing_can_be_learned() -> None:
    assert trained(desk(300, 20, signal=0.0)).kind == "rate"


def test_the_source_stays_while_hardly_anybody_enrolled() -> None:
    few = desk(120, 10)
    lost = few.outcomes.assign(outcome=few.outcomes["outcome"].replace("enrolled", "lost"))
    assert trained(replace(few, outcomes=lost)).kind == "rate"


def test_each_open_inquiry_is_scored_once_at_the_last_moment_that_it_reached(ordinary: Desk) -> None:
    result = scores(ordinary)
    assert sorted(result["inquiry_id"]) == list(range(601, 681))
    captured = ordinary.outcomes.set_index("inquiry_id")["captured_on"]
    age = (pd.Timestamp(CLOCK) - result["inquiry_id"].map(captured)).dt.days
    assert result["moment"].tolist() == np.select([age >= 7, age >= 1], ["week", "day"], "capture").tolist()


def test_chances_come_true() -> None:
    many = desk(1000, 0, seed=4, signal=1.2)
    whole = trained(desk(800, 0, seed=9, signal=1.2))
    later = replace(many, outcomes=many.outcomes.assign(outcome=None, closed_on=pd.NaT))
    result = score(whole, later.moments, later.attributes, later.outcomes, CLOCK)
    observed = result["inquiry_id"].map(many.enrolled).to_numpy(dtype=float)
    predicted = result["p_enrol"].to_numpy(dtype=float)
    assert auc(observed, predicted, np.ones(len(observed))) > 0.7
    assert abs(observed.mean() - predicted.mean()) < 0.05


def test_the_same_seed_gives_the_same_scores_in_whatever_order_the_rows_come(ordinary: Desk) -> None:
    shuffled = Desk(*(frame.sample(frac=1.0, random_state=9) for frame in vars(ordinary).values()))
    pd.testing.assert_frame_equal(scores(ordinary), scores(shuffled))


def test_scrambling_the_future_moves_no_score(ordinary: Desk) -> None:
    earlier = CLOCK.replace(month=4)
    moment = pd.Timestamp(earlier)
    random = np.random.default_rng(1)
    moments = ordinary.moments.copy()
    future = moments["known_on"] > moment
    numbers = ["contacts_made", "counselor_open_inquiries", "captured_hour"]
    moments[numbers] = moments[numbers].astype("float64")
    moments.loc[future, numbers] = random.random((int(future.sum()), len(numbers))) * 50
    outcomes = ordinary.outcomes.copy()
    late = outcomes["closed_on"].isna() | (outcomes["closed_on"] > moment)
    outcomes.loc[late, "outcome"] = "lost"
    outcomes.loc[late, "closed_on"] = moment + pd.Timedelta(days=2)
    newcomers = set(ordinary.outcomes.loc[ordinary.outcomes["captured_on"] > moment, "inquiry_id"])
    attributes = ordinary.attributes.copy()
    attributes.loc[attributes["inquiry_id"].isin(newcomers), "attribute_value"] = "7"
    results = []
    for of in (ordinary, Desk(moments, attributes, outcomes)):
        then = train(of.moments, of.attributes, of.outcomes, as_of=earlier, seed=3, settings=SETTINGS)
        results.append(score(then, of.moments, of.attributes, of.outcomes, earlier))
    assert len(results[0]) > 20
    pd.testing.assert_frame_equal(results[0], results[1])


def test_a_leak_changes_no_score(ordinary: Desk) -> None:
    told = ordinary.enrolled.map({True: "joined", False: "gone"}).where(ordinary.is_over, None)
    leaking = ordinary.with_attribute("Verdict", told)
    names = ["inquiry_id", "p_enrol", "band"]
    pd.testing.assert_frame_equal(scores(ordinary)[names], scores(leaking)[names])
    judged = judged_attributes(trained(leaking))
    assert list(judged.columns) == list(LEAD_ATTRIBUTE)
    assert judged.iloc[0][["attribute", "verdict"]].tolist() == ["Verdict", "rejected"]


def test_a_column_that_is_gone_from_the_import_is_missed_and_nothing_breaks(
    ordinary: Desk, model: TrainedModel
) -> None:
    without = ordinary.attributes.iloc[:0]
    result = score(model, ordinary.moments, without, ordinary.outcomes, CLOCK)
    assert result["p_enrol"].between(0, 1).all()


def test_bands_follow_the_thresholds_from_outside(ordinary: Desk) -> None:
    result = scores(ordinary)
    expected = np.select([result["p_enrol"] >= 0.6, result["p_enrol"] >= 0.3], ["high", "medium"], "low")
    assert result["band"].tolist() == expected.tolist()


def test_a_desk_without_inquiries_has_a_model_a_card_and_no_scores() -> None:
    nobody = desk(0, 0)
    assert scores(nobody).empty
    card = evaluate(trained(nobody), seed=3).card
    assert card["metric"].tolist() == ["known_outcomes", "rejected_facts"]


def test_what_happened_in_the_first_week_serves_after_the_week_only() -> None:
    of = desk(900, 60, signal=0.0, seed=5)
    random = np.random.default_rng(5)
    enrolled = of.moments["inquiry_id"].map(of.enrolled).to_numpy(dtype=bool)
    is_week = (of.moments["moment"] == "week").to_numpy()
    met = np.where(enrolled, random.poisson(3, len(is_week)), random.poisson(1, len(is_week)))
    moments = of.moments.assign(contacts_made=np.where(is_week, met, 0))
    model = trained(Desk(moments, of.attributes, of.outcomes))
    assert model.rungs["capture"].kind == "rate"
    assert model.rungs["week"].kind in ("logistic", "boosted")
