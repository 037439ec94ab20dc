"""Measures of ranking and calibration, with bootstrap intervals by student. Used by every model's evaluation.

Not here: what is compared with what; that is each model's `evaluate.py`.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, f1_score

Floats = npt.NDArray[np.float64]
Measure = Callable[[Floats, Floats, Floats], float]

RESAMPLES = 200


def auc(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """Area under the ROC curve; NaN when only one class was observed.

    Written out, because a bootstrap asks for it thousands of times: scikit-learn's own spends 10 ms on checking alone.
    """
    dropped, stayed = _by_prediction(observed, predicted, weight)
    pairs = float(dropped.sum() * stayed.sum())
    if pairs == 0.0:
        return float("nan")
    below = np.cumsum(stayed) - stayed
    return float((dropped * (below + 0.5 * stayed)).sum() / pairs)


def pr_auc(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """Average precision; NaN when nobody dropped."""
    dropped, stayed = (part[::-1] for part in _by_prediction(observed, predicted, weight))
    if not dropped.sum():
        return float("nan")
    found, called = np.cumsum(dropped), np.cumsum(dropped + stayed)
    return float((dropped * found / np.maximum(called, 1e-300)).sum() / found[-1])


def _by_prediction(observed: Floats, predicted: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Weight with and without the outcome at each value that was predicted, the lowest first."""
    order = np.argsort(predicted, kind="stable")
    if not len(order):
        return np.zeros(0), np.zeros(0)
    ordered = predicted[order]
    begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    with_outcome = np.add.reduceat((weight * observed)[order], begins)
    return with_outcome, np.add.reduceat((weight * (1.0 - observed))[order], begins)


def brier(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """Mean squared error of the probability."""
    return float(np.average((observed - predicted) ** 2, weights=weight))


def macro_f1(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """The mean of the classes' F1, each class alike; classes as numbers, those that nobody observed are left out."""
    return float(
        f1_score(
            observed, predicted, average="macro", labels=np.unique(observed), sample_weight=weight, zero_division=0
        )
    )


def f1(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """Of one class, 0 or 1: the harmonic mean of how pure and how complete what was found is; 0 where nothing is."""
    found = float((weight * observed * predicted).sum())
    return 2.0 * found / max(float((weight * (observed + predicted)).sum()), 1e-12)


def accuracy(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """The share that is right; classes as numbers."""
    return float(accuracy_score(observed, predicted, sample_weight=weight))


def expected_calibration_error(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """|observed - predicted| over 15 bins of equal count, weighted by their weight."""
    order = np.argsort(predicted, kind="stable")
    error = 0.0
    for part in np.array_split(order, 15):
        if len(part) and weight[part].sum() > 0:
            gap = np.average(observed[part] - predicted[part], weights=weight[part])
            error += weight[part].sum() * abs(float(gap))
    return float(error / weight.sum())


def mean_absolute_error(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """Mean |observed - predicted|, in the unit of both."""
    return float(np.average(np.abs(observed - predicted), weights=weight))


def bootstrap_interval(
    measure: Measure, observed: Floats, predicted: Floats, weight: Floats, students: npt.NDArray[np.int64], seed: int
) -> tuple[float, float]:
    """The 95 % interval of a measure over 200 resamples of whole students, because rows of one student go together."""
    values = []
    for resampled in _resamples(weight, students, seed):
        kept = resampled > 0
        values.append(measure(observed[kept], predicted[kept], resampled[kept]))
    if np.isnan(values).all():
        return float("nan"), float("nan")
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)


def bootstrap_differences(gained: Floats, weight: Floats, students: npt.NDArray[np.int64], seed: int) -> Floats:
    """The mean gain of one method over another in each of 200 resamples of whole students."""
    return np.array([np.average(gained, weights=one) for one in _resamples(weight, students, seed) if one.sum() > 0])


def bootstrap_gain(
    measure: Measure,
    observed: Floats,
    predicted: Floats,
    baseline: Floats,
    weight: Floats,
    students: npt.NDArray[np.int64],
    seed: int,
) -> Floats:
    """How much more one method reaches of a measure than another in each of 200 resamples of whole students."""
    gained = []
    for resampled in _resamples(weight, students, seed):
        kept = resampled > 0
        seen = observed[kept], resampled[kept]
        gained.append(measure(seen[0], predicted[kept], seen[1]) - measure(seen[0], baseline[kept], seen[1]))
    return np.array(gained)


def _resamples(weight: Floats, students: npt.NDArray[np.int64], seed: int) -> Iterator[Floats]:
    random = np.random.default_rng(seed)
    names, position = np.unique(students, return_inverse=True)
    for _ in range(RESAMPLES):
        drawn = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
        yield weight * drawn[position]
