"""Within thirty days: the same columns, a label with a window of its own, and rows of this season too.

Whether somebody dropped out within thirty days is known of everybody thirty days later, however the course ends. So
courses that are still running teach as well. Not here: the end of the whole course, and which of both ways to tell it
serves (`model.py`).
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from ml import calibration
from ml.at_risk.features import design, stage_weights
from ml.at_risk.linear import Logistic, sigmoid
from ml.metrics import Floats

HORIZON_DAYS = 30
LONGEST_OPEN_DAYS = 120  # without a plan, or beyond it: the risk is spread over so many days
MINIMUM_DROPS = 50
ROWS = 60_000


# The rungs of this question, the simplest first: the whole risk spread evenly, a regression of its own.
SPREAD, LEARNED = "even_spread", "logistic"


@dataclass(frozen=True)
class Horizon:
    """A calibrated logistic regression; None where none was learned or where the even spread is no worse.

    `held_out`: student_id, dropped (within thirty days, 0/1), weight, and the chance by rung: `even_spread`, and where
    it was learned `logistic`, both told by what never saw the student.
    """

    scorer: Logistic | None
    calibration: calibration.Calibration
    held_out: pd.DataFrame

    @property
    def kind(self) -> str:
        """Which rung serves."""
        return SPREAD if self.scorer is None else LEARNED

    @property
    def spreading(self) -> "Horizon":
        """The same with the even spread serving."""
        return replace(self, scorer=None, calibration=calibration.Platt())

    def probability(self, rows: pd.DataFrame, p_drop: Floats) -> Floats:
        """Chance to drop out within thirty days of each row; never above the chance to drop out at all."""
        if self.scorer is None:
            return spread(rows, p_drop)
        return np.minimum(sigmoid(self.calibration(self.scorer.log_odds(design(rows)))), p_drop)


# While nothing is known: every chance spread evenly.
NO_HORIZON = Horizon(None, calibration.Platt(), pd.DataFrame(columns=["student_id", "dropped", "weight", SPREAD]))


def spread(rows: pd.DataFrame, p_drop: Floats) -> Floats:
    """The share of a chance that falls into thirty days, if it is the same on every day that is left."""
    left = (rows["expected_completion_date"] - rows["as_of_date"]).dt.days.fillna(LONGEST_OPEN_DAYS)
    days = left.clip(lower=HORIZON_DAYS).to_numpy(dtype=float)
    told: Floats = 1.0 - (1.0 - np.clip(p_drop, 0.0, 1.0 - 1e-9)) ** (HORIZON_DAYS / days)
    return np.minimum(told, p_drop)  # where nothing is left but thirty days, rounding puts it a hair above


def horizon_rows(features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Snapshots at least thirty days old, with `dropped` (0/1): within thirty days of the snapshot.

    Both frames as known on the date (`known_features`, `known_outcomes`).
    """
    old = features[features["as_of_date"] <= pd.Timestamp(as_of) - pd.Timedelta(days=HORIZON_DAYS)]
    rows = old.merge(outcomes[["enrollment_id", "outcome", "ended_on"]], on="enrollment_id", how="inner")
    rows = rows[~(rows["ended_on"] <= rows["as_of_date"])]
    soon = (rows["ended_on"] - rows["as_of_date"]).dt.days <= HORIZON_DAYS
    rows["dropped"] = (soon & (rows["outcome"] == "dropped")).astype("float64")
    return rows.drop(columns=["outcome", "ended_on"]).reset_index(drop=True)


def learn(
    rows: pd.DataFrame, scored_weeks: pd.Series, p_drop: Floats, *, width_weeks: float, prior_variance: float, seed: int
) -> Horizon:
    """Learns from `horizon_rows`, weighted to the stages that are scored; the even spread where drop-outs are few.

    Args:
        rows: What may teach.
        scored_weeks: Weeks since start of the rows to be scored.
        p_drop: Chance of each row to drop out at all, by the model that serves, as far as it never saw the student.
        width_weeks: How far apart in weeks enrolments still teach each other.
        prior_variance: Of a standardised coefficient.
        seed: Same seed and data, same model.
    """
    if rows.empty:
        return NO_HORIZON
    weight = stage_weights(rows["weeks_since_start"], scored_weeks, width_weeks)
    dropped, students = rows["dropped"].to_numpy(dtype=float), rows["student_id"].to_numpy(dtype=np.int64)
    held_out = rows[["student_id", "dropped"]].assign(weight=weight, **{SPREAD: spread(rows, p_drop)})
    drops = rows.loc[rows["dropped"] == 1.0, "enrollment_id"].nunique()
    if drops < MINIMUM_DROPS or rows["student_id"].nunique() < MINIMUM_DROPS:
        return Horizon(None, calibration.Platt(), held_out)
    weight = weight * (rows["enrollment_id"].nunique() / max(float(weight.sum()), 1e-12))
    columns, raw = design(rows), np.zeros(len(rows))
    for teach, test in GroupKFold(n_splits=5, shuffle=True, random_state=seed).split(columns, groups=students):
        if len(np.unique(dropped[teach])) < 2:
            return Horizon(None, calibration.Platt(), held_out)
        part = Logistic.fit(columns.iloc[teach], dropped[teach], weight[teach], prior_variance, seed)
        raw[test] = part.log_odds(columns.iloc[test])
    method = partial(calibration.fit, outcome_count=drops)
    groups = students.astype(np.float64)
    told = sigmoid(calibration.cross_fitted(raw, dropped, weight, groups, method, seed=seed))
    return Horizon(
        Logistic.fit(columns, dropped, weight, prior_variance, seed),
        method(raw, dropped, weight, groups),
        held_out.assign(weight=weight, **{LEARNED: np.minimum(told, p_drop)}),
    )
