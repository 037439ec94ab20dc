"""Whether those who are scored are like those the model learned from, and whether what it said came true.

Not here: from where on somebody is told; that is a setting (`HEADWAY_QUALITY_DRIFT_…`).
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from ml.contracts import MODEL_DRIFT
from ml.evaluation import Evaluated, wilson
from warehouse.stability import stability_index

SMALLEST_SIDE = 100  # an index over ten bins needs about ten in each


def stability(name: str, model: Evaluated, day: date, taught: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """`contracts.MODEL_DRIFT`: the population stability index of each column that both frames have.

    Args:
        name: Of the model.
        model: The trained model.
        day: That the scored rows stand for.
        taught: Those it learned from, weighted by being drawn more often; numbers.
        scored: Those it speaks of now, in the same columns.
    """
    rows = []
    for column in taught.columns.intersection(scored.columns):
        before, now = taught[column].dropna(), scored[column].dropna()
        if min(len(before), len(now)) >= SMALLEST_SIDE:
            index = stability_index(before.to_numpy(dtype=float), now.to_numpy(dtype=float))
            rows.append(_row(name, model, day, "stability", str(column), index, 0.0, None, None, len(now)))
    return pd.DataFrame(rows, columns=list(MODEL_DRIFT))


def realised(
    name: str, model: Evaluated, day: date, subject: str, observed: float, predicted: float, count: int
) -> pd.DataFrame:
    """`contracts.MODEL_DRIFT`: the share that came true, with its 95 % interval, beside the share that was predicted.

    Args:
        name: Of the model.
        model: The trained model.
        day: On which the prediction was, or would have been, made: so long ago that all of it is known.
        subject: The probability that is looked at.
        observed: Share that came true.
        predicted: Mean prediction.
        count: Predictions.
    """
    low, high = wilson(observed, float(count))
    rows = [_row(name, model, day, "realised", subject, observed, predicted, low, high, count)]
    return pd.DataFrame(rows, columns=list(MODEL_DRIFT))


def base_rate(name: str, model: Evaluated, subject: str, dated: pd.DataFrame) -> pd.DataFrame:
    """`contracts.MODEL_DRIFT`: how often it came true among the newest outcomes, beside those before them.

    The newest are a quarter of all. No row while fewer than 100 are on a side.

    Args:
        name: Of the model.
        model: The trained model.
        subject: The probability that is looked at.
        dated: `day` and `observed` (0 or 1) of each outcome that is known and old enough to be no quick one alone.
    """
    ordered = dated.sort_values("day", kind="stable")
    newest, before = ordered.tail(len(ordered) // 4), ordered.head(len(ordered) - len(ordered) // 4)
    if min(len(newest), len(before)) < SMALLEST_SIDE:
        return pd.DataFrame(columns=list(MODEL_DRIFT))
    observed, taught = float(newest["observed"].mean()), float(before["observed"].mean())
    low, high = wilson(observed, float(len(newest)))
    day = newest["day"].max().date()
    rows = [_row(name, model, day, "base_rate", subject, observed, taught, low, high, len(newest))]
    return pd.DataFrame(rows, columns=list(MODEL_DRIFT))


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All rows of several looks; no row where none has any."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(MODEL_DRIFT))


def _row(
    name: str,
    model: Evaluated,
    day: date,
    measure: str,
    subject: str,
    value: float,
    reference: float,
    low: float | None,
    high: float | None,
    count: int,
) -> dict[str, object]:
    told = (name, model.version, day, measure, subject, value, reference, low, high, count)
    return dict(zip(MODEL_DRIFT, told, strict=True))
