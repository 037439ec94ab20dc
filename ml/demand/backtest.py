"""Rolling origins: what each method would have said at past Mondays, and which one may serve.

Not here: the card (`evaluate.py`).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from ml.demand.features import Series
from ml.demand.forecasters import DEFAULT, FORECASTERS, PROPHET, SEASON_WEEKS, SIMPLE
from ml.ladder import is_clear
from ml.metrics import Floats

ORIGINS_MAX: Final = 6
WEEKS_BETWEEN_ORIGINS: Final = 4
LEAST_HISTORY: Final = 8
# So many origins must be there before anything but the mean of recent weeks is judged at all.
LEAST_ORIGINS: Final = 3
# Better means clearly (`ml/ladder.py`, by resamples of the origins) and by this share: noise then passed in 0 of 14
# simulations (in 1 at a share of 5 %), steady growth in 14.
CLEAR_GAIN: Final = 0.1
_RESAMPLES: Final = 400
COVERED: Final = 0.8
# Errors of neighbouring horizons are alike enough to be put together.
_HORIZON_STEPS: Final = (4, 8)
_LEAST_ERRORS: Final = 8

COLUMNS: Final = ("campus_code", "measure", "origin", "horizon", "method", "observed", "predicted")


def backtest(series: Series, horizon: int, *, tries_prophet: bool, seed: int) -> pd.DataFrame:
    """What was forecast at each origin and what came: `COLUMNS`, one row per origin, horizon and method.

    All methods are asked at the same origins. `last_year` takes part when there are enough origins with a season
    behind them; then only those count.
    """
    count = len(series.values)
    origins = [count - WEEKS_BETWEEN_ORIGINS * back for back in range(1, ORIGINS_MAX + 1)]
    origins = [origin for origin in origins if origin >= LEAST_HISTORY]
    methods = [name for name in SIMPLE if name != "last_year"]
    seasonal = [origin for origin in origins if origin >= SEASON_WEEKS]
    if len(seasonal) >= LEAST_ORIGINS:
        origins, methods = seasonal, list(SIMPLE)
    if tries_prophet and len(origins) >= LEAST_ORIGINS:
        methods.append(PROPHET)
    told = []
    for origin in origins:
        observed = series.values[origin : origin + horizon]
        then = series.until(origin, len(observed))
        for method in methods:
            told.append(
                pd.DataFrame(
                    {
                        "campus_code": series.campus_code,
                        "measure": series.measure,
                        "origin": series.weeks[origin],
                        "horizon": np.arange(1, len(observed) + 1),
                        "method": method,
                        "observed": observed,
                        "predicted": FORECASTERS[method](then, seed),
                    }
                )
            )
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=list(COLUMNS))


def chosen_method(tested: pd.DataFrame, seed: int) -> str:
    """The mean of recent weeks, unless another method clearly beats it in this series' backtest; then the best such.

    With few origins the least error is often luck: on noise alone, choosing it cost a fifth of the error.
    """
    errors = (tested["observed"] - tested["predicted"]).abs().groupby([tested["method"], tested["origin"]]).mean()
    by_origin = errors.unstack("origin")
    baseline = by_origin.loc[DEFAULT].to_numpy(dtype=float)
    if len(baseline) < LEAST_ORIGINS:
        return DEFAULT
    drawn = np.random.default_rng(seed).integers(0, len(baseline), (_RESAMPLES, len(baseline)))
    best, least = DEFAULT, float("inf")
    for method in by_origin.index.drop(DEFAULT):
        gains = baseline - by_origin.loc[method].to_numpy(dtype=float)
        gain = float(gains.mean())
        is_large = gain > CLEAR_GAIN * baseline.mean()
        if is_large and is_clear(gain, gains[drawn].mean(axis=1)) and baseline.mean() - gain < least:
            best, least = str(method), float(baseline.mean() - gains.mean())
    return best


def half_widths(tested: pd.DataFrame, horizon: int) -> Floats:
    """How far a value may lie from its forecast in eight of ten weeks, by week ahead, in units of sqrt(forecast).

    Counts scatter with the root of their size, so that errors of a small and of a large week can be put together.
    Further ahead is never narrower.
    """
    scale = np.sqrt(np.maximum(tested["predicted"].to_numpy(dtype=float), 1.0))
    errors = np.abs((tested["observed"] - tested["predicted"]).to_numpy(dtype=float)) / scale
    horizons = tested["horizon"].to_numpy(dtype=int)
    widths = np.zeros(horizon)
    bounds = (0, *_HORIZON_STEPS, horizon)
    for low, high in zip(bounds[:-1], bounds[1:], strict=True):
        near = errors[(horizons > low) & (horizons <= high)]
        widths[low:high] = _quantile(near if len(near) >= _LEAST_ERRORS else errors)
    return np.maximum.accumulate(widths)


def interval(middle: Floats, widths: Floats) -> tuple[Floats, Floats]:
    """(p10, p90) around forecasts for the first weeks ahead."""
    reach = widths[: len(middle)] * np.sqrt(np.maximum(middle, 1.0))
    return np.maximum(middle - reach, 0.0), middle + reach


def _quantile(errors: Floats) -> float:
    # The correction of split-conformal intervals for few errors.
    return float(np.quantile(errors, min(1.0, COVERED * (len(errors) + 1) / len(errors))))


def of_method(tested: pd.DataFrame, methods: Sequence[str]) -> pd.DataFrame:
    """The rows of these methods."""
    return tested[tested["method"].isin(methods)]
