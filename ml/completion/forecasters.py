"""The forecasters: rows in, days to the finish out (P10, P50, P90). Which one serves is decided in `model.py`."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr  # type: ignore[import-untyped]
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ml.completion.features import design, shrunk_pace, topics_left
from ml.metrics import Floats

DEFAULT_FACTORS = (0.6, 1.0, 2.0)  # P10, P50, P90 ÷ days at pace while nobody's finish can tell: wide on purpose
SMALLEST_RESIDUALS = 20
NORMAL_QUANTILES = (-1.2816, 0.0, 1.2816)
RIDGE_STRENGTH = 3.0
MOST_ITERATIONS = 100
SMALLEST_STEP = 1e-4  # of the spread, in √days


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
    """The planned date, moved by the days by which past finishers missed theirs."""

    offsets: tuple[float, float, float]
    name: str = "planned"

    @classmethod
    def fit(cls, rows: pd.DataFrame) -> "Planned | None":
        """From one row per finisher who had a planned date; None below 20."""
        finishers = (
            rows[rows["is_finished"]].drop_duplicates("enrollment_id").dropna(subset=["expected_completion_date"])
        )
        if len(finishers) < SMALLEST_RESIDUALS:
            return None
        missed = (finishers["ended_on"] - finishers["expected_completion_date"]).dt.days.to_numpy(dtype=float)
        low, middle, high = np.quantile(missed, [0.1, 0.5, 0.9])
        return cls((float(low), float(middle), float(high)))

    def days(self, rows: pd.DataFrame) -> Floats:
        """Array (rows, 3); NaN without a plan and once the planned date has passed."""
        left = (rows["expected_completion_date"] - rows["as_of_date"]).dt.days.to_numpy(dtype=float)
        left = np.where(left + self.offsets[2] > 0, left, np.nan)
        days: Floats = np.maximum(left[:, None] + np.asarray(self.offsets), 0.0)
        return days


@dataclass(frozen=True)
class Survival:
    """Accelerated-failure-time regression of √days on log pace and topics left (Tobin 1958, fitted by EM).

    Those who are still active say "at least so long". Not all of them will ever finish: each counts by the
    probability that it will (mixture cure model, Boag 1949). On the root the spread is even.
    """

    pipeline: Any
    spread: float
    paces: dict[int, float]
    name: str = "survival"

    @classmethod
    def fit(cls, rows: pd.DataFrame, paces: dict[int, float], share: Floats) -> "Survival":
        """Fits on `features.duration_rows`; `share` is each row's chance to finish at all."""
        columns, watched = design(rows, paces), np.sqrt(rows["days"].to_numpy(dtype=float))
        known = columns.notna().all(axis=1).to_numpy()
        finished, share = rows["is_finished"].to_numpy(dtype=bool)[known], share[known]
        columns, watched = columns[known], watched[known]
        target, spread = watched.copy(), max(float(watched[finished].std()), 0.1)
        weight = np.where(finished, 1.0, share)
        # rows of one enrolment tell one story
        once = 1.0 / rows[known].groupby("enrollment_id")["days"].transform("size").to_numpy(dtype=float)
        once = once / once.mean()
        pipeline = make_pipeline(StandardScaler(), Ridge(alpha=RIDGE_STRENGTH))
        for _ in range(MOST_ITERATIONS):
            pipeline.fit(columns, target, ridge__sample_weight=weight * once)
            expected = pipeline.predict(columns)
            distance = (watched - expected) / spread
            still = np.maximum(1.0 - ndtr(distance), 1e-9)
            hazard = np.exp(-0.5 * distance**2) / np.sqrt(2.0 * np.pi) / still
            weight = np.where(finished, 1.0, share * still / (share * still + 1.0 - share))
            target = np.where(finished, watched, expected + spread * hazard)
            variance = np.where(finished, (watched - expected) ** 2, spread**2 * (1.0 + distance * hazard))
            before, spread = spread, max(float(np.sqrt(np.average(variance, weights=weight * once))), 0.1)
            if abs(spread - before) < SMALLEST_STEP:
                break
        return cls(pipeline, spread, paces)

    def widened(self, rows: pd.DataFrame) -> "Survival":
        """Conformal: with the spread at which the interval covers 80 % of finishers.

        Never narrower than before, because the slow ones among them are not known yet.
        """
        finished = rows[rows["is_finished"]]
        if finished["enrollment_id"].nunique() < SMALLEST_RESIDUALS:
            return self
        middle = np.sqrt(self.days(finished)[:, 1])
        missed = np.abs(np.sqrt(finished["days"].to_numpy(dtype=float)) - middle)
        return replace(self, spread=max(self.spread, float(np.nanquantile(missed, 0.8)) / NORMAL_QUANTILES[2]))

    def days(self, rows: pd.DataFrame) -> Floats:
        """Array (rows, 3); NaN where nobody has a pace."""
        columns = design(rows, self.paces)
        known = columns.notna().all(axis=1).to_numpy()
        result = np.full((len(rows), 3), np.nan)
        if known.any():
            middle = self.pipeline.predict(columns[known])
            result[known] = np.maximum(middle[:, None] + self.spread * np.asarray(NORMAL_QUANTILES), 0.0) ** 2
        return result


Forecaster = Pace | Planned | Survival
