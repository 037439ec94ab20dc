"""Paused time is no learning time: it is not counted, and nobody is watched in it."""

from datetime import date

import numpy as np
import pandas as pd

from ml.completion import Calendar, CompletionSettings, Pauses, score, train
from ml.completion.features import timed_rows, watched_rows
from ml.contracts import FEATURES, active_features, checked
from tests.ml.factories import CLOCK, institute


def paused(*rows: tuple[int, str, str | None]) -> Pauses:
    return Pauses.of(pd.DataFrame(rows, columns=["enrollment_id", "paused_on", "resumed_on"]))


def days(pauses: Pauses, *asked: tuple[int, str]) -> list[float]:
    dates = pd.to_datetime(pd.Series([day for _, day in asked])).astype("datetime64[s]")
    enrollments = np.array([enrollment for enrollment, _ in asked], dtype=np.int64)
    return pauses.days(Calendar(), np.ones(len(asked), dtype=np.int64), enrollments, dates).tolist()


def test_days_are_counted_up_to_the_day_that_is_asked_for() -> None:
    pauses = paused((1, "2026-03-02", "2026-03-12"), (1, "2026-03-20", None), (2, "2026-03-01", "2026-03-03"))
    asked = ((1, "2026-03-02"), (1, "2026-03-05"), (1, "2026-03-15"), (1, "2026-03-25"), (3, "2026-03-25"))
    assert days(pauses, *asked) == [0, 3, 10, 15, 0]


def test_only_teaching_days_are_paused() -> None:
    table = pd.DataFrame({"campus_id": 1, "date_day": pd.date_range("2026-03-01", "2026-03-31")})
    table["is_holiday"], table["is_closed_weekday"] = False, table["date_day"].dt.day_of_week >= 5
    dates = pd.Series([pd.Timestamp("2026-03-20")]).astype("datetime64[s]")
    one = np.array([1], dtype=np.int64)
    assert paused((1, "2026-03-02", "2026-03-09")).days(Calendar.of(table), one, one, dates).tolist() == [5]


def test_what_ends_later_lasts_and_what_begins_later_is_not_known() -> None:
    known = paused((1, "2026-03-02", "2026-03-12"), (2, "2026-03-20", None)).known(date(2026, 3, 5))
    assert known.table["enrollment_id"].tolist() == [1]
    assert known.table["resumed_on"].isna().all()


def test_a_pause_takes_nothing_from_the_pace_and_does_not_move_the_plan() -> None:
    features, _ = institute(0, 2)
    rows = checked(features, FEATURES, "features")
    pauses = paused((1, "2026-05-10", "2026-05-31"))
    plain, told = (timed_rows(rows, Calendar(), each) for each in (Pauses(), pauses))
    latest = (told["enrollment_id"] == 1) & (told["as_of_date"] == pd.Timestamp(CLOCK))
    assert (plain.loc[latest, "day"] - told.loc[latest, "day"]).tolist() == [21]
    assert plain.loc[latest, "planned_left"].tolist() == told.loc[latest, "planned_left"].tolist()
    assert plain[told["enrollment_id"] == 2].equals(told[told["enrollment_id"] == 2])


def test_nobody_is_watched_while_paused() -> None:
    features, outcomes = institute(0, 2)
    rows = checked(features, FEATURES, "features")
    ends = outcomes.assign(ended_on=pd.to_datetime(outcomes["ended_on"]))
    pauses = paused((1, "2026-05-10", "2026-05-31"))
    watched = watched_rows(rows, ends, CLOCK, Calendar(), pauses)
    mine = watched[watched["enrollment_id"] == 1]
    inside = mine["as_of_date"].between(pd.Timestamp("2026-05-10"), pd.Timestamp("2026-05-30"))
    assert len(mine) == 5
    assert not inside.any()
    # from the week before the pause on, seven weeks on paper are four of learning
    assert mine.sort_values("as_of_date")["days"].iloc[0] == 7 * 7 - 21


def test_of_two_with_as_much_done_the_one_who_was_paused_is_quicker() -> None:
    features, outcomes = institute(0, 4, has_plan=False)
    done = ["topics_done", "topics_done_28d", "days_28d", "progress_share", "last_topic_done_on"]
    first, second = features["enrollment_id"] == 1, features["enrollment_id"] == 2
    features.loc[first, done] = features.loc[second, done].to_numpy()
    pauses = paused((1, "2026-05-10", "2026-05-31"))
    model = train(features, outcomes, as_of=CLOCK, seed=3, settings=CompletionSettings(), pauses=pauses)
    told = score(model, active_features(features, outcomes, CLOCK), pauses).set_index("enrollment_id")["p50_date"]
    assert told[1] < told[2]
