"""Which scorer serves: each rung is tried on later inquiries than it learned from, and has to beat the one below.

Rolling origin: at each of some past days a scorer learns from what had ended by then, and is tried on what came later.
Not here: the scorers (`scorers.py`), what is told of the comparison (`evaluate.py`), and what all models share of
calibrating and choosing (`ml/calibration.py`, `ml/ladder.py`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ml import calibration
from ml.calibration import Calibration, Platt
from ml.ladder import is_clearly_better, log_loss
from ml.lead_scoring.facts import Fact
from ml.lead_scoring.scorers import Boosted, Logistic, Scorer, SourceRate, sigmoid
from ml.metrics import Floats

# Where the trial windows begin, as shares of the inquiries that have ended; the last one ends with all of them.
ORIGINS = (0.45, 0.6, 0.75, 0.875)
HALF_LIFE_DAYS = 365.0  # an inquiry of last year teaches half as much: campaigns, prices and people change


@dataclass(frozen=True)
class Rung:
    """The scorer that serves a moment, and how it came to that.

    `trials`: one row per tried inquiry: inquiry_id, captured_on, campus_code, origin, enrolled (0/1), weight, p_enrol
    (by the chosen kind, calibrated on the other windows), p_rate (by the source's rate), base_rate.
    """

    kind: str
    scorer: Scorer
    calibration: Calibration
    trials: pd.DataFrame

    def p_enrol(self, rows: pd.DataFrame) -> Floats:
        """Calibrated probabilities of enrolling."""
        return sigmoid(self.calibration(self.scorer.log_odds(rows)))


@dataclass(frozen=True)
class LadderSettings:
    """From how many outcomes on a rung is tried.

    Attributes:
        logistic_from: Ended inquiries below which the source's rate answers.
        boosted_from: Ended inquiries from which boosting is tried too.
        least_per_class: Enrolled or lost ones below which nothing can be learned.
    """

    logistic_from: int = 50
    boosted_from: int = 400
    least_per_class: int = 10


def climb(
    taught: pd.DataFrame, facts: tuple[Fact, ...], as_of: pd.Timestamp, settings: LadderSettings, seed: int
) -> Rung:
    """The highest rung that was clearly better than the one below when it was tried.

    Args:
        taught: Ended inquiries as known at one moment, with `outcome`, `closed_on` and `censoring_weight`.
        facts: What may serve.
        as_of: The day on which this is known.
        settings: From how many outcomes on a rung is tried.
        seed: Of the scorers and the resamples.
    """
    enrolled = np.asarray(taught["outcome"] == "enrolled", dtype=np.float64)
    chosen = "rate"
    trials = {"rate": _trials("rate", taught, enrolled, facts, seed)}
    scarcer = min(enrolled.sum(), (1.0 - enrolled).sum())
    bounds = {"logistic": settings.logistic_from, "boosted": settings.boosted_from}
    for kind, fewest in bounds.items():
        if len(taught) < fewest or scarcer < settings.least_per_class:
            break
        trials[kind] = _trials(kind, taught, enrolled, facts, seed)
        if _is_clearly_better(kind, chosen, trials, seed):
            chosen = kind
    tried = trials[chosen]
    names = ["inquiry_id", "captured_on", "campus_code", "origin", "enrolled", "weight"]
    found = tried[names].assign(
        p_enrol=_probabilities(chosen, tried),
        p_rate=_probabilities("rate", trials["rate"]),
        base_rate=tried["base_rate"],
    )
    scorer = _fit(chosen, taught, enrolled, facts, _weight(taught, as_of), seed)
    return Rung(chosen, scorer, Platt() if chosen == "rate" else _calibration(tried), found)


def _weight(rows: pd.DataFrame, as_of: pd.Timestamp) -> Floats:
    age_days = (as_of - rows["captured_on"]).dt.days.to_numpy(dtype=float)
    weight = rows["censoring_weight"].to_numpy(dtype=float) * 0.5 ** (np.maximum(age_days, 0.0) / HALF_LIFE_DAYS)
    result: Floats = weight / max(float(weight.mean()), 1e-12) if len(weight) else weight
    return result


def _fit(kind: str, rows: pd.DataFrame, enrolled: Floats, facts: tuple[Fact, ...], weight: Floats, seed: int) -> Scorer:
    if kind == "rate":
        return SourceRate.fit(rows, enrolled, weight)
    return (Logistic if kind == "logistic" else Boosted).fit(rows, facts, enrolled, weight, seed)


def _trials(kind: str, taught: pd.DataFrame, enrolled: Floats, facts: tuple[Fact, ...], seed: int) -> pd.DataFrame:
    """What a scorer said of inquiries that came in after all that it had learned from."""
    found = []
    for begin, end in _windows(taught):
        teach = (taught["closed_on"] <= begin).to_numpy()
        test = (taught["captured_on"] > begin).to_numpy() & (taught["captured_on"] <= end).to_numpy()
        if not test.any() or len(np.unique(enrolled[teach])) < 2:
            continue
        weight = _weight(taught[teach], begin)
        scorer = _fit(kind, taught[teach].reset_index(drop=True), enrolled[teach], facts, weight, seed)
        rows = taught[test].reset_index(drop=True)
        found.append(
            rows[["inquiry_id", "captured_on", "campus_code"]].assign(
                origin=begin,
                enrolled=enrolled[test],
                weight=rows["censoring_weight"],
                log_odds=scorer.log_odds(rows),
                base_rate=float(np.average(enrolled[teach], weights=weight)),
            )
        )
    if not found:
        names = ("inquiry_id", "captured_on", "campus_code", "origin", "enrolled", "weight", "log_odds", "base_rate")
        return pd.DataFrame({name: pd.Series(dtype="float64") for name in names})
    return pd.concat(found, ignore_index=True)


def _windows(taught: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    days = np.sort(taught["captured_on"].to_numpy())
    if not len(days):
        return []
    edges = [pd.Timestamp(days[int(share * (len(days) - 1))]) for share in (*ORIGINS, 1.0)]
    return [(begin, end) for begin, end in zip(edges, edges[1:], strict=False) if begin < end]


def _probabilities(kind: str, tried: pd.DataFrame) -> Floats:
    """Of what was tried, each window by a calibration that did not see it; a rate is one already."""
    predicted = sigmoid(tried["log_odds"].to_numpy(dtype=float))
    if kind == "rate":
        return predicted
    for origin in tried["origin"].unique():
        own = (tried["origin"] == origin).to_numpy()
        predicted[own] = sigmoid(_calibration(tried[~own])(tried.loc[own, "log_odds"].to_numpy(dtype=float)))
    return predicted


def _calibration(tried: pd.DataFrame) -> Calibration:
    log_odds, enrolled, weight, inquiries = (
        tried[name].to_numpy(dtype=float) for name in ("log_odds", "enrolled", "weight", "inquiry_id")
    )
    return calibration.fit(log_odds, enrolled, weight, inquiries, outcome_count=len(tried))


def _is_clearly_better(upper: str, lower: str, trials: dict[str, pd.DataFrame], seed: int) -> bool:
    tried, other = trials[upper], trials[lower]
    if tried["enrolled"].nunique() < 2 or len(tried) != len(other):
        return False
    return is_clearly_better(
        log_loss,
        tried["enrolled"].to_numpy(dtype=float),
        _probabilities(upper, tried),
        _probabilities(lower, other),
        tried["weight"].to_numpy(dtype=float),
        tried["inquiry_id"].to_numpy(dtype=np.int64),
        seed=seed,
    )
