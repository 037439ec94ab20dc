"""Empirical Bayes for groups of which some are small: each is drawn towards the others as far as chance explains it.

Used by every model that estimates something per group. Belongs here: means, shares and their intervals. Not here: what
is a group and what is estimated; that is each model's own.
"""

import numpy as np
import numpy.typing as npt
from scipy.stats import beta, norm  # type: ignore[import-untyped]

from ml.metrics import Floats

Integers = npt.NDArray[np.int64]


def drawn_means(value: Floats, variance: Floats, family: Integers, coverage: float) -> tuple[Floats, Floats, Floats]:
    """Means drawn towards the mean of their family, with the bounds of an interval.

    value ~ N(theta, variance), theta ~ N(mu, tau²) within a family; the posterior mean is (1 - B) value + B mu with
    B = variance / (variance + tau²) (Morris 1983, Parametric Empirical Bayes Inference). mu and tau² by moments as in
    DerSimonian & Laird 1986; the interval adds the uncertainty of mu, B² Var(mu) (Morris 1983, eq. 1.14).

    Args:
        value: of each group; NaN where nothing was seen, which gets the family's mean.
        variance: of each value by chance.
        family: which groups are drawn together.
        coverage: of the interval.
    """
    middle, low, high = (np.full(len(value), np.nan) for _ in range(3))
    z = float(norm.ppf(0.5 + coverage / 2))
    for one in np.unique(family):
        members = np.flatnonzero(family == one)
        seen = members[np.isfinite(value[members])]
        if not len(seen):
            continue
        weight = 1.0 / variance[seen]
        center = float(np.average(value[seen], weights=weight))
        heterogeneity = float((weight * (value[seen] - center) ** 2).sum()) - (len(seen) - 1)
        scale = float(weight.sum() - (weight**2).sum() / weight.sum())
        tau_squared = max(heterogeneity / scale, 0.0) if scale > 0 else 0.0
        weight = 1.0 / (variance[seen] + tau_squared)
        center, center_variance = float(np.average(value[seen], weights=weight)), 1.0 / float(weight.sum())
        share = np.ones(len(members))
        own = np.full(len(members), center)
        is_seen = np.isfinite(value[members])
        share[is_seen] = variance[seen] / (variance[seen] + tau_squared)
        own[is_seen] = value[seen]
        middle[members] = (1 - share) * own + share * center
        spread = np.sqrt(tau_squared * share + share**2 * center_variance)
        # Of a family of one nothing is known but itself.
        if len(seen) == 1:
            spread[is_seen] = np.sqrt(variance[seen])
        low[members], high[members] = middle[members] - z * spread, middle[members] + z * spread
    return middle, low, high


def drawn_shares(hits: Floats, trials: Floats, family: Integers, coverage: float) -> tuple[Floats, Floats, Floats]:
    """Shares drawn towards the share of their family, with the bounds of an interval.

    Beta-binomial: hits ~ Bin(trials, p), p ~ Beta(s m, s (1 - m)); the posterior is
    Beta(s m + hits, s (1 - m) + misses) (Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.3). m is the
    family's share, s follows from the spread of the groups' shares by moments (Kleinman 1973), within 2 and 200 trials.
    """
    middle, low, high = (np.full(len(hits), np.nan) for _ in range(3))
    for one in np.unique(family):
        members = np.flatnonzero(family == one)
        seen = members[trials[members] > 0]
        total = float(trials[seen].sum())
        if total == 0:
            continue
        mean = float(np.clip(hits[seen].sum() / total, 0.5 / (total + 1), 1 - 0.5 / (total + 1)))
        strength = 200.0
        if len(seen) > 1:
            spread = float((trials[seen] * (hits[seen] / trials[seen] - mean) ** 2).sum())
            chance = mean * (1 - mean)
            excess = spread - chance * (len(seen) - 1)
            scale = chance * (total - float((trials[seen] ** 2).sum()) / total - (len(seen) - 1))
            share = excess / scale if scale > 0 else 0.0
            strength = float(np.clip(1 / share - 1, 2.0, 200.0)) if share > 0 else 200.0
        first, second = strength * mean + hits[members], strength * (1 - mean) + trials[members] - hits[members]
        tail = (1 - coverage) / 2
        middle[members] = first / (first + second)
        low[members], high[members] = beta.ppf(tail, first, second), beta.ppf(1 - tail, first, second)
    return middle, low, high
