"""Calibration: Platt while outcomes are few, isotonic where a straight line will not do, and the order stays."""

import numpy as np
import pytest

from ml.at_risk.linear import sigmoid
from ml.calibration import Isotonic, Platt, fit, isotonic, platt
from ml.metrics import Floats, auc, expected_calibration_error


def rows(count: int, seed: int = 4) -> tuple[Floats, Floats, Floats, Floats]:
    """Log-odds that are too sure at one end only, what came of them, weights, students."""
    random = np.random.default_rng(seed)
    truth = random.normal(0.0, 1.5, count)
    observed = (random.random(count) < sigmoid(truth)).astype(float)
    return np.where(truth > 0, 4.0 * truth, truth), observed, np.ones(count), np.arange(count) // 2


def test_few_outcomes_are_calibrated_by_two_numbers() -> None:
    log_odds, observed, weight, students = rows(400)
    assert isinstance(fit(log_odds, observed, weight, students, outcome_count=400), Platt)


def test_many_outcomes_may_bend_the_line() -> None:
    log_odds, observed, weight, students = rows(20_000)
    chosen = fit(log_odds, observed, weight, students, outcome_count=20_000)
    assert isinstance(chosen, Isotonic)
    fresh, came, _, _ = rows(20_000, seed=9)
    error = expected_calibration_error(came, sigmoid(chosen(fresh)), weight)
    assert error < 0.02
    assert error < expected_calibration_error(came, sigmoid(platt(log_odds, observed, weight)(fresh)), weight)


def test_calibration_keeps_the_order() -> None:
    log_odds, observed, weight, _ = rows(5_000)
    told = isotonic(log_odds, observed, weight)(log_odds)
    assert auc(observed, told, weight) == pytest.approx(auc(observed, log_odds, weight), abs=1e-9)


def test_what_teaches_nothing_changes_nothing() -> None:
    log_odds, observed, weight, students = rows(400)
    assert fit(log_odds, np.zeros(400), weight, students, outcome_count=400) == Platt()
    assert platt(-log_odds, observed, weight) == Platt()
