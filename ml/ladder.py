"""Choosing between methods by backtest: a more demanding one serves only where it is clearly better.

Not here: the rungs of a model's ladder and when each may be tried; that is each model's `model.py`.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from ml.metrics import Floats, bootstrap_differences

LEAST_ORIGINS = 2  # past dates from which on a choice stands on them: one alone may be a lucky one
CONFIDENCE = 0.9  # share of the draws in which a more demanding method must be the better one, for every model alike

Loss = Callable[[Floats, Floats], Floats]


def log_loss(observed: Floats, predicted: Floats) -> Floats:
    """Of each row: -log of the probability of what happened."""
    bounded = np.clip(predicted, 1e-6, 1.0 - 1e-6)
    lost: Floats = -(observed * np.log(bounded) + (1.0 - observed) * np.log(1.0 - bounded))
    return lost


def absolute_error(observed: Floats, predicted: Floats) -> Floats:
    """Of each row: how far the prediction is from what happened, in the unit of both."""
    lost: Floats = np.abs(observed - predicted)
    return lost


def is_clearly_better(
    loss: Loss,
    observed: Floats,
    predicted: Floats,
    baseline: Floats,
    weight: Floats,
    students: npt.NDArray[np.int64],
    *,
    seed: int,
) -> bool:
    """Whether predictions lose less than a baseline's, beyond what the choice of students explains.

    Args:
        loss: Of each row.
        observed: What happened.
        predicted: By the method that wants to serve, of rows whose student it never saw.
        baseline: By the method that serves otherwise.
        weight: Of each row.
        students: Of each row; they are drawn as a whole.
        seed: Of the draws.
    """
    if not len(observed):
        return False
    gained = loss(observed, baseline) - loss(observed, predicted)
    return is_clear(float(np.average(gained, weights=weight)), bootstrap_differences(gained, weight, students, seed))


def is_clear(gain: float, draws: Floats) -> bool:
    """Whether a gain is more than chance: there at all, and in nine of ten draws."""
    return gain > 0 and float((draws > 0).mean()) >= CONFIDENCE


def may_replace(
    past: pd.DataFrame,
    held_out: pd.DataFrame,
    upper: str,
    lower: str,
    is_better: Callable[[pd.DataFrame, str, str], bool],
) -> bool:
    """Whether a more demanding method serves instead of a simpler one.

    Past dates have the say where two or more had both methods and one of them is clearly better there: a new season,
    told from the seasons before it, is what will happen again. Where they do not tell, those held out do.

    Args:
        past: origin_date, and a column for each method, empty where it could not be asked.
        held_out: A column for each method.
        upper: The more demanding one.
        lower: The simpler one.
        is_better: Whether the first of two methods is clearly better than the second in a table.
    """
    asked = past.dropna(subset=[upper, lower])
    if asked["origin_date"].nunique() >= LEAST_ORIGINS:
        if is_better(asked, upper, lower):
            return True
        if is_better(asked, lower, upper):
            return False
    return is_better(held_out, upper, lower)
