"""Within thirty days: a share of the whole chance, and never more than it."""

import numpy as np
import pandas as pd

from ml.at_risk.horizon import spread


def rows_with_days_left(days: list[float | None]) -> pd.DataFrame:
    day = pd.Timestamp("2026-03-02")
    ends = [pd.NaT if left is None else day + pd.Timedelta(days=left) for left in days]
    return pd.DataFrame({"as_of_date": [day] * len(days), "expected_completion_date": ends})


def test_a_chance_is_spread_over_the_days_that_are_left() -> None:
    told = spread(rows_with_days_left([60, None]), np.array([0.75, 0.75]))
    assert np.allclose(told, [0.5, 1 - 0.25**0.25])


def test_who_is_at_the_end_of_the_plan_has_the_whole_chance_and_not_a_hair_more() -> None:
    chances = np.random.default_rng(7).uniform(0, 1, 1000)
    told = spread(rows_with_days_left([-5.0] * 1000), chances)
    assert (told <= chances).all()
    assert np.allclose(told, chances, atol=1e-8)
