"""Survival with competing risks: will it be reached at all, and if so when; a mixture of the two causes.

Belongs here: the estimator (arrays in, arrays out). Not here: which columns it is given (`survival.py`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, ndtr  # type: ignore[import-untyped]

from ml.metrics import Floats

Flags = npt.NDArray[np.bool_]

DAY_SHIFT = 2.0  # the spread is even in log(days + 2): a day more matters little when it is a few days
LATENCY_RIDGE = 0.01  # of all rows
CHANCE_RIDGE = 1.0
SMALLEST_SPREAD, LARGEST_SPREAD = 0.1, 3.0
MOST_ROUNDS = 40
SMALLEST_CHANGE = 2e-3  # of a row's chance
FEWEST_DROPS = 6
ROWS_PER_ENROLLMENT = 3.0  # the rows of one enrolment weigh as much as three independent ones


@dataclass(frozen=True)
class Competing:
    """log(days + 2) to the finish is normal for those who finish, to the drop-out for those who drop out.

    Who is of which kind is a logistic regression, and unknown for whoever is still active (mixture of Larson and Dinse
    1985, fitted by EM). The spread varies with its own columns.
    """

    centre: Floats
    scale: Floats
    latency: Floats
    spread: Floats
    chance: Floats
    chance_centre: Floats
    chance_scale: Floats

    @classmethod
    def fit(
        cls, columns: Floats, chance_columns: Floats, spread_columns: Floats, days: Floats, event: "Event"
    ) -> "Competing":
        """Fits on rows that were watched for `days`, until what `event` tells."""
        centre, scale = columns.mean(axis=0), _scale(columns)
        chance_centre, chance_scale = chance_columns.mean(axis=0), _scale(chance_columns)
        design = _with_constant((columns - centre) / scale)
        chance_design = _with_constant((chance_columns - chance_centre) / chance_scale)
        spread_design = _with_constant(spread_columns)
        watched = np.log(np.maximum(days, 0.5) + DAY_SHIFT)
        finish = _Latency(design, watched, event.is_finished, event.weight)
        drop = _Latency(design, watched, event.is_dropped, event.weight)
        resolved = event.is_finished | event.is_dropped
        finishes = np.where(event.is_finished, 1.0, np.where(event.is_dropped, 0.0, 0.4))
        chance = np.zeros(chance_design.shape[1])
        for _ in range(MOST_ROUNDS):
            chance = _logistic(chance_design, finishes, event.weight * event.independent_share, chance)
            still_to_finish = finish.step(finishes, spread_design)
            still_to_drop = (
                drop.step(1.0 - finishes, None) if event.is_dropped.sum() >= FEWEST_DROPS else np.ones(len(watched))
            )
            share = expit(chance_design @ chance)
            open_share = share * still_to_finish
            expected = open_share / (open_share + (1.0 - share) * still_to_drop)
            before, finishes = finishes, np.where(resolved, finishes, expected)
            if np.abs(finishes - before).max() < SMALLEST_CHANGE:
                break
        return cls(centre, scale, finish.coefficients, finish.log_variance, chance, chance_centre, chance_scale)

    def expected(self, columns: Floats, spread_columns: Floats) -> tuple[Floats, Floats]:
        """Mean and spread of log(days + 2) to the finish."""
        mean: Floats = _with_constant((columns - self.centre) / self.scale) @ self.latency
        return mean, _spread(_with_constant(spread_columns), self.spread)

    def log_odds(self, chance_columns: Floats) -> Floats:
        """Log odds of finishing at all."""
        odds: Floats = _with_constant((chance_columns - self.chance_centre) / self.chance_scale) @ self.chance
        return odds


@dataclass(frozen=True)
class Event:
    """How each row ended: finished, dropped out, or (neither) still active; with its weight (mean 1).

    `independent_share`: the share of the rows that counts, because those of one enrolment tell one story.
    """

    is_finished: Flags
    is_dropped: Flags
    weight: Floats
    independent_share: float

    @classmethod
    def of(cls, is_finished: Flags, is_dropped: Flags, enrollment: npt.NDArray[np.int64]) -> "Event":
        """With every enrolment of the same weight."""
        _, position, count = np.unique(enrollment, return_inverse=True, return_counts=True)
        weight = 1.0 / count[position]
        return cls(is_finished, is_dropped, weight / weight.mean(), ROWS_PER_ENROLLMENT * len(count) / len(enrollment))


class _Latency:
    """One cause's time: a ridge regression that fills in what has not happened yet by its expectation."""

    def __init__(self, design: Floats, watched: Floats, happened: Flags, weight: Floats) -> None:
        self.design, self.watched, self.happened, self.weight = design, watched, happened, weight
        own = watched[happened]
        spread = float(np.clip(own.std(), SMALLEST_SPREAD, LARGEST_SPREAD)) if len(own) else 1.0
        self.spread = np.full(len(watched), spread)
        self.coefficients = self._ridge(watched, np.where(happened, weight, 1e-12))
        self.log_variance = np.array([2.0 * np.log(spread)])

    def step(self, share: Floats, spread_design: Floats | None) -> Floats:
        """One round of EM with each row's share of this cause; the chance of each row to be open after `watched`."""
        mean = self.design @ self.coefficients
        distance = (self.watched - mean) / self.spread
        still: Floats = np.maximum(ndtr(-distance), 1e-9)
        hazard = np.exp(-0.5 * distance**2) / np.sqrt(2.0 * np.pi) / still
        target = np.where(self.happened, self.watched, mean + self.spread * hazard)
        self.coefficients = self._ridge(target, share * self.weight / self.spread**2 + 1e-12)
        hidden = self.spread**2 * np.maximum(1.0 + distance * hazard - hazard**2, 0.0)
        square = (target - self.design @ self.coefficients) ** 2 + np.where(self.happened, 0.0, hidden)
        weight = share * self.weight + 1e-12
        if spread_design is None:
            variance = np.full(len(square), float(np.average(square, weights=weight)))
            self.spread = np.sqrt(np.clip(variance, SMALLEST_SPREAD**2, LARGEST_SPREAD**2))
        else:  # one Newton step of a gamma regression with log link
            surprise = np.clip(square / self.spread**2 - 1.0, -2.0, 2.0)
            self.log_variance = _least_squares(spread_design, 2.0 * np.log(self.spread) + surprise, weight, 1e-9)
            self.spread = _spread(spread_design, self.log_variance)
        return still

    def _ridge(self, target: Floats, weight: Floats) -> Floats:
        return _least_squares(self.design, target, weight / weight.mean(), LATENCY_RIDGE * len(target))


def _scale(columns: Floats) -> Floats:
    spread = columns.std(axis=0)
    return np.where(spread > 1e-9, spread, 1.0)


def _with_constant(columns: Floats) -> Floats:
    return np.column_stack([np.ones(len(columns)), columns])


def _spread(design: Floats, log_variance: Floats) -> Floats:
    limits = (2.0 * np.log(SMALLEST_SPREAD), 2.0 * np.log(LARGEST_SPREAD))
    return np.asarray(np.exp(0.5 * np.clip(design @ log_variance, *limits)), dtype=float)


def _least_squares(design: Floats, target: Floats, weight: Floats, ridge: float) -> Floats:
    """Weighted, with a ridge on all but the constant."""
    weighted = design * weight[:, None]
    square = weighted.T @ design
    square[np.diag_indices_from(square)] += np.where(np.arange(design.shape[1]) == 0, 1e-9, ridge)
    return np.asarray(np.linalg.solve(square, weighted.T @ target), dtype=float)


def _logistic(design: Floats, target: Floats, weight: Floats, start: Floats) -> Floats:
    """A few Newton steps of a ridge-penalised logistic regression on shares between 0 and 1."""
    penalty = np.where(np.arange(design.shape[1]) == 0, 0.0, 1.0 / CHANCE_RIDGE)
    coefficients = start
    for _ in range(4):
        share = expit(np.clip(design @ coefficients, -20.0, 20.0))
        slope = design.T @ (weight * (target - share)) - penalty * coefficients
        curvature = (design * (weight * np.maximum(share * (1.0 - share), 1e-6))[:, None]).T @ design
        curvature[np.diag_indices_from(curvature)] += penalty + 1e-9
        coefficients = coefficients + np.linalg.solve(curvature, slope)
    return coefficients
