"""Weights that make up for outcomes that could not be known yet.

A young institute knows its quick endings only. Everybody's observation time (as-of minus start) is known, so the share
of enrolments observed long enough is known too, and an ending counts by the inverse of it (inverse probability of
censoring weighting, Robins & Finkelstein 2000).
"""

import numpy as np
import pandas as pd

from ml.metrics import Floats

LARGEST_WEIGHT = 10.0


def observed_at_least(observed_days: pd.Series, days: Floats) -> Floats:
    """Share of enrolments that could be watched for at least so many days."""
    ordered = np.sort(observed_days.to_numpy(dtype=float))
    return 1.0 - np.searchsorted(ordered, days, side="left") / max(len(ordered), 1)


def censoring_weights(observed_days: pd.Series, stage_days: Floats, ended_days: Floats) -> Floats:
    """Weight of a snapshot at `stage_days` of an enrolment that ended after `ended_days`, at most 10."""
    share = observed_at_least(observed_days, ended_days) / np.maximum(
        observed_at_least(observed_days, stage_days), 1e-9
    )
    return np.clip(1.0 / np.maximum(share, 1e-9), 1.0, LARGEST_WEIGHT)
