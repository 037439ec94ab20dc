"""The card: what is known, and whether the method would find an effect that is not there.

Not here: the estimates themselves (`model.py`).
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from ml.contracts import MODEL_CARD
from ml.evaluation import Evaluation
from ml.interventions.features import compared, known_alerts
from ml.interventions.model import ESTIMATED, Compared, TrainedModel, shares_kept

_SHUFFLES = 200


def evaluate(model: TrainedModel, alerts: pd.DataFrame, *, seed: int) -> Evaluation:
    """Its card: known outcomes, uplift beside none, and the uplift of sides that were shuffled.

    With shuffled sides nobody was treated: what the method finds then is its error (`placebo_uplift`, with the range
    that holds 95 % of 200 shuffles). An uplift within that range is not to be told from chance.
    """
    rows = known_alerts(alerts, model.as_of)
    cards = [_card(model, "none", "known_outcomes", float(len(rows)))]
    for told in model.estimates.to_dict("records"):
        if told["status"] != ESTIMATED:
            continue
        name = str(told["comparison"])
        cards.append(_card(model, "no effect", f"uplift_{name}", told["uplift"], 0.0, told["low"], told["high"]))
        cards.append(_card(model, "no effect", f"placebo_uplift_{name}", *_placebo(rows, name, seed)))
    return Evaluation(pd.DataFrame(cards, columns=list(MODEL_CARD)))


def _placebo(rows: pd.DataFrame, comparison: str, seed: int) -> tuple[float, float, float, float]:
    """(mean, 0, low, high) of the uplift when the sides are dealt out anew."""
    random = np.random.default_rng(seed)
    of = Compared.of(compared(rows, comparison))
    values = []
    for _ in range(_SHUFFLES):
        shuffled = replace(of, treated=random.permutation(of.treated))
        with_it, without = shares_kept(shuffled, comparison, np.ones(len(of.treated)))
        values.append(with_it - without)
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(np.nanmean(values)), 0.0, float(low), float(high)


def _card(
    model: TrainedModel,
    baseline: str,
    metric: str,
    value: float,
    compared_with: float = float("nan"),
    low: float = float("nan"),
    high: float = float("nan"),
) -> dict[str, object]:
    return {
        "model": "interventions",
        "version": model.version,
        "trained_on_rows": model.trained_on_rows,
        "trained_until": model.as_of,
        "baseline": baseline,
        "metric": metric,
        "value": value,
        "baseline_value": compared_with,
        "low": low,
        "high": high,
    }
