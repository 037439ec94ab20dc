"""Demand: who serves is decided by the backtest, and neither future nor chance moves a forecast."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from ml.contracts import MODEL_CARD
from ml.contracts.demand import DEMAND_FORECAST, DEMAND_WEEKS
from ml.demand import DemandSettings, evaluate, score, train
from ml.demand.forecasters import FORECASTERS
from ml.demand.model import TrainedModel

CLOCK = date(2026, 6, 17)  # a Wednesday
MONDAY = pd.Timestamp("2026-06-15")
SETTINGS = DemandSettings()


def weeks_of(sessions: list[float] | np.ndarray, *, campus: str = "PUNE", closed: float = 0.0) -> pd.DataFrame:
    """One campus whose newest whole weeks had these sessions; the ones ahead are closed for `closed`."""
    known = len(sessions)
    week_start = pd.date_range(MONDAY - pd.Timedelta(weeks=known), periods=known + 13, freq="7D")
    # The week in which a series begins is not counted.
    rows = pd.DataFrame({"week_start": [week_start[0] - pd.Timedelta(weeks=1), *week_start]})
    rows["campus_code"] = campus
    rows["closed_share"] = np.where(rows["week_start"] >= MONDAY, closed, 0.0)
    rows["sessions"] = [1.0, *sessions, *[np.nan] * 13]
    for measure in ("new_enrollments", "inquiries", "completions"):
        rows[measure] = np.nan
    return rows


def trained(features: pd.DataFrame, as_of: date = CLOCK) -> TrainedModel:
    return train(features, as_of=as_of, seed=3, settings=SETTINGS)


def sessions_ahead(features: pd.DataFrame) -> pd.DataFrame:
    told = score(trained(features), features, CLOCK)
    return told[told["measure"] == "sessions"].reset_index(drop=True)


def noise(count: int, level: float = 100.0, seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).poisson(level, count).astype(float)


@pytest.mark.parametrize(("known", "says_something"), [(0, False), (11, False), (12, True)])
def test_below_twelve_weeks_there_is_nothing_to_say_yet(known: int, says_something: bool) -> None:
    ahead = sessions_ahead(weeks_of(noise(known)))
    assert len(ahead) == SETTINGS.horizon_weeks
    assert ahead["p50"].notna().all() == says_something
    assert (ahead["method"] == "not_enough_weeks").all() != says_something
    assert (ahead["weeks_known"] == known).all()


def test_the_running_week_is_the_first_that_is_forecast() -> None:
    ahead = sessions_ahead(weeks_of(noise(30)))
    assert list(ahead.columns) == list(DEMAND_FORECAST)
    assert ahead["week_start"].tolist() == list(pd.date_range(MONDAY, periods=13, freq="7D"))


def test_noise_is_forecast_by_its_mean() -> None:
    forecasts = [sessions_ahead(weeks_of(noise(60, seed=seed))) for seed in range(4)]
    methods = [ahead["method"].iloc[0] for ahead in forecasts]
    assert methods.count("recent_weeks") >= 3
    ahead = forecasts[methods.index("recent_weeks")]
    assert ahead["p50"].between(90, 110).all()
    assert ((ahead["p10"] < ahead["p50"]) & (ahead["p50"] < ahead["p90"])).all()


def test_prophet_serves_what_grows_steadily() -> None:
    ahead = sessions_ahead(weeks_of(40 + 4 * np.arange(60) + np.random.default_rng(1).normal(0, 4, 60)))
    assert set(ahead["method"]) == {"prophet"}
    assert ahead["p50"].iloc[-1] == pytest.approx(40 + 4 * 72, rel=0.1)


def test_last_year_serves_what_comes_back_every_year() -> None:
    # Terms that begin from one week to the next are sharper than Prophet's yearly waves.
    year = np.where(np.arange(52) % 26 < 6, 20.0, 100.0)
    ahead = sessions_ahead(weeks_of(np.tile(year, 3)[:100] + np.random.default_rng(1).normal(0, 3, 100)))
    assert set(ahead["method"]) == {"last_year"}


def test_prophet_is_not_asked_about_bursts() -> None:
    bursts = np.where(np.arange(60) % 12 == 0, 500.0, 0.0)
    bursts[-1] = 1.0
    model = trained(weeks_of(bursts))
    assert "prophet" not in set(model.backtest["method"])


def test_prophet_is_tried_for_the_busiest_campuses_only() -> None:
    both = pd.concat([weeks_of(noise(40), campus="BUSY"), weeks_of(noise(40, level=20), campus="QUIET")])
    model = train(both, as_of=CLOCK, seed=3, settings=DemandSettings(prophet_campuses=1))
    asked = model.backtest.loc[model.backtest["method"] == "prophet", "campus_code"]
    assert set(asked) == {"BUSY"}


@pytest.mark.parametrize("method", ["recent_weeks", "last_week", "prophet"])
def test_a_week_of_holidays_has_no_sessions(method: str) -> None:
    from ml.demand.features import series_of

    [sessions, *_] = series_of(weeks_of(noise(40), closed=1.0), CLOCK, 13)
    assert not FORECASTERS[method](sessions, 3).any()


def test_half_a_week_of_holidays_has_half_the_sessions() -> None:
    open_weeks, half = sessions_ahead(weeks_of(noise(30))), sessions_ahead(weeks_of(noise(30), closed=0.5))
    assert half["p50"].tolist() == pytest.approx((open_weeks["p50"] / 2).tolist(), abs=0.01)


def test_what_came_after_the_date_moves_nothing() -> None:
    features = weeks_of(noise(60))
    earlier = CLOCK - timedelta(weeks=10)
    broken = features.copy()
    is_later = broken["week_start"] >= MONDAY - pd.Timedelta(weeks=10)
    broken.loc[is_later, "sessions"] = 9_999.0
    forecasts = [score(trained(rows, earlier), rows, earlier) for rows in (features, broken)]
    pd.testing.assert_frame_equal(forecasts[0], forecasts[1])


def test_the_same_seed_gives_the_same_forecast_in_whatever_order_the_rows_come() -> None:
    features = weeks_of(40 + 4 * np.arange(60) + np.random.default_rng(1).normal(0, 4, 60))
    shuffled = features.sample(frac=1.0, random_state=9)
    pd.testing.assert_frame_equal(sessions_ahead(features), sessions_ahead(shuffled))


def test_a_week_that_has_ended_since_the_training_counts() -> None:
    features = weeks_of([*noise(29), 900.0])
    model = trained(features, CLOCK - timedelta(weeks=1))
    then, now = (score(model, features, day) for day in (CLOCK - timedelta(weeks=1), CLOCK))
    assert now["p50"].dropna().min() > then["p50"].dropna().max() + 50
    assert set(now["weeks_known"]) == {30, 0}


def test_the_card_stands_beside_the_naive_forecasts() -> None:
    features = weeks_of(noise(100))
    card = evaluate(trained(features), seed=3).card
    assert list(card.columns) == list(MODEL_CARD)
    beside = card[card["metric"] == "error_share_sessions"].set_index("baseline")
    assert set(beside.index) == {
        "naive: the last week again",
        "seasonal naive: the week a year ago",
        "Prophet alone",
    }
    assert (beside["value"] < beside["baseline_value"]).any()
    assert ((beside["low"] <= beside["value"]) & (beside["value"] <= beside["high"])).all()
    [covered] = card.loc[card["metric"] == "coverage_sessions", "value"]
    assert 0.65 <= covered <= 0.95


def test_a_young_institute_has_a_card_that_says_so() -> None:
    card = evaluate(trained(weeks_of(noise(3))), seed=3).card
    assert card[["metric", "value"]].to_numpy().tolist() == [["series_forecast", 0.0]]


def test_an_institute_without_any_week_is_scored_as_nothing() -> None:
    empty = pd.DataFrame(columns=list(DEMAND_WEEKS))
    assert score(trained(empty), empty, CLOCK).empty
