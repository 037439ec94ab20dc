"""Velocity: a short history is drawn towards the cohort, a long one speaks for itself, and the future says nothing."""

import numpy as np
import pandas as pd
import pytest

from ml.contracts.velocity import VELOCITY_ESTIMATE
from ml.velocity import VelocityModel, VelocitySettings, evaluate, score, train
from tests.ml.velocity.factories import CLOCK, learners


def estimated(weeks: pd.DataFrame, outcomes: pd.DataFrame) -> tuple[VelocityModel, pd.DataFrame]:
    model = train(weeks, outcomes, as_of=CLOCK, seed=3, settings=VelocitySettings())
    return model, score(model, weeks, outcomes, as_of=CLOCK)


def test_every_active_enrolment_has_one_estimate_within_its_interval() -> None:
    weeks, outcomes, _ = learners(40, 8)
    outcomes.loc[0, ["status", "outcome"]] = "completed"
    outcomes.loc[0, "ended_on"] = pd.Timestamp(CLOCK) - pd.Timedelta(days=1)
    _, result = estimated(weeks, outcomes)
    assert list(result.columns) == list(VELOCITY_ESTIMATE)
    assert result["enrollment_id"].tolist() == list(range(2, 41))
    assert (result["velocity_low"] < result["velocity"]).all()
    assert (result["velocity"] < result["velocity_high"]).all()
    assert (result["velocity_low"] >= 0).all()


def test_a_short_history_is_drawn_further_towards_the_cohort_than_a_long_one() -> None:
    weeks, outcomes, _ = learners(60, 12)
    weeks.loc[weeks["enrollment_id"] == 1, "mastery_gained"] = 9.0
    newest = weeks["week_start"].max()
    weeks = weeks[(weeks["enrollment_id"] != 2) | (weeks["week_start"] == newest)].copy()
    weeks.loc[weeks["enrollment_id"] == 2, "mastery_gained"] = 9.0
    _, result = estimated(weeks, outcomes)
    long, short = result.iloc[0], result.iloc[1]
    assert long["observed_velocity"] == short["observed_velocity"] == 3.0
    assert short["cohort_velocity"] < short["velocity"] < long["velocity"] < 3.0
    assert short["own_weight"] < long["own_weight"]


def test_who_has_no_history_is_taken_for_the_cohort_and_compared_with_nobody() -> None:
    weeks, outcomes, _ = learners(30, 8)
    _, result = estimated(weeks[weeks["enrollment_id"] != 7], outcomes)
    newcomer = result[result["enrollment_id"] == 7].iloc[0]
    assert newcomer["velocity"] == pytest.approx(newcomer["cohort_velocity"])
    assert newcomer["own_weight"] == 0.0
    assert np.isnan(newcomer["peers_slower_share"])
    assert newcomer["trend"] == "unknown"


@pytest.mark.parametrize(("count", "is_ranked"), [(5, False), (6, True)])
def test_nobody_is_ranked_among_fewer_than_five_peers(count: int, is_ranked: bool) -> None:
    weeks, outcomes, _ = learners(count, 8)
    _, result = estimated(weeks, outcomes)
    assert (result["peer_count"] == count - 1).all()
    assert result["peers_slower_share"].notna().all() == is_ranked


def test_peers_learn_the_same_subject() -> None:
    weeks, outcomes, _ = learners(20, 8, subjects=2)
    _, result = estimated(weeks, outcomes)
    assert (result["peer_count"] == 9).all()


def test_the_estimate_is_nearer_to_the_truth_than_what_was_seen() -> None:
    weeks, outcomes, truth = learners(200, 6)
    _, result = estimated(weeks, outcomes)
    true = truth.loc[result["enrollment_id"]].to_numpy()
    seen = ((result["observed_velocity"] - true) ** 2).mean()
    assert ((result["velocity"] - true) ** 2).mean() < 0.8 * seen
    inside = (result["velocity_low"] <= true) & (true <= result["velocity_high"])
    assert 0.7 < inside.mean() < 0.9


def test_where_all_are_alike_nobody_is_told_apart() -> None:
    weeks, outcomes, _ = learners(100, 8, spread=0.0)
    _, result = estimated(weeks, outcomes)
    assert result["velocity"].std() < 0.3 * result["observed_velocity"].std()


def test_a_trend_is_only_told_where_it_is_more_than_chance() -> None:
    weeks, outcomes, _ = learners(60, 12)
    recent = weeks["week_start"] > pd.Timestamp(CLOCK) - pd.Timedelta(weeks=4)
    weeks.loc[weeks["enrollment_id"] == 1, "mastery_gained"] = np.where(recent, 12.0, 0.0)[weeks["enrollment_id"] == 1]
    weeks.loc[weeks["enrollment_id"] == 2, "mastery_gained"] = np.where(recent, 0.0, 12.0)[weeks["enrollment_id"] == 2]
    weeks.loc[weeks["enrollment_id"] == 3, "mastery_gained"] = 3.0
    _, result = estimated(weeks, outcomes)
    assert result["trend"].tolist()[:3] == ["rising", "falling", "steady"]


def test_what_happens_later_changes_no_estimate() -> None:
    weeks, outcomes, _ = learners(60, 12)
    model, before = estimated(weeks, outcomes)
    future = weeks.assign(week_start=weeks["week_start"] + pd.Timedelta(weeks=12), mastery_gained=99.0)
    ended = outcomes.copy()
    ended["ended_on"] = pd.Timestamp(CLOCK) + pd.Timedelta(days=3)
    ended[["status", "outcome"]] = "dropped"
    again, after = estimated(pd.concat([weeks, future]).sample(frac=1, random_state=1), ended)
    assert again.version == model.version
    pd.testing.assert_frame_equal(before, after)


def test_an_institute_without_any_hours_gets_zeros_and_no_ranks() -> None:
    weeks, outcomes, _ = learners(4, 2)
    _, result = estimated(weeks.iloc[:0], outcomes)
    assert (result["velocity"] == 0).all()
    assert result["peers_slower_share"].isna().all()


def test_the_card_compares_with_the_raw_velocity_and_with_the_cohort() -> None:
    weeks, outcomes, _ = learners(120, 20)
    model, _ = estimated(weeks, outcomes)
    gender = outcomes[["student_id"]].assign(attribute="gender", value=np.where(outcomes["student_id"] % 2, "F", "M"))
    evaluation = evaluate(model, weeks, outcomes, seed=3, attributes=gender)
    groups = evaluation.fairness
    assert set(groups["group_name"]) == {"F", "M"}
    tested = evaluation.card.set_index("metric").loc["tested_enrollments", "value"]
    assert groups["row_count"].sum() == tested
    assert groups["base_rate"].between(0.0, 10.0).all()
    card = evaluation.card.set_index(["metric", "baseline"])
    error = card.loc["rmse_mastery_next_4_weeks"]
    assert (error["value"] < error["baseline_value"]).all()
    assert 0.7 < card.loc[("coverage_of_next_4_weeks", "nominal"), "value"] < 0.95
    assert evaluation.backtest["origin_date"].nunique() == 3
    assert set(evaluation.frames()) >= {"model_card", "model_backtest"}


def test_a_card_stands_also_before_there_is_anything_to_test_on() -> None:
    weeks, outcomes, _ = learners(3, 1)
    model, _ = estimated(weeks, outcomes)
    card = evaluate(model, weeks, outcomes, seed=3).frames()["model_card"]
    assert card["metric"].tolist() == ["history_worth_a_cohort_levels", "tested_enrollments"]
