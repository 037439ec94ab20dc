"""Calibration of log-odds by what came of them: Platt below about 1,000 outcomes, else isotonic where it is better.

Not here: out-of-fold predictions, which the caller makes; fitted on rows that taught the model, it would be too sure.
How honest a calibration is, is measured on what it has not seen (`cross_fitted`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ml.metrics import Floats

ISOTONIC_FROM = 1000  # outcomes; Niculescu-Mizil & Caruana (2005): below, isotonic regression overfits
KNOTS = 20
FOLDS = 5
_FLAT = 1e-3  # of the log-odds stay in the calibrated value, so that no two that were told apart become equal


@dataclass(frozen=True)
class Platt:
    """slope × log-odds + level (Platt 1999)."""

    slope: float = 1.0
    level: float = 0.0

    def __call__(self, log_odds: Floats) -> Floats:
        """Calibrated log-odds."""
        return self.slope * log_odds + self.level


@dataclass(frozen=True)
class Isotonic:
    """Straight lines between the knots of an isotonic regression, in log-odds, so that the order stays."""

    knots: Floats
    values: Floats

    def __call__(self, log_odds: Floats) -> Floats:
        """Calibrated log-odds; beyond the outer knots, those of the knot."""
        told: Floats = np.interp(log_odds, self.knots, self.values) + _FLAT * log_odds
        return told


Calibration = Platt | Isotonic
# From log-odds, what came of them, weights and groups.
Method = Callable[[Floats, Floats, Floats, Floats], Calibration]


def fit(log_odds: Floats, observed: Floats, weight: Floats, groups: Floats, *, outcome_count: int) -> Calibration:
    """The calibration of out-of-fold log-odds.

    Args:
        log_odds: By models that never saw the row's student.
        observed: 0 or 1.
        weight: Of each row.
        groups: Student of each row; a comparison never has one on both sides.
        outcome_count: Independent outcomes among them.
    """
    if len(np.unique(observed)) < 2:
        return Platt()
    if outcome_count < ISOTONIC_FROM or len(np.unique(groups)) < FOLDS:
        return platt(log_odds, observed, weight)
    lost = {platt: 0.0, isotonic: 0.0}
    for teach, test in GroupKFold(n_splits=FOLDS).split(log_odds, groups=groups):
        for method in lost:
            told = method(log_odds[teach], observed[teach], weight[teach])(log_odds[test])
            lost[method] += float((weight[test] * (np.logaddexp(0.0, told) - observed[test] * told)).sum())
    return min(lost, key=lambda method: lost[method])(log_odds, observed, weight)


def cross_fitted(
    log_odds: Floats, observed: Floats, weight: Floats, groups: Floats, method: Method, *, seed: int
) -> Floats:
    """Calibrated log-odds of each row, by a calibration that never saw the row's group.

    What a model is judged by: on the rows that it was fitted on, an isotonic curve shows no error, whatever they hold.

    Args:
        log_odds: By models that never saw the row's group.
        observed: 0 or 1.
        weight: Of each row.
        groups: Student of each row.
        method: How the calibration that serves is fitted.
        seed: Of the parts.
    """
    told = log_odds.astype(np.float64, copy=True)
    parts = min(FOLDS, len(np.unique(groups)))
    if parts < 2:
        return told
    dealt = GroupKFold(n_splits=parts, shuffle=True, random_state=seed)
    for teach, test in dealt.split(log_odds, groups=groups):
        told[test] = method(log_odds[teach], observed[teach], weight[teach], groups[teach])(log_odds[test])
    return told


def platt(log_odds: Floats, observed: Floats, weight: Floats) -> Calibration:
    """Two numbers, by logistic regression; the identity where nothing rises."""
    if len(np.unique(observed)) < 2:
        return Platt()
    fitted = LogisticRegression(C=1e3).fit(log_odds[:, None], observed, sample_weight=weight)
    slope, level = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return Platt(slope, level) if slope > 0 else Platt()


def isotonic(log_odds: Floats, observed: Floats, weight: Floats) -> Calibration:
    """A rising curve through about twenty knots of equal weight, each the mean of its neighbourhood."""
    curve = IsotonicRegression(out_of_bounds="clip").fit(log_odds, observed, sample_weight=weight)
    order = np.argsort(log_odds, kind="stable")
    parts = [part for part in np.array_split(order, KNOTS) if len(part) and weight[part].sum() > 0]
    knots = np.array([np.average(log_odds[part], weights=weight[part]) for part in parts])
    # Each bin's share keeps off 0 and 1 by half an outcome.
    share = np.array([np.average(curve.predict(log_odds[part]), weights=weight[part]) for part in parts])
    counts = np.array([weight[part].sum() for part in parts])
    share = (share * counts + 0.5) / (counts + 1.0)
    knots, first = np.unique(knots, return_index=True)
    values = np.maximum.accumulate(np.log(share / (1.0 - share))[first])
    return Isotonic(knots, values - _FLAT * knots)
