"""Chooses how each series is forecast, and forecasts it: train once a night, score as often as one likes.

Not here: how good it is (`evaluate.py`).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ml.contracts.demand import DEMAND_FORECAST
from ml.demand.backtest import backtest, chosen_method, half_widths, interval, of_method
from ml.demand.features import WHOLE_INSTITUTE, Series, series_of, this_week
from ml.demand.forecasters import FORECASTERS, PROPHET
from ml.metrics import Floats

NOT_ENOUGH_WEEKS: Final = "not_enough_weeks"
# Below this there is no origin to test at with enough weeks before it.
ENOUGH_WEEKS: Final = 12
PROPHET_FROM_WEEKS: Final = 26
# What comes in bursts (an intake, then nothing for weeks) has no trend; Prophet sees one all the same.
PROPHET_FROM_BUSY_SHARE: Final = 2 / 3


@dataclass(frozen=True)
class DemandSettings:
    """How far ahead (weeks, the running one included), and for how many campuses Prophet is tried.

    A try costs about a second per series; beyond the busiest campuses the simple methods serve.
    """

    horizon_weeks: int = 13
    prophet_campuses: int = 12


@dataclass(frozen=True)
class Fitted:
    """How one series is forecast: the method, its range by week ahead, and the forecast for the series of `digest`."""

    method: str
    widths: Floats
    digest: str
    forecast: Floats


@dataclass(frozen=True)
class TrainedModel:
    """The choice for every series, and the backtest that it was made by."""

    as_of: date
    version: str
    settings: DemandSettings
    seed: int
    trained_on_rows: int
    fitted: Mapping[tuple[str, str], Fitted]
    backtest: pd.DataFrame

    @property
    def kind(self) -> str:
        """`prophet` once it serves any series, else `simple`."""
        return PROPHET if any(fitted.method == PROPHET for fitted in self.fitted.values()) else "simple"


def train(features: pd.DataFrame, *, as_of: date, seed: int, settings: DemandSettings) -> TrainedModel:
    """Backtests every series with enough weeks and chooses its method; what is later than `as_of` is cut off."""
    known = series_of(features, as_of, settings.horizon_weeks)
    busy = _busiest(known, settings.prophet_campuses)
    fitted, tests = {}, []
    for series in known:
        if len(series.values) < ENOUGH_WEEKS:
            continue
        tries_prophet = series.campus_code in busy and _suits_prophet(series)
        tested = backtest(series, settings.horizon_weeks, tries_prophet=tries_prophet, seed=seed)
        method = chosen_method(tested, seed)
        widths = half_widths(of_method(tested, [method]), settings.horizon_weeks)
        forecast = FORECASTERS[method](series, seed)
        fitted[series.campus_code, series.measure] = Fitted(method, widths, series.digest, forecast)
        tests.append(tested)
    told = hashlib.sha256(f"{seed}/{settings}".encode())
    for series in known:
        told.update(series.digest.encode())
    return TrainedModel(
        as_of=as_of,
        version=f"demand-{as_of.isoformat()}-{told.hexdigest()[:8]}",
        settings=settings,
        seed=seed,
        trained_on_rows=sum(len(series.values) for series in known),
        fitted=fitted,
        backtest=pd.concat(tests, ignore_index=True) if tests else pd.DataFrame(),
    )


def score(model: TrainedModel, features: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """`DEMAND_FORECAST`: every series from the running week on; without figures where too few weeks are known.

    A series that has not moved since training keeps its forecast; one that has is forecast anew by its method.
    """
    frames = [_scored(model, series, as_of) for series in series_of(features, as_of, model.settings.horizon_weeks)]
    if not frames:
        return pd.DataFrame(columns=list(DEMAND_FORECAST))
    return pd.concat(frames, ignore_index=True)[list(DEMAND_FORECAST)]


def _scored(model: TrainedModel, series: Series, as_of: date) -> pd.DataFrame:
    horizon = model.settings.horizon_weeks
    ahead = pd.date_range(this_week(as_of), periods=horizon, freq="7D")
    fitted = model.fitted.get((series.campus_code, series.measure))
    middle = low = high = np.full(horizon, np.nan)
    if fitted is not None:
        is_known = fitted.digest == series.digest
        middle = fitted.forecast if is_known else FORECASTERS[fitted.method](series, model.seed)
        low, high = interval(middle, fitted.widths)
    return pd.DataFrame(
        {
            "series_week": [f"{series.campus_code}/{series.measure}@{week:%Y-%m-%d}" for week in ahead],
            "campus_code": series.campus_code,
            "measure": series.measure,
            "week_start": ahead,
            "forecasted_as_of": pd.Timestamp(as_of),
            "p10": low.round(2),
            "p50": middle.round(2),
            "p90": high.round(2),
            "method": NOT_ENOUGH_WEEKS if fitted is None else fitted.method,
            "weeks_known": len(series.values),
            "model_version": model.version,
        }
    )


def _suits_prophet(series: Series) -> bool:
    is_long = len(series.values) >= PROPHET_FROM_WEEKS
    return is_long and float((series.values > 0).mean()) >= PROPHET_FROM_BUSY_SHARE


def _busiest(known: list[Series], count: int) -> set[str]:
    """The campuses with the most sessions and, with them, the whole institute."""
    sessions = {
        series.campus_code: float(series.values.sum())
        for series in known
        if series.measure == "sessions" and series.campus_code != WHOLE_INSTITUTE
    }
    ranked = sorted(sessions, key=lambda code: (-sessions[code], code))
    return {WHOLE_INSTITUTE, *ranked[:count]}


def served_share(model: TrainedModel) -> float:
    """The share of the forecast series that Prophet serves; NaN without any."""
    methods = [fitted.method for fitted in model.fitted.values()]
    return methods.count(PROPHET) / len(methods) if methods else float("nan")
