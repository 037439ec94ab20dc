"""Uplift: found when it is there, not found when it is not, and not told while there is too little to tell it from."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml.contracts import MODEL_CARD, ContractError
from ml.contracts.interventions import INTERVENTION_UPLIFT
from ml.interventions import InterventionSettings, evaluate, score, train
from ml.interventions.model import TrainedModel

CLOCK = date(2026, 6, 30)
RAISED = pd.Timestamp("2026-04-01")
SETTINGS = InterventionSettings(holdout_share=0.3, smallest_effect=0.15)


def alerts(count: int, *, effect: float = 0.0, confounded: bool = False, seed: int = 1, **fixed: Any) -> pd.DataFrame:
    """Alerts of which three in ten wait. `effect` lowers the chance to leave: of the alert, or of help if `confounded`.

    Confounded: the riskier a student, the sooner somebody helps, and the likelier he leaves all the same.
    """
    random = np.random.default_rng(seed)
    p_drop = random.uniform(0.6, 0.9, count)
    is_holdout = random.random(count) < 0.3
    is_helped = random.random(count) < (np.clip((p_drop - 0.55) * 2.5, 0.05, 0.95) if confounded else 0.5)
    chance = p_drop - effect * (is_helped if confounded else ~is_holdout)
    leaves = random.random(count) < chance
    frame = pd.DataFrame(
        {
            "alert_id": np.arange(count) + 1,
            "enrollment_id": np.arange(count) + 101,
            "student_id": np.arange(count) + 1001,
            "campus_id": 1 + np.arange(count) % 2,
            "subject_id": 1 + np.arange(count) % 3,
            "alert_number": 1,
            "raised_on": RAISED,
            "outcome_on": RAISED + pd.Timedelta(days=30),
            "p_drop": p_drop,
            "first_helped_on": np.where(is_helped, RAISED + pd.Timedelta(days=2), pd.NaT),
            "dropped_on": np.where(leaves, RAISED + pd.Timedelta(days=20), pd.NaT),
            "is_randomised": True,
            "is_holdout": is_holdout,
        }
    )
    frame[["first_helped_on", "dropped_on"]] = frame[["first_helped_on", "dropped_on"]].apply(pd.to_datetime)
    return frame.assign(**fixed)


def estimated(frame: pd.DataFrame, as_of: date = CLOCK) -> TrainedModel:
    return train(frame, as_of=as_of, seed=3, settings=SETTINGS)


def row(frame: pd.DataFrame, comparison: str) -> Any:
    return score(estimated(frame)).set_index("comparison").loc[comparison]


def test_an_alert_that_helps_is_found() -> None:
    told = row(alerts(800, effect=0.25, seed=3), "alert")
    assert told["status"] == "estimated"
    assert told["low"] < 0.25 < told["high"]
    assert told["low"] > 0
    assert told["uplift"] == pytest.approx(told["kept_treated"] - told["kept_untreated"])


def test_an_interval_of_nothing_holds_nothing_in_nearly_all_cases() -> None:
    told = [row(alerts(300, seed=seed), "alert") for seed in range(10)]
    assert sum(one["low"] <= 0 <= one["high"] for one in told) >= 8


def test_help_for_those_who_need_it_most_is_not_taken_for_harm() -> None:
    frame = alerts(2_000, effect=0.2, confounded=True)
    naive = frame.groupby(frame["first_helped_on"].notna())["dropped_on"].apply(lambda days: days.isna().mean())
    told = row(frame, "help")
    assert naive[True] - naive[False] < 0.15
    assert told["low"] < 0.2 < told["high"]


def test_who_left_before_anybody_could_help_is_on_no_side() -> None:
    frame = alerts(400)
    early = frame.assign(first_helped_on=pd.NaT, dropped_on=frame["dropped_on"].where(frame.index % 2 == 0, RAISED))
    assert row(early, "help")["untreated"] == 200
    assert row(early, "alert")[["treated", "untreated"]].sum() == 400


@pytest.mark.parametrize(("count", "is_enough"), [(0, False), (30, False), (200, True)])
def test_too_few_are_said_to_be_too_few(count: int, is_enough: bool) -> None:
    told = row(alerts(count), "alert")
    assert (told["status"] == "estimated") == is_enough
    assert (told["more_needed"] == 0) == is_enough
    assert pd.isna(told["uplift"]) != is_enough
    assert told["more_needed_to_tell"] > 0


def test_without_anybody_who_left_there_is_nothing_to_compare() -> None:
    told = row(alerts(300, dropped_on=pd.NaT), "alert")
    assert (told["status"], told["more_needed"]) == ("not_enough_data", 5)


def test_how_many_are_needed_follows_the_textbook() -> None:
    # Two proportions of one half, 15 points apart, 30 % on the smaller side: 7.85 * .25 / .15² / (.3 * .7) = 416.
    assert row(alerts(0), "alert")["more_needed_to_tell"] == 416


def test_second_alerts_and_those_without_a_lot_are_left_out() -> None:
    frame = alerts(300)
    frame.loc[:99, "alert_number"] = 2
    frame.loc[100:149, "is_randomised"] = False
    told = row(frame, "alert")
    assert told["treated"] + told["untreated"] == 150
    assert row(frame, "help")[["treated", "untreated"]].sum() == 200


def test_what_came_after_the_date_moves_nothing() -> None:
    frame = alerts(300)
    later = alerts(200, seed=9, raised_on=RAISED + pd.Timedelta(days=40), outcome_on=RAISED + pd.Timedelta(days=70))
    later["alert_id"] += 1_000
    broken = pd.concat([frame, later]).assign(
        dropped_on=lambda rows: rows["dropped_on"].fillna(RAISED + pd.Timedelta(days=45))
    )
    as_of = (RAISED + timedelta(days=30)).date()
    first, second = (score(estimated(rows, as_of)).drop(columns="model_version") for rows in (frame, broken))
    pd.testing.assert_frame_equal(first, second)


def test_the_same_seed_gives_the_same_interval_in_whatever_order_the_rows_come() -> None:
    frame = alerts(300, effect=0.1)
    shuffled = frame.sample(frac=1.0, random_state=5)
    pd.testing.assert_frame_equal(score(estimated(frame)), score(estimated(shuffled)))


def test_the_card_says_what_shuffled_sides_would_give() -> None:
    frame = alerts(400, effect=0.25)
    card = evaluate(estimated(frame), frame, seed=3).card.set_index("metric")
    assert list(card.reset_index()[list(MODEL_CARD)].columns) == list(MODEL_CARD)
    placebo = card.loc["placebo_uplift_alert"]
    assert placebo["low"] < 0 < placebo["high"]
    assert card.loc["uplift_alert", "value"] > placebo["high"]


def test_a_young_institute_has_both_answers_and_a_card_that_says_so() -> None:
    empty = alerts(0)
    told = score(estimated(empty))
    assert list(told.columns) == list(INTERVENTION_UPLIFT)
    assert set(told["status"]) == {"not_enough_data"}
    assert evaluate(estimated(empty), empty, seed=3).card["metric"].tolist() == ["known_outcomes"]


def test_a_missing_flag_is_named() -> None:
    with pytest.raises(ContractError, match="is_holdout"):
        estimated(alerts(3).drop(columns="is_holdout"))
