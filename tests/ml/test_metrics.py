"""Measures against values worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from ml import metrics
from ml.censoring import censoring_weights


def test_a_perfect_probability_has_no_calibration_error_and_a_constant_one_its_gap() -> None:
    observed = np.array([0.0] * 30 + [1.0] * 30)
    weight = np.ones(60)
    assert metrics.expected_calibration_error(observed, observed, weight) == 0.0
    assert metrics.brier(observed, np.full(60, 0.5), weight) == 0.25


def test_ranking_of_one_class_is_unknown() -> None:
    assert np.isnan(metrics.auc(np.ones(3), np.array([0.1, 0.2, 0.3]), np.ones(3)))
    assert np.isnan(metrics.pr_auc(np.zeros(3), np.array([0.1, 0.2, 0.3]), np.ones(3)))


def test_the_interval_holds_the_value_and_is_the_same_for_the_same_seed() -> None:
    random = np.random.default_rng(5)
    predicted = random.random(300)
    observed = (random.random(300) < predicted).astype(float)
    students = np.arange(300) // 3
    value = metrics.auc(observed, predicted, np.ones(300))
    low, high = metrics.bootstrap_interval(metrics.auc, observed, predicted, np.ones(300), students, 1)
    assert low < value < high
    assert (low, high) == metrics.bootstrap_interval(metrics.auc, observed, predicted, np.ones(300), students, 1)


def test_an_ending_that_half_could_show_counts_twice() -> None:
    observed_days = pd.Series([10, 10, 100, 100])
    weights = censoring_weights(observed_days, np.array([0.0, 0.0]), np.array([5.0, 50.0]))
    assert weights == pytest.approx([1.0, 2.0])
