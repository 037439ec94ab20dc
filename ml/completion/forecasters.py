"""The forecasters that need no regression: pace and planned date; teaching days to the finish out (P10, P50, P90).

Not here: the survival forecaster (`survival.py`) and which one serves (`model.py`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr  # type: ignore[import-untyped]

from ml.completion.features import shrunk_pace, topics_left
from ml.metrics import Floats

DEFAULT_FACTORS = (0.6, 1.0, 2.0)  # P10, P50, P90 ÷ days at pace while nobody's finish can tell: wide on purpose
SMALLEST_RESIDUALS = 20
NORMAL_QUANTILES = (-1.2816, 0.0, 1.2816)


@dataclass(frozen=True)
class Pace:
    """Topics left ÷ shrunk pace, spread by the factors by which past finishers missed it."""

    paces: dict[int, float]
    factors: tuple[float, float, float] = DEFAULT_FACTORS
    name: str = "pace"

    def days(self, rows: pd.DataFrame) -> Floats:
        """Array (rows, 3); NaN where nobody has a pace."""
        at_pace = topics_left(rows) / shrunk_pace(rows, self.paces)
        return np.outer(at_pace, self.factors)

    def calibrated(self, rows: pd.DataFrame) -> "Pace":
        """With conformal factors P10 and P90 from past snapshots of finishers; the default below 20 finishers."""
        finished = rows[rows["is_finished"]]
        if finished["enrollment_id"].nunique() < SMALLEST_RESIDUALS:
            return self
        at_pace = np.maximum(self.days(finished)[:, 1], 1.0)
        ratio = finished["days"].to_numpy(dtype=float) / at_pace
        # only what could be watched is in the residuals, so they may widen the default, never narrow it
        low, high = np.nanquantile(ratio, [0.1, 0.9])
        return Pace(self.paces, (min(DEFAULT_FACTORS[0], float(low)), 1.0, max(DEFAULT_FACTORS[2], float(high))))


@dataclass(frozen=True)
class Planned:
    """The planned date, moved by the teaching days by which past finishers missed theirs."""

    offsets: tuple[float, float, float]
    name: str = "planned"

    @classmethod
    def fit(cls, rows: pd.DataFrame) -> "Planned | None":
        """From one row per finisher who had a planned date; None below 20."""
        finishers = rows[rows["is_finished"]].drop_duplicates("enrollment_id").dropna(subset=["planned_left"])
        if len(finishers) < SMALLEST_RESIDUALS:
            return None
        missed = (finishers["days"] - finishers["planned_left"]).to_numpy(dtype=float)
        low, middle, high = np.quantile(missed, [0.1, 0.5, 0.9])
        return cls((float(low), float(middle), float(high)))

    def days(self, rows: pd.DataFrame) -> Floats:
        """Array (rows, 3); NaN without a plan and once the planned date has passed."""
        left = rows["planned_left"].to_numpy(dtype=float)
        left = np.where(left + self.offsets[2] > 0, left, np.nan)
        days: Floats = np.maximum(left[:, None] + np.asarray(self.offsets), 0.0)
        return days


def chance_within(days: Floats, within: Floats) -> Floats:
    """The chance to finish within so many days, if it is finished, that P10, P50 and P90 tell.

    Straight lines between them on normal scores and the logarithm of days; NaN where a forecast or `within` is missing.
    """
    known = ~(np.isnan(days).any(axis=1) | np.isnan(within))
    result = np.full(len(days), np.nan)
    marks = np.log1p(np.maximum.accumulate(days[known], axis=1))
    asked = np.log1p(np.maximum(within[known], 0.0))
    lower, upper = (np.maximum(marks[:, step + 1] - marks[:, step], 1e-3) for step in (0, 1))
    score = NORMAL_QUANTILES[2] * np.where(
        asked < marks[:, 1], (asked - marks[:, 1]) / lower, (asked - marks[:, 1]) / upper
    )
    result[known] = np.where(within[known] <= 0.0, 0.0, ndtr(score))
    return result
