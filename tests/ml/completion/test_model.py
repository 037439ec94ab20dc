"""Completion: dates in order, never in the past, and only what was known."""

import numpy as np
import pandas as pd
import pytest

from ml.completion import Calendar, CompletionModel, CompletionSettings, evaluate, score, train
from ml.contracts import MODEL_BACKTEST, MODEL_CARD, active_features
from ml.contracts.completion import COMPLETION_FORECAST
from tests.ml.factories import CLOCK, institute

DATES = ["p10_date", "p50_date", "p90_date"]


def forecast(features: pd.DataFrame, outcomes: pd.DataFrame) -> tuple[CompletionModel, pd.DataFrame]:
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=CompletionSettings())
    return model, score(model, active_features(features, outcomes, CLOCK))


@pytest.mark.parametrize("past", [0, 1, 10, 50])
@pytest.mark.parametrize("has_plan", [True, False])
def test_dates_are_in_order_and_not_before_the_clock(past: int, has_plan: bool) -> None:
    _, result = forecast(*institute(past, 8, has_plan=has_plan))
    assert list(result.columns) == list(COMPLETION_FORECAST)
    assert len(result) == 8
    assert (result["p10_date"] >= CLOCK).all()
    assert (result["p10_date"] <= result["p50_date"]).all()
    assert (result["p50_date"] <= result["p90_date"]).all()


def test_nobody_is_forecast_where_nobody_has_a_pace() -> None:
    features, outcomes = institute(0, 4, has_plan=False, has_sessions=False)
    _, result = forecast(features, outcomes)
    assert result["method"].eq("none").all()
    assert result[DATES].isna().all(axis=None)


def test_a_student_without_a_topic_done_gets_the_institutes_pace() -> None:
    features, outcomes = institute(0, 4, has_plan=False)
    features.loc[features["enrollment_id"] == 1, "topics_done"] = 0
    _, result = forecast(features, outcomes)
    assert result["p50_date"].notna().all()
    assert result["p50_date"].iloc[0] > result["p50_date"].iloc[1:].min()


def test_a_course_with_an_end_for_all_is_forecast_by_its_plan() -> None:
    model, result = forecast(*institute(200, 8))
    assert model.forecasters[0].name == "planned"
    assert (result["p50_date"] == (pd.Timestamp(CLOCK) + pd.Timedelta(weeks=12, days=-1)).date()).all()


def test_those_who_are_faster_finish_earlier() -> None:
    features, outcomes = institute(200, 30, has_plan=False)
    model, result = forecast(features, outcomes)
    rows = active_features(features, outcomes, CLOCK).merge(result, on="enrollment_id")
    days = (pd.to_datetime(rows["p50_date"]) - rows["as_of_date"]).dt.days
    assert model.forecasters[-1].name == "pace"
    assert np.corrcoef(rows["topics_done"], days)[0, 1] < -0.5


def test_the_card_compares_with_linear_pace() -> None:
    features, outcomes = institute(200, 8, has_plan=False)
    model, _ = forecast(features, outcomes)
    card = evaluate(model, features, outcomes, seed=3).card
    error = card[(card["metric"] == "mae_days") & (card["baseline"] == "linear pace")].iloc[0]
    coverage = card[card["metric"] == "coverage_p10_p90"].iloc[0]
    assert list(card.columns) == list(MODEL_CARD)
    assert error["value"] < error["baseline_value"]
    assert 0.5 < coverage["value"] <= 1.0


def test_scrambling_the_future_moves_no_forecast() -> None:
    features, outcomes = institute(120, 20, has_plan=False)
    earlier = pd.Timestamp(CLOCK) - pd.Timedelta(weeks=4)
    broken = features.copy()
    future = broken["as_of_date"] > earlier
    broken["topics_done"] = broken["topics_done"].where(~future, 20 - broken["topics_done"])
    ends = outcomes.copy()
    late = ends["ended_on"].isna() | (ends["ended_on"] > earlier)
    ends.loc[late, ["status", "outcome"]] = ["completed", "completed"]
    ends.loc[late, "ended_on"] = earlier + pd.Timedelta(days=2)
    results = []
    for rows, labels in ((features, outcomes), (broken, ends)):
        model = train(rows, labels, as_of=earlier.date(), seed=3, settings=CompletionSettings())
        results.append(score(model, active_features(rows, labels, earlier.date())))
    assert len(results[0]) > 20  # the running ones, and past ones that had not finished then
    pd.testing.assert_frame_equal(results[0], results[1])


def test_an_empty_institute_has_a_card_and_no_forecast() -> None:
    features, outcomes = institute(0, 0)
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=CompletionSettings())
    assert score(model, features).empty
    assert evaluate(model, features, outcomes, seed=3).card["metric"].tolist() == ["finishers"]


def test_with_finishers_the_way_from_topic_to_topic_serves_and_tells_chances() -> None:
    model, result = forecast(*institute(200, 30, has_plan=False))
    assert model.kind == "survival"
    assert result["p_finish"].between(0, 1).all()
    assert result["p_on_time"].isna().all()  # nothing is planned


def test_on_time_is_never_more_likely_than_at_all() -> None:
    _, result = forecast(*institute(200, 8))
    assert (result["p_on_time"] <= result["p_finish"]).all()
    assert result["p_on_time_if_finished"].between(0, 1).all()


def test_past_the_expected_date_nobody_is_on_time() -> None:
    features, outcomes = institute(40, 8)
    passed = pd.Timestamp(CLOCK) - pd.Timedelta(days=3)
    features["expected_completion_date"] = passed
    outcomes["expected_completion_date"] = passed
    _, result = forecast(features, outcomes)
    assert result["p50_date"].notna().all()
    assert (result["p_on_time_if_finished"] == 0).all()


def test_all_topics_done_but_not_completed_is_finished_soon() -> None:
    features, outcomes = institute(200, 30, has_plan=False)
    ready = features["enrollment_id"] == features["enrollment_id"].max()
    features.loc[ready, ["topics_done", "progress_share"]] = [20, 1.0]
    _, result = forecast(features, outcomes)
    assert result["p50_date"].iloc[-1] <= result["p50_date"].iloc[:-1].min()


def test_a_subject_without_topics_has_no_dates() -> None:
    features, outcomes = institute(200, 8, has_plan=False)
    features.loc[features["enrollment_id"] == features["enrollment_id"].max(), "topics_total"] = 0
    _, result = forecast(features, outcomes)
    assert result["method"].iloc[-1] == "none"
    assert result["p_finish"].isna().tolist() == [False] * 7 + [True]


def test_the_same_seed_gives_the_same_forecast() -> None:
    frames = institute(120, 8, has_plan=False)
    pd.testing.assert_frame_equal(forecast(*frames)[1], forecast(*frames)[1])


def test_no_date_falls_on_a_holiday_or_a_closed_weekday() -> None:
    features, outcomes = institute(200, 30, has_plan=False)
    days = pd.DataFrame({"date_day": pd.date_range("2025-01-01", "2028-12-31")})
    days["campus_id"] = 1
    days["is_holiday"] = days["date_day"].dt.day_of_week == 6
    days["is_closed_weekday"] = days["date_day"].dt.day_of_week == 2
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=CompletionSettings(), calendar=Calendar.of(days))
    result = score(model, active_features(features, outcomes, CLOCK))
    ahead = result[pd.to_datetime(result["p10_date"]) > pd.Timestamp(CLOCK)]
    assert len(ahead) > 0
    for column in DATES:
        assert not pd.to_datetime(ahead[column]).dt.day_of_week.isin([2, 6]).any()


def test_past_dates_tell_error_range_and_chance_beside_what_they_are_compared_with() -> None:
    features, outcomes = institute(250, 110, has_plan=False)
    # most of those that are over began later, so that some of them were still at it on past dates
    late = outcomes["enrollment_id"].between(1, 200)
    for table in (features, outcomes):
        mine = table["enrollment_id"].between(1, 200)
        for column in ("enrolled_on", "as_of_date", "ended_on", "last_session_on", "last_topic_done_on"):
            if column in table:
                moved = pd.to_datetime(table[column]) + pd.Timedelta(weeks=8)
                table[column] = moved.where(mine, pd.to_datetime(table[column]))
    outcomes.loc[late & (outcomes["ended_on"] > pd.Timestamp(CLOCK)), ["outcome", "ended_on"]] = [None, pd.NaT]
    outcomes.loc[outcomes["outcome"].isna(), "status"] = "active"
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=CompletionSettings())
    gender = outcomes[["student_id"]].assign(attribute="gender", value=np.where(outcomes["student_id"] % 2, "F", "M"))
    told = evaluate(model, features, outcomes, seed=3, attributes=gender)
    groups = told.frames()["model_fairness"]
    assert set(groups["group_name"]) == {"F", "M"}
    assert groups["row_count"].sum() == told.reliability["row_count"].sum()
    assert list(told.backtest.columns) == list(MODEL_BACKTEST)
    assert set(told.backtest["metric"]) == {
        "mae_days", "coverage_p10_p90", "median_width_days", "brier_finished_by_now", "mean_finished_by_now",
    }  # fmt: skip
    assert not told.backtest.duplicated(["origin_date", "metric", "baseline"]).any()
    assert not told.card["metric"].str.contains("_from_").any()
    newest = told.drift.iloc[0]
    assert (newest["measure"], newest["subject"]) == ("realised", "p_finish")
    assert newest["day"] == told.backtest["origin_date"].max()
