"""A more demanding method serves only where it is clearly better, counted in whole students."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ml.ladder import absolute_error, is_clearly_better, log_loss, may_replace
from ml.origins import origins

STUDENTS = np.arange(600) // 2


def outcomes(seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    chance = random.random(600)
    return (random.random(600) < chance).astype(float), chance


def test_who_knows_more_is_clearly_better() -> None:
    observed, chance = outcomes()
    told = is_clearly_better(log_loss, observed, chance, np.full(600, 0.5), np.ones(600), STUDENTS, seed=1)
    assert told
    assert not is_clearly_better(log_loss, observed, np.full(600, 0.5), chance, np.ones(600), STUDENTS, seed=1)


def test_the_same_is_not_better_and_nothing_is_not_either() -> None:
    observed, chance = outcomes()
    assert not is_clearly_better(log_loss, observed, chance, chance, np.ones(600), STUDENTS, seed=1)
    none = np.zeros(0)
    assert not is_clearly_better(log_loss, none, none, none, none, np.zeros(0, dtype=np.int64), seed=1)


def test_a_lead_that_hangs_on_few_students_is_not_clear() -> None:
    observed, baseline = np.zeros(600), np.full(600, 1.0)
    better_for_one = np.where(STUDENTS == 0, 0.0, 1.0005)
    assert not is_clearly_better(absolute_error, observed, better_for_one, baseline, np.ones(600), STUDENTS, seed=1)


def test_origins_are_whole_steps_back_and_none_lies_before_the_beginning() -> None:
    assert origins(date(2026, 6, 28), date(2026, 4, 1), count=9) == [
        date(2026, 5, 31),
        date(2026, 5, 3),
        date(2026, 4, 5),
    ]
    assert origins(date(2026, 6, 28), date(2026, 1, 1), count=2, horizon_days=56) == [
        date(2026, 5, 3),
        date(2026, 4, 5),
    ]


def less_is_better(table: pd.DataFrame, one: str, other: str) -> bool:
    """By a tenth or more."""
    return bool(table[one].mean() < table[other].mean() - 0.1)


@pytest.mark.parametrize(
    ("dates", "upper", "lower", "serves"),
    [
        (2, 0.2, 0.5, True),  # past dates tell, whatever was held out says
        (2, 0.5, 0.2, False),
        (2, 0.5, 0.5, False),  # they do not tell, so those held out do
        (1, 0.2, 0.5, False),  # one date may be a lucky one
    ],
)
def test_past_dates_have_the_say_where_two_of_them_tell(dates: int, upper: float, lower: float, serves: bool) -> None:
    days = pd.to_datetime(["2026-01-04", "2026-02-01"])[:dates]
    past = pd.DataFrame({"origin_date": days, "upper": upper, "lower": lower})
    against = pd.DataFrame({"upper": [0.5], "lower": [0.2]})
    assert may_replace(past, against, "upper", "lower", less_is_better) is serves
    in_favour = pd.DataFrame({"upper": [0.2], "lower": [0.5]})
    assert may_replace(past.assign(upper=np.nan), in_favour, "upper", "lower", less_is_better)
