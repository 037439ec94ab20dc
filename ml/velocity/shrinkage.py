"""How much of a short history is the student and how much is chance: credibility by Bühlmann and Straub.

A student's speed r is his gain over what his cohort gains in the same hours (1: as the cohort). With exposure E (levels
expected in his hours), E(gain) = r E and Var(gain | r) = phi E; r itself has mean 1 and variance tau² among students.
The best linear estimate is

    r_hat = Z * gain / E + (1 - Z),   Z = E / (E + kappa),   kappa = phi / tau²,   Var(r | data) = tau² (1 - Z)

(Bühlmann & Straub 1970; Bühlmann & Gisler, A Course in Credibility Theory, 2005, theorem 4.2). Where a gain is a
Poisson count and r is Gamma this is exactly the posterior mean; phi allows for levels that come several at once.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import gamma  # type: ignore[import-untyped]

from ml.metrics import Floats

SMALLEST_VARIANCE = 0.01  # tau² below this would say that all students are alike, which no moment can show


@dataclass(frozen=True)
class Spread:
    """phi: chance within a student, in levels; tau_squared: true differences among students.

    `kappa_factor` trusts a history less (above 1) or more than the two say, where a backtest found that better:
    students change, so that an old history is worth less than a fresh one.
    """

    phi: float
    tau_squared: float
    kappa_factor: float = 1.0

    @property
    def kappa(self) -> float:
        """Expected levels after which a student counts as much as his cohort."""
        return self.kappa_factor * self.phi / self.tau_squared

    def error(self, own_weight: Floats) -> Floats:
        """Mean squared error of r_hat at r = 1: Z² phi / E + (1 - Z)² tau², which is tau² (1 - Z) for the best Z."""
        # phi / E = phi (1 - Z) / (Z kappa), as Z = E / (E + kappa)
        by_chance = own_weight * (1 - own_weight) * self.phi / self.kappa
        return by_chance + (1 - own_weight) ** 2 * self.tau_squared


def moments(rows: pd.DataFrame, expected: Floats, fallback: Spread, minimum_students: int) -> Spread:
    """phi and tau² by moments (Bühlmann & Gisler 2005, section 4.8), from weeks in which something was taught.

    Args:
        rows: enrollment_id and mastery_gained, a row a week.
        expected: the exposure of each row.
        fallback: with fewer students than `minimum_students` that have two such weeks.
        minimum_students: see above.
    """
    taught = expected > 0
    table = pd.DataFrame(
        {
            "who": rows["enrollment_id"].to_numpy()[taught],
            "gained": rows["mastery_gained"].to_numpy()[taught],
            "expected": expected[taught],
        }
    )
    sums = table.groupby("who").agg(gained=("gained", "sum"), expected=("expected", "sum"), weeks=("gained", "size"))
    several = sums[sums["weeks"] >= 2]
    if len(several) < minimum_students:
        return fallback
    own = table["who"].map(sums["gained"] / sums["expected"]).to_numpy()
    squares = (table["gained"] - own * table["expected"]) ** 2 / table["expected"]
    within = squares[table["who"].isin(several.index)].sum()
    phi = float(within / (several["weeks"] - 1).sum())
    total = float(sums["expected"].sum())
    rates = sums["gained"] / sums["expected"]
    mean = float(sums["gained"].sum()) / total
    between = float((sums["expected"] * (rates - mean) ** 2).sum()) - phi * (len(sums) - 1)
    tau_squared = between / (total - float((sums["expected"] ** 2).sum()) / total)
    return Spread(max(phi, 1e-6), max(tau_squared, SMALLEST_VARIANCE))


def speed(gained: Floats, expected: Floats, spread: Spread) -> tuple[Floats, Floats]:
    """(r_hat, Z) of each student; (1, 0) for whoever has no history."""
    own_weight = expected / (expected + spread.kappa)
    return (gained + spread.kappa) / (expected + spread.kappa), own_weight


def interval(estimate: Floats, own_weight: Floats, spread: Spread, coverage: float) -> tuple[Floats, Floats]:
    """Bounds of r: quantiles of the Gamma with the estimate's mean and variance, so that none is below zero."""
    mean = np.maximum(estimate, 1e-9)
    variance = np.maximum(spread.error(own_weight) * mean, 1e-12)
    shape, scale = mean**2 / variance, variance / mean
    tail = (1 - coverage) / 2
    return gamma.ppf(tail, shape, scale=scale), gamma.ppf(1 - tail, shape, scale=scale)


def gain_bounds(
    estimate: Floats, own_weight: Floats, exposure: Floats, spread: Spread, coverage: float
) -> tuple[Floats, Floats]:
    """Bounds of a gain to come over `exposure`: Var = phi r E + E² Var(r | data), again as a Gamma.

    Levels come several at once: as a compound Poisson of jumps of phi, nothing is gained with probability
    exp(-mean / phi), and where that alone is more than the lower tail, the lower bound is 0.
    """
    mean = np.maximum(estimate * exposure, 1e-9)
    variance = spread.phi * mean + exposure**2 * spread.error(own_weight)
    tail = (1 - coverage) / 2
    shape, scale = mean**2 / variance, variance / mean
    low = np.where(np.exp(-mean / spread.phi) > tail, 0.0, gamma.ppf(tail, shape, scale=scale))
    return low, gamma.ppf(1 - tail, shape, scale=scale)
