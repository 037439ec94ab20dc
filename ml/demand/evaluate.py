"""The card: what the choice of methods is worth beside the naive forecasts, at origins it was not made with.

Not here: the backtest itself (`backtest.py`).
"""

from typing import Final

import numpy as np
import pandas as pd

from ml import drift
from ml.contracts import MODEL_BACKTEST, MODEL_CARD, MODEL_DRIFT
from ml.demand.backtest import COVERED, LEAST_ORIGINS, chosen_method, half_widths, interval, of_method
from ml.demand.features import MEASURES
from ml.demand.forecasters import PROPHET
from ml.demand.model import TrainedModel, served_share
from ml.evaluation import Evaluation, nothing

BASELINES: Final = {"last_week": "naive: the last week again", "last_year": "seasonal naive: the week a year ago"}
_RESAMPLES: Final = 400
SMALLEST_LOOK: Final = 16  # values of one origin: four measures, four weeks


def evaluate(model: TrainedModel, *, seed: int) -> Evaluation:
    """Card and backtest: absolute error out of what came, by measure, over all series with a backtest.

    At every origin the method and its range are chosen with the other origins only, so that a lucky choice does not
    flatter itself. Intervals: 400 resamples of origins, because errors of one origin go together.
    """
    rows = [
        _card(model, "none", "series_forecast", float(len(model.fitted))),
        _card(model, "none", "prophet_share", served_share(model)),
    ]
    if model.backtest.empty:
        return Evaluation(pd.DataFrame(rows[:1], columns=list(MODEL_CARD)))
    served, past = _served(model, seed), []
    for measure in MEASURES:
        own = served[served["measure"] == measure]
        if own.empty:
            continue
        for method, words in {**BASELINES, PROPHET: "Prophet alone"}.items():
            both = own.merge(of_method(model.backtest, [method]), on=_CELL, suffixes=("", "_baseline"))
            if both.empty:
                continue
            value, low, high = _error_share(both, "predicted", seed)
            compared = _error_share(both, "predicted_baseline", seed)[0]
            rows.append(_card(model, words, f"error_share_{measure}", value, compared, low, high))
            past += [_past(model, words, measure, here, seed) for _, here in both.groupby("origin", sort=True)]
        rows.append(_card(model, "promised", f"coverage_{measure}", float(_held(own).mean()), COVERED))
    return Evaluation(
        pd.DataFrame(rows, columns=list(MODEL_CARD)),
        backtest=pd.DataFrame(past, columns=list(MODEL_BACKTEST)),
        drift=_drift(model, served),
    )


def _drift(model: TrainedModel, served: pd.DataFrame) -> pd.DataFrame:
    """How many of the values foretold at the newest origin came within their range."""
    newest = served[served["origin"] == served["origin"].max()]
    if len(newest) < SMALLEST_LOOK:
        return nothing(MODEL_DRIFT)
    told = (pd.Timestamp(newest["origin"].iloc[0]).date(), "range_holds", float(_held(newest).mean()), COVERED)
    return drift.realised("demand", model, *told, len(newest))


def _held(rows: pd.DataFrame) -> pd.Series:
    """Whether what came fell into the range that was foretold."""
    return (rows["observed"] >= rows["p10"]) & (rows["observed"] <= rows["p90"])


_CELL: Final = ["campus_code", "measure", "origin", "horizon"]


def _served(model: TrainedModel, seed: int) -> pd.DataFrame:
    """What the procedure would have served at each origin, had it only known how the others went."""
    told = []
    for _, tested in model.backtest.groupby(["campus_code", "measure"], sort=True):
        origins = tested["origin"].unique()
        if len(origins) < LEAST_ORIGINS:
            continue
        for origin in origins:
            others = tested[tested["origin"] != origin]
            method = chosen_method(others, seed)
            here = of_method(tested[tested["origin"] == origin], [method]).sort_values("horizon").copy()
            widths = half_widths(of_method(others, [method]), model.settings.horizon_weeks)
            here["p10"], here["p90"] = interval(here["predicted"].to_numpy(dtype=float), widths)
            told.append(here)
    columns = [*model.backtest.columns, "p10", "p90"]
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=columns)


def _error_share(both: pd.DataFrame, column: str, seed: int) -> tuple[float, float, float]:
    """Sum of |observed - predicted| out of the sum of what was observed, with a 95 % interval."""
    by_origin = pd.DataFrame(
        {"origin": both["origin"], "error": (both["observed"] - both[column]).abs(), "came": both["observed"]}
    )
    sums = by_origin.groupby("origin").sum().to_numpy(dtype=float)
    if sums[:, 1].sum() == 0:
        return float("nan"), float("nan"), float("nan")
    drawn = sums[np.random.default_rng(seed).integers(0, len(sums), (_RESAMPLES, len(sums)))].sum(axis=1)
    shares = drawn[:, 0] / np.where(drawn[:, 1] == 0, np.nan, drawn[:, 1])
    low, high = np.nanquantile(shares, [0.025, 0.975])
    error, came = sums.sum(axis=0)
    return float(error / came), float(low), float(high)


def _past(model: TrainedModel, baseline: str, measure: str, here: pd.DataFrame, seed: int) -> dict[str, object]:
    """One origin; resampling a single one would tell nothing, so it has no interval."""
    return {
        "model": "demand",
        "version": model.version,
        "origin_date": here["origin"].iloc[0],
        "metric": f"error_share_{measure}",
        "baseline": baseline,
        "value": _error_share(here, "predicted", seed)[0],
        "baseline_value": _error_share(here, "predicted_baseline", seed)[0],
        "low": float("nan"),
        "high": float("nan"),
        "row_count": len(here),
    }


def _card(
    model: TrainedModel,
    baseline: str,
    metric: str,
    value: float,
    compared: float = float("nan"),
    low: float = float("nan"),
    high: float = float("nan"),
) -> dict[str, object]:
    return {
        "model": "demand",
        "version": model.version,
        "trained_on_rows": model.trained_on_rows,
        "trained_until": model.as_of,
        "baseline": baseline,
        "metric": metric,
        "value": value,
        "baseline_value": compared,
        "low": low,
        "high": high,
    }
