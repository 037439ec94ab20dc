"""Boosting: rising and falling columns, and that a score is what its themes add up to for one theme alone."""

import numpy as np
import pandas as pd
import pytest

from ml.at_risk.boosting import RUNGS, Averaged, Boosted, fit
from ml.at_risk.features import THEMES


def rows(count: int = 600) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(3)
    columns = pd.DataFrame({name: random.random(count) for name in THEMES})
    chance = np.where(columns["missed_share"] > 0.5, 0.8, 0.2)
    return columns, (random.random(count) < chance).astype(float)


def test_more_missed_work_never_lowers_the_risk() -> None:
    columns, dropped = rows()
    model = Boosted.fit(columns, dropped, np.ones(len(columns)), 1)
    steps = pd.concat([columns.head(1)] * 11, ignore_index=True).assign(missed_share=np.linspace(0, 1, 11))
    assert (np.diff(model.log_odds(steps)) >= 0).all()


def test_the_theme_that_decides_contributes_most() -> None:
    columns, dropped = rows()
    for rung in ("boosting", "averaged"):
        scorer = fit(rung, columns, dropped, np.ones(len(columns)), 0.1, 1)
        parts = scorer.contributions(columns[columns["missed_share"] > 0.9])
        assert set(parts) == set(THEMES.values())
        assert parts.mean().idxmax() == "missed"


def test_the_mean_of_two_scorers_is_their_mean() -> None:
    columns, dropped = rows()
    scorer = fit("averaged", columns, dropped, np.ones(len(columns)), 0.1, 1)
    assert isinstance(scorer, Averaged)
    halves = [part.log_odds(columns) for part in (scorer.logistic, scorer.boosted)]
    np.testing.assert_allclose(scorer.log_odds(columns), np.mean(halves, axis=0))


@pytest.mark.parametrize("rung", RUNGS)
def test_a_column_of_which_nothing_is_known_says_nothing(rung: str) -> None:
    columns, dropped = rows()
    columns["mark_mean_percent"] = np.nan
    scorer = fit(rung, columns, dropped, np.ones(len(columns)), 0.1, 1)
    told = scorer.log_odds(columns)
    assert np.isfinite(told).all()
    assert np.array_equal(told, scorer.log_odds(columns.assign(mark_mean_percent=70.0)))
    assert np.isfinite(scorer.contributions(columns)).all().all()


def test_what_is_known_of_rows_without_weight_alone_does_not_teach() -> None:
    columns, dropped = rows()
    weight = np.where(np.arange(len(columns)) < 100, 0.0, 1.0)
    columns.loc[weight > 0, "mark_mean_percent"] = np.nan
    assert np.isfinite(Boosted.fit(columns, dropped, weight, 1).log_odds(columns)).all()
