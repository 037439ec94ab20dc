"""The uplift: the share that stayed with an alert, or with help, less the share that would have stayed without.

Not here: who is compared (`features.py`), how sure one may be that the method works (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from ml.contracts.interventions import INTERVENTION_UPLIFT
from ml.interventions.features import ALERT, COMPARISONS, compared, known_alerts
from ml.metrics import Floats

ESTIMATED: Final = "estimated"
NOT_ENOUGH_DATA: Final = "not_enough_data"
_METHODS: Final = {
    ALERT: "lot; shares by stratum of risk",
    "help": "choice; weighted by the chance of being helped, given risk, campus and subject",
}
_RESAMPLES: Final = 300
# Smaller sides, or hardly anybody who left, give intervals that only look like some.
SIDE_MIN: Final = 20
LEFT_MIN: Final = 5
# Strata hold this many of each side, or are put together with their neighbour.
_STRATUM_MIN: Final = 10
_STRATA_MAX: Final = 3
# A weight above this would let one student speak for ten.
_WEIGHT_MAX: Final = 10.0
# (1.96 + 0.84)²: a two-sided test at 5 % that finds a difference in four of five cases.
_POWER: Final = 7.85


@dataclass(frozen=True)
class InterventionSettings:
    """The share of alerts that wait, and the smallest difference of shares that would matter."""

    holdout_share: float = 0.15
    smallest_effect: float = 0.15


@dataclass(frozen=True)
class TrainedModel:
    """The estimates of one day; there is nothing to learn that another day could use."""

    as_of: date
    version: str
    settings: InterventionSettings
    trained_on_rows: int
    estimates: pd.DataFrame

    @property
    def kind(self) -> str:
        """`estimated` once there is enough data for any comparison."""
        return ESTIMATED if (self.estimates["status"] == ESTIMATED).any() else NOT_ENOUGH_DATA


def train(alerts: pd.DataFrame, *, as_of: date, seed: int, settings: InterventionSettings) -> TrainedModel:
    """Estimates both comparisons from what was known on a date."""
    rows = known_alerts(alerts, as_of)
    told = hashlib.sha256(f"{seed}/{settings}".encode())
    told.update(rows.to_csv(index=False).encode())
    version = f"interventions-{as_of.isoformat()}-{told.hexdigest()[:8]}"
    estimates = [
        {
            "comparison": comparison,
            "estimated_as_of": pd.Timestamp(as_of),
            **_estimated(compared(rows, comparison), comparison, seed, settings),
            "method": _METHODS[comparison],
            "model_version": version,
        }
        for comparison in COMPARISONS
    ]
    frame = pd.DataFrame(estimates, columns=list(INTERVENTION_UPLIFT))
    return TrainedModel(as_of, version, settings, len(rows), frame)


def score(model: TrainedModel) -> pd.DataFrame:
    """`INTERVENTION_UPLIFT`: one row per comparison."""
    return model.estimates.copy()


def _estimated(table: pd.DataFrame, comparison: str, seed: int, settings: InterventionSettings) -> dict[str, object]:
    treated, kept = (table[name].to_numpy(dtype=float) for name in ("treated", "kept"))
    sides = int(treated.sum()), int(len(table) - treated.sum())
    share = settings.holdout_share if comparison == ALERT else sides[1] / max(len(table), 1)
    short = _short_of(sides, int((kept == 0).sum()), share)
    told: dict[str, object] = {
        "status": ESTIMATED if short == 0 else NOT_ENOUGH_DATA,
        "treated": sides[0],
        "untreated": sides[1],
        "kept_treated": float(kept[treated == 1].mean()) if sides[0] else np.nan,
        "kept_untreated": float(kept[treated == 0].mean()) if sides[1] else np.nan,
        "uplift": np.nan,
        "low": np.nan,
        "high": np.nan,
        "more_needed": short,
        "more_needed_to_tell": _short_of_telling(sides, kept, share, settings.smallest_effect),
    }
    if short == 0:
        shares = shares_kept(Compared.of(table), comparison, np.ones(len(table)))
        low, high = _interval(table, comparison, seed)
        told |= {"kept_treated": shares[0], "kept_untreated": shares[1], "uplift": shares[0] - shares[1]}
        told |= {"low": low, "high": high}
    return told


@dataclass(frozen=True)
class Compared:
    """One comparison as arrays, one place per enrolment; `design` is what the chance of help may depend on."""

    treated: Floats
    kept: Floats
    p_drop: Floats
    design: Floats

    @classmethod
    def of(cls, table: pd.DataFrame) -> "Compared":
        """From `features.compared`."""
        # In units of its spread: the penalty would flatten it away otherwise, and with it what confounds most.
        risk = table[["p_drop"]].astype(float)
        parts = [(risk - risk.mean()) / max(float(risk["p_drop"].std(ddof=0)), 1e-9)]
        for name in ("campus_id", "subject_id"):
            parts.append(pd.get_dummies(table[name], prefix=name, dtype=float))
        treated, kept, p_drop = (table[name].to_numpy(dtype=float) for name in ("treated", "kept", "p_drop"))
        return cls(treated, kept, p_drop, pd.concat(parts, axis=1).to_numpy(dtype=float))


def shares_kept(of: Compared, comparison: str, times: Floats) -> tuple[float, float]:
    """(with, without): the share that stayed on each side, as if both sides were made of the same students.

    `times` is how often each enrolment counts: once, or as often as a resample drew it.
    """
    if comparison == ALERT:
        return _by_stratum(of, times)
    fitted = LogisticRegression(C=1.0, solver="newton-cholesky").fit(of.design, of.treated, sample_weight=times)
    chance = fitted.predict_proba(of.design)[:, 1]
    weight = times * np.minimum(np.where(of.treated == 1, 1.0 / chance, 1.0 / (1.0 - chance)), _WEIGHT_MAX)
    with_help, without = (float(np.average(of.kept, weights=weight * (of.treated == side))) for side in (1, 0))
    return with_help, without


def _by_stratum(of: Compared, times: Floats) -> tuple[float, float]:
    """Lots make the sides alike on average; strata of risk take out how they differ by chance."""
    smaller = min(of.treated.sum(), (1 - of.treated).sum())
    count = int(min(_STRATA_MAX, max(1, smaller // _STRATUM_MIN)))
    stratum = np.searchsorted(np.quantile(of.p_drop, np.linspace(0, 1, count + 1)[1:-1]), of.p_drop, side="right")
    total = weights = np.zeros(2)
    for number in range(count):
        sides = [times * (stratum == number) * (of.treated == side) for side in (1, 0)]
        if all(side.sum() > 0 for side in sides):
            size = sum(float(side.sum()) for side in sides)
            total = total + size * np.array([np.average(of.kept, weights=side) for side in sides])
            weights = weights + size
    with_alert, without = total / np.where(weights > 0, weights, np.nan)
    return float(with_alert), float(without)


def _interval(table: pd.DataFrame, comparison: str, seed: int) -> tuple[float, float]:
    """The 95 % interval over resamples of whole students, each side by itself so that none is ever empty."""
    random = np.random.default_rng(seed)
    of = Compared.of(table)
    students = table["student_id"].to_numpy()
    values = []
    for _ in range(_RESAMPLES):
        times = np.zeros(len(table))
        for side in (1.0, 0.0):
            names, position = np.unique(students[of.treated == side], return_inverse=True)
            drawn = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
            times[of.treated == side] = drawn[position]
        with_it, without = shares_kept(of, comparison, times)
        values.append(with_it - without)
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)


def _short_of(sides: tuple[int, int], left: int, untreated_share: float) -> int:
    """How many more known outcomes it takes until both sides, and those who left, are enough for an estimate."""
    missing = [max(SIDE_MIN - sides[0], 0) / max(1.0 - untreated_share, 0.05)]
    missing.append(max(SIDE_MIN - sides[1], 0) / max(untreated_share, 0.05))
    if left < LEFT_MIN:
        missing.append(LEFT_MIN - left)
    return int(np.ceil(max(missing)))


def _short_of_telling(sides: tuple[int, int], kept: Floats, untreated_share: float, effect: float) -> int:
    """How many more it takes until a difference of `effect` shows in four of five cases; unknown, half stay."""
    share = float(np.clip(kept.mean(), 0.1, 0.9)) if len(kept) else 0.5
    smaller = min(max(untreated_share, 0.05), 0.5)
    needed = _POWER * share * (1 - share) / effect**2 / (smaller * (1 - smaller))
    return max(int(np.ceil(needed)) - sum(sides), 0)
