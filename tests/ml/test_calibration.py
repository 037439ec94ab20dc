"""Calibration: Platt while outcomes are few, isotonic where a straight line will not do, and the order stays."""

import numpy as np
import pytest

from ml.at_risk.linear import sigmoid
from ml.calibration import Calibration, Isotonic, Platt, cross_fitted, fit, isotonic, platt
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


def noise(random: np.random.Generator, count: int = 1_000) -> tuple[Floats, Floats]:
    """Log-odds, and outcomes that have nothing to do with them."""
    return random.normal(0.0, 1.5, count), (random.random(count) < 0.4).astype(float)


def curve(log_odds: Floats, observed: Floats, weight: Floats, groups: Floats) -> Calibration:
    """An isotonic calibration, whatever the groups."""
    return isotonic(log_odds, observed, weight)


def test_of_pure_noise_a_calibration_looks_as_bad_on_its_own_rows_as_on_fresh_ones_once_it_is_cross_fitted() -> None:
    weight, students = np.ones(1_000), np.arange(1_000) // 2
    errors: dict[str, list[float]] = {"fitted": [], "cross-fitted": [], "fresh": []}
    for seed in range(20):
        random = np.random.default_rng(seed)
        log_odds, observed = noise(random)
        calibration = curve(log_odds, observed, weight, students)
        told = cross_fitted(log_odds, observed, weight, students, curve, seed=seed)
        errors["fitted"].append(expected_calibration_error(observed, sigmoid(calibration(log_odds)), weight))
        errors["cross-fitted"].append(expected_calibration_error(observed, sigmoid(told), weight))
        for _ in range(3):
            fresh, came = noise(random)
            errors["fresh"].append(expected_calibration_error(came, sigmoid(calibration(fresh)), weight))
    fitted, crossed, on_fresh = (float(np.mean(values)) for values in errors.values())
    assert fitted < 0.9 * on_fresh  # what the fit gives itself
    assert crossed == pytest.approx(on_fresh, rel=0.1)


def test_no_row_is_calibrated_by_what_its_own_student_taught() -> None:
    log_odds, observed, weight, students = rows(400)
    told = cross_fitted(log_odds, observed, weight, students, lambda x, y, w, _: platt(x, y, w), seed=1)
    mine = students == 7
    turned = np.where(mine, 1.0 - observed, observed)
    again = cross_fitted(log_odds, turned, weight, students, lambda x, y, w, _: platt(x, y, w), seed=1)
    np.testing.assert_array_equal(told[mine], again[mine])
    assert not np.array_equal(told[~mine], again[~mine])


def test_a_single_student_has_nobody_to_be_calibrated_by() -> None:
    log_odds, observed, weight, _ = rows(20)
    told = cross_fitted(log_odds, observed, weight, np.zeros(20), lambda x, y, w, _: platt(x, y, w), seed=1)
    np.testing.assert_array_equal(told, log_odds)
