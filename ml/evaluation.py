"""What an evaluation is made of: card, reliability, backtest, fairness, drift; and how reliability comes about.

Not here: what is compared with what; that is each model's `evaluate.py`. Measures are in `metrics.py`, groups of people
in `fairness.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import numpy as np
import pandas as pd

from ml.contracts import MODEL_BACKTEST, MODEL_CARD, MODEL_DRIFT, MODEL_FAIRNESS, MODEL_RELIABILITY, Kind, checked
from ml.metrics import Floats

RELIABILITY_BINS = 10
_NORMAL_95 = 1.96


class Evaluated(Protocol):
    """What a trained model tells of itself, whatever it predicts."""

    @property
    def version(self) -> str:
        """Its name: model, kind, day and a digest of what it learned from."""


def nothing(contract: Mapping[str, Kind]) -> pd.DataFrame:
    """No row of a contract."""
    return pd.DataFrame(columns=list(contract))


@dataclass(frozen=True)
class Evaluation:
    """One frame for each shared relation; a model fills those that mean something for it.

    Attributes:
        card: `contracts.MODEL_CARD`, one row per metric and baseline; never empty.
        reliability: `contracts.MODEL_RELIABILITY`, for models that tell a probability.
        backtest: `contracts.MODEL_BACKTEST`, the method of now on past dates.
        fairness: `contracts.MODEL_FAIRNESS`, where sensitive attributes are known.
        drift: `contracts.MODEL_DRIFT` (`ml.drift`), whether the model still fits those it speaks of.
    """

    card: pd.DataFrame
    reliability: pd.DataFrame = field(default_factory=partial(nothing, MODEL_RELIABILITY))
    backtest: pd.DataFrame = field(default_factory=partial(nothing, MODEL_BACKTEST))
    fairness: pd.DataFrame = field(default_factory=partial(nothing, MODEL_FAIRNESS))
    drift: pd.DataFrame = field(default_factory=partial(nothing, MODEL_DRIFT))

    def frames(self) -> dict[str, pd.DataFrame]:
        """The frames by the relation that they are written to.

        Raises:
            ContractError: A frame lacks a column or holds a wrong value.
        """
        return {
            "model_card": checked(self.card, MODEL_CARD, "card"),
            "model_reliability": checked(self.reliability, MODEL_RELIABILITY, "reliability"),
            "model_backtest": checked(self.backtest, MODEL_BACKTEST, "backtest"),
            "model_fairness": checked(self.fairness, MODEL_FAIRNESS, "fairness"),
            "model_drift": checked(self.drift, MODEL_DRIFT, "drift"),
        }


def reliability(
    name: str,
    model: Evaluated,
    target: str,
    observed: Floats,
    predicted: Floats,
    weight: Floats,
    people: pd.Series | None = None,
) -> pd.DataFrame:
    """`contracts.MODEL_RELIABILITY`: mean prediction and share observed by bins of equal count.

    The 95 % interval of the share is Wilson's (1927), with the effective number of people that the weights leave (Kish
    1965): rows of one person go together.

    Args:
        name: Of the model, such as `at_risk`.
        model: The trained model.
        target: The probability that is looked at, such as `p_drop`.
        observed: 0 or 1.
        predicted: Probabilities by a model that has not seen the row.
        weight: Of each row.
        people: Whom each row is about; without it every row is about somebody else.
    """
    order = np.argsort(predicted, kind="stable")
    everybody = np.arange(len(weight)) if people is None else people.to_numpy(dtype=np.int64)
    rows = []
    parts = [part for part in np.array_split(order, RELIABILITY_BINS) if len(part) and weight[part].sum() > 0]
    for number, part in enumerate(parts, start=1):
        share = float(np.average(observed[part], weights=weight[part]))
        of_each = np.bincount(np.unique(everybody[part], return_inverse=True)[1], weights=weight[part])
        low, high = wilson(share, float(of_each.sum() ** 2 / (of_each**2).sum()))
        rows.append(
            {
                "model": name,
                "version": model.version,
                "target": target,
                "bin": number,
                "predicted": float(np.average(predicted[part], weights=weight[part])),
                "observed": share,
                "low": low,
                "high": high,
                "row_count": len(part),
            }
        )
    return pd.DataFrame(rows, columns=list(MODEL_RELIABILITY))


def wilson(share: float, count: float) -> tuple[float, float]:
    """The 95 % interval of a share seen among `count` (Wilson 1927)."""
    spread = _NORMAL_95**2 / count
    middle = (share + spread / 2.0) / (1.0 + spread)
    half = _NORMAL_95 * np.sqrt(share * (1.0 - share) / count + spread / (4.0 * count)) / (1.0 + spread)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
