"""A more demanding method serves only where it is clearly better, counted in whole students."""

from datetime import date

import numpy as np

from ml.ladder import absolute_error, is_clearly_better, log_loss
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
