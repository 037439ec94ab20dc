"""Choosing between methods by backtest: a more demanding one serves only where it is clearly better.

Not here: the rungs of a model's ladder and when each may be tried; that is each model's `model.py`.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ml.metrics import Floats, bootstrap_differences

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
    confidence: float = 0.9,
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
        confidence: Share of the draws in which the method must be the better one.
    """
    if not len(observed):
        return False
    gained = loss(observed, baseline) - loss(observed, predicted)
    draws = bootstrap_differences(gained, weight, students, seed)
    return float(np.average(gained, weights=weight)) > 0 and float((draws > 0).mean()) >= confidence
