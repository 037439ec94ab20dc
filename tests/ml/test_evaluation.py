"""Reliability tables: what a bin says of itself."""

import numpy as np
import pandas as pd
import pytest

from ml.contracts import ContractError
from ml.evaluation import Evaluation, nothing, reliability, wilson


class Anything:
    """A model that only has a version."""

    version = "anything-1"


ONES = np.ones(1000)


def told_truly() -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of which exactly so many come true as they say."""
    predicted = (np.arange(1000) + 0.5) / 1000
    return np.diff(np.floor(np.cumsum(predicted)), prepend=0.0), predicted


def test_of_a_calibrated_model_every_bin_holds_its_prediction() -> None:
    observed, predicted = told_truly()
    table = reliability("anything", Anything(), "p", observed, predicted, ONES)
    assert table["bin"].tolist() == list(range(1, 11))
    assert table["row_count"].tolist() == [100] * 10
    assert table["predicted"].is_monotonic_increasing
    assert table["predicted"].between(table["low"], table["high"]).all()
    assert table["observed"].to_numpy() == pytest.approx(table["predicted"].to_numpy(), abs=0.011)


def test_a_bin_of_ties_and_an_empty_test_have_no_trouble() -> None:
    assert reliability("anything", Anything(), "p", np.zeros(3), np.full(3, 0.2), np.ones(3))["bin"].tolist() == [
        1,
        2,
        3,
    ]
    assert reliability("anything", Anything(), "p", np.zeros(0), np.zeros(0), np.zeros(0)).empty


def test_the_interval_of_a_share_is_wilsons() -> None:
    # 10 of 100: the textbook's 5.5 % to 17.4 %
    assert wilson(0.1, 100) == pytest.approx((0.0552, 0.1744), abs=2e-4)
    assert wilson(0.0, 10)[0] == 0.0


def test_an_evaluation_with_a_missing_column_is_refused() -> None:
    with pytest.raises(ContractError, match="card: missing columns"):
        Evaluation(card=pd.DataFrame({"model": ["anything"]})).frames()


def test_nothing_has_the_columns_of_its_contract() -> None:
    assert list(nothing({"a": "key"})) == ["a"]


def test_rows_of_one_person_tell_no_more_than_one_row() -> None:
    observed, predicted = np.repeat([0.0, 1.0], 50), np.full(100, 0.5)
    alone, together = (
        reliability("anything", Anything(), "p", observed, predicted, np.ones(100), people).iloc[0]
        for people in (None, pd.Series(np.arange(100) // 10))
    )
    assert together["low"] <= alone["low"] <= alone["high"] <= together["high"]
    assert together["row_count"] == alone["row_count"] == 10
