"""Within thirty days: the same columns, a label with a window of its own, and rows of this season too.

Whether somebody dropped out within thirty days is known of everybody thirty days later, however the course ends. So
courses that are still running teach as well. Not here: the end of the whole course (`model.py`).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from ml import calibration
from ml.at_risk.features import design, stage_weights
from ml.at_risk.linear import Logistic, sigmoid
from ml.ladder import is_clearly_better, log_loss
from ml.metrics import Floats

HORIZON_DAYS = 30
LONGEST_OPEN_DAYS = 120  # without a plan, or beyond it: the risk is spread over so many days
MINIMUM_DROPS = 50
ROWS = 60_000


@dataclass(frozen=True)
class Horizon:
    """A calibrated logistic regression, or None while the whole risk spread evenly over the time left is no worse.

    `backtest`: student_id, dropped (within thirty days, 0/1), weight, p_drop_30d (by a model that never saw the
    student), p_spread (the even spread), base_rate.
    """

    scorer: Logistic | None
    calibration: calibration.Calibration
    backtest: pd.DataFrame

    def probability(self, rows: pd.DataFrame, p_drop: Floats) -> Floats:
        """Chance to drop out within thirty days of each row; never above the chance to drop out at all."""
        if self.scorer is None:
            return spread(rows, p_drop)
        return np.minimum(sigmoid(self.calibration(self.scorer.log_odds(design(rows)))), p_drop)


# While nothing is known: every chance spread evenly.
NO_HORIZON = Horizon(None, calibration.Platt(), pd.DataFrame(columns=["student_id", "dropped"]))


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


def fit(
    rows: pd.DataFrame, scored_weeks: pd.Series, p_drop: Floats, *, width_weeks: float, prior_variance: float, seed: int
) -> Horizon:
    """Learns from `horizon_rows`, weighted to the stages that are scored.

    Args:
        rows: What may teach.
        scored_weeks: Weeks since start of the rows to be scored.
        p_drop: Chance of each row to drop out at all, by the model that serves.
        width_weeks: How far apart in weeks enrolments still teach each other.
        prior_variance: Of a standardised coefficient.
        seed: Same seed and data, same model.
    """
    weight = stage_weights(rows["weeks_since_start"], scored_weeks, width_weeks)
    dropped, students = rows["dropped"].to_numpy(dtype=float), rows["student_id"].to_numpy(dtype=np.int64)
    by_spread = spread(rows, p_drop) if len(rows) else np.zeros(0)
    drops = rows.loc[rows["dropped"] == 1.0, "enrollment_id"].nunique()
    nothing = Horizon(None, calibration.Platt(), _table(rows, weight, by_spread, by_spread))
    if drops < MINIMUM_DROPS or rows["student_id"].nunique() < MINIMUM_DROPS:
        return nothing
    weight = weight * (rows["enrollment_id"].nunique() / max(float(weight.sum()), 1e-12))
    columns, raw = design(rows), np.zeros(len(rows))
    for teach, test in GroupKFold(n_splits=5, shuffle=True, random_state=seed).split(columns, groups=students):
        if len(np.unique(dropped[teach])) < 2:
            return nothing
        part = Logistic.fit(columns.iloc[teach], dropped[teach], weight[teach], prior_variance, seed)
        raw[test] = part.log_odds(columns.iloc[test])
    fitted = calibration.fit(raw, dropped, weight, students, outcome_count=drops)
    told = sigmoid(fitted(raw))
    if not is_clearly_better(log_loss, dropped, told, by_spread, weight, students, seed=seed):
        return nothing
    scorer = Logistic.fit(columns, dropped, weight, prior_variance, seed)
    return Horizon(scorer, fitted, _table(rows, weight, told, by_spread))


def _table(rows: pd.DataFrame, weight: Floats, told: Floats, by_spread: Floats) -> pd.DataFrame:
    dropped = rows["dropped"].to_numpy(dtype=float)
    base_rate = float(np.average(dropped, weights=weight)) if len(rows) and weight.sum() > 0 else float("nan")
    return pd.DataFrame(
        {
            "student_id": rows["student_id"].to_numpy(),
            "dropped": dropped,
            "weight": weight,
            "p_drop_30d": told,
            "p_spread": by_spread,
            "base_rate": base_rate,
        }
    )
