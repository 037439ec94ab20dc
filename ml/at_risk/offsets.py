"""What a subject, and the season that is running, add to everybody's log-odds. Small groups borrow from all.

Not here: the behaviour of the single student (`linear.py`).
"""

from datetime import date

import numpy as np
import pandas as pd

from ml.at_risk.features import is_mature
from ml.at_risk.linear import sigmoid
from ml.metrics import Floats

SUBJECT_VARIANCE = 0.04  # prior variance of a subject's intercept: two subjects in three lie within ±0.2 of the average
SEASON_PRIOR_DROPS = 10.0  # expected drop-outs that weigh as much as the prior "this season is like the last"
SEASON_SHARE = 0.5  # how much of an early difference lasts to the end: unknown with one past season, so half


def subject_offsets(subjects: pd.Series, dropped: Floats, log_odds: Floats, weight: Floats) -> dict[int, float]:
    """Intercept per subject: one Newton step on the residuals, shrunk towards 0. A new subject gets 0."""
    predicted = sigmoid(log_odds)
    table = pd.DataFrame(
        {
            "subject_id": subjects.to_numpy(),
            "residual": weight * (dropped - predicted),
            "information": weight * predicted * (1.0 - predicted),
        }
    )
    sums = table.groupby("subject_id").sum()
    offsets = sums["residual"] / (sums["information"] + 1.0 / SUBJECT_VARIANCE)
    return {int(str(subject)): float(offset) for subject, offset in offsets.items()}


def on_rows(rows: pd.DataFrame, offsets: dict[int, float]) -> Floats:
    """The offset of each row's subject, 0 where none is known."""
    return np.asarray(rows["subject_id"].map(offsets).fillna(0.0), dtype=np.float64)


def season_offsets(features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> dict[int, float]:
    """Offset per subject for the courses still running: their drop-outs so far against those of past courses.

    Past and running enrolments are compared week by week since start (indirect standardisation: observed ÷ expected
    drop-outs), each subject shrunk towards all. Empty without a past or a running course that has a planned end.
    """
    planned = outcomes[outcomes["expected_completion_date"].notna()]
    weeks = features[features["as_of_date"] < pd.Timestamp(as_of)].merge(
        planned[["enrollment_id", "outcome", "ended_on"]].assign(is_past=is_mature(planned, as_of)), on="enrollment_id"
    )
    within_week = weeks["ended_on"] - weeks["as_of_date"] <= pd.Timedelta(days=7)
    weeks["is_drop"] = ((weeks["outcome"] == "dropped") & within_week).astype("float64")
    past, running = weeks[weeks["is_past"]], weeks[~weeks["is_past"]]
    if past.empty or running.empty:
        return {}
    hazard = past.groupby("weeks_since_start")["is_drop"].mean()
    expected = running["weeks_since_start"].map(hazard).fillna(0.0)
    table = pd.DataFrame({"subject_id": running["subject_id"], "drops": running["is_drop"], "expected": expected})
    sums = table.groupby("subject_id").sum()
    ratio = (sums["drops"].sum() + SEASON_PRIOR_DROPS) / (sums["expected"].sum() + SEASON_PRIOR_DROPS)
    by_subject = (sums["drops"] + SEASON_PRIOR_DROPS) / (sums["expected"] * ratio + SEASON_PRIOR_DROPS)
    offsets = SEASON_SHARE * np.log(ratio * by_subject)
    return {int(str(subject)): float(offset) for subject, offset in offsets.items()}
