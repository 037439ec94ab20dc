"""Drift: who moved is told, who is too few is not."""

from datetime import date

import numpy as np
import pandas as pd

from ml.contracts import MODEL_DRIFT
from ml.drift import base_rate, realised, stability
from tests.ml.test_evaluation import Anything

DAY = date(2026, 6, 28)


def test_a_column_that_moved_is_told_beside_one_that_did_not() -> None:
    random = np.random.default_rng(1)
    taught = pd.DataFrame({"still": random.normal(size=2000), "moved": random.normal(size=2000)})
    scored = pd.DataFrame({"still": random.normal(size=800), "moved": random.normal(1.0, size=800), "new": 1.0})
    table = stability("anything", Anything(), DAY, taught, scored).set_index("subject")
    assert set(table.index) == {"still", "moved"}
    assert table.loc["still", "value"] < 0.1
    assert table.loc["moved", "value"] > 0.25
    assert (table["row_count"] == 800).all()


def test_too_few_are_not_judged() -> None:
    few = pd.DataFrame({"column": np.arange(99.0)})
    assert list(stability("anything", Anything(), DAY, few, few).columns) == list(MODEL_DRIFT)
    assert stability("anything", Anything(), DAY, few, few).empty


def test_what_came_true_is_told_with_its_interval() -> None:
    [row] = realised("anything", Anything(), DAY, "p", 0.1, 0.2, 100).to_dict("records")
    assert (row["value"], row["reference"], row["row_count"]) == (0.1, 0.2, 100)
    assert row["low"] < 0.1 < row["high"] < 0.2


def test_the_newest_outcomes_are_told_beside_those_before_them() -> None:
    days = pd.date_range("2025-01-01", periods=400)
    dated = pd.DataFrame({"day": days, "observed": np.where(np.arange(400) < 300, np.arange(400) % 5 == 0, 1.0)})
    [row] = base_rate("anything", Anything(), "p", dated.sample(frac=1.0, random_state=1)).to_dict("records")
    assert (row["measure"], row["value"], row["row_count"]) == ("base_rate", 1.0, 100)
    assert row["reference"] == 0.2
    assert row["day"] == days[-1].date()
    assert base_rate("anything", Anything(), "p", dated.head(399)).empty
