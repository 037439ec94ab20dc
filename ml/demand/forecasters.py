"""How a series may go on: three simple ways, and Prophet; one value for each week of `closed_ahead`, never below 0.

Not here: which one serves (`backtest.py`).
"""

import logging
import warnings
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from ml.demand.features import COMES_ON_CLOSED_DAYS, Series
from ml.metrics import Floats

SEASON_WEEKS: Final = 52
RECENT_WEEKS: Final = 8
# A week that is open for less than this share tells too little of a whole one.
_LEAST_OPEN: Final = 0.2
_YEARLY_FROM_WEEKS: Final = 2 * SEASON_WEEKS
_CHANGEPOINTS: Final = 8
_HOLIDAY_WEEKS_MIN: Final = 3

Forecaster = Callable[[Series, int], Floats]


def last_week(series: Series, seed: int) -> Floats:
    """The last week again and again: the plain naive forecast."""
    return _opened(series, np.full(len(series.closed_ahead), _per_open_week(series)[-1]))


def recent_weeks(series: Series, seed: int) -> Floats:
    """The mean of the newest weeks, holidays allowed for."""
    return _opened(series, np.full(len(series.closed_ahead), _per_open_week(series)[-RECENT_WEEKS:].mean()))


def last_year(series: Series, seed: int) -> Floats:
    """The same week a year ago, as it was: the seasonal naive forecast; needs a season of weeks."""
    places = len(series.values) - SEASON_WEEKS + np.arange(len(series.closed_ahead)) % SEASON_WEEKS
    return series.values[places]


def prophet(series: Series, seed: int) -> Floats:
    """Prophet: a trend that may bend, a yearly season from two years on, and the share of holidays as a regressor."""
    # Importing it costs a second, which whoever only reads forecasts should not pay.
    from prophet import Prophet

    history = pd.DataFrame({"ds": series.weeks, "y": series.values, "closed": series.closed})
    ahead = pd.date_range(series.weeks[-1], periods=len(series.closed_ahead) + 1, freq="7D")[1:]
    with warnings.catch_warnings():
        # Prophet 1.5 drops columns in place, which pandas 3 deprecates.
        warnings.simplefilter("ignore")
        model = Prophet(
            growth="linear",
            n_changepoints=min(_CHANGEPOINTS, len(history) // 6),
            yearly_seasonality=4 if len(history) >= _YEARLY_FROM_WEEKS else False,
            weekly_seasonality=False,
            daily_seasonality=False,
            uncertainty_samples=0,
        )
        if np.count_nonzero(series.closed) >= _HOLIDAY_WEEKS_MIN:
            model.add_regressor("closed")
        _hush()
        model.fit(history, seed=seed)
        told = model.predict(pd.DataFrame({"ds": ahead, "closed": series.closed_ahead}))
    predicted: Floats = np.maximum(told["yhat"].to_numpy(dtype=float), 0.0)
    if series.measure in COMES_ON_CLOSED_DAYS:
        return predicted
    return np.where(series.closed_ahead >= 1.0, 0.0, predicted)


SIMPLE: Final[Mapping[str, Forecaster]] = {
    "recent_weeks": recent_weeks,
    "last_week": last_week,
    "last_year": last_year,
}
DEFAULT: Final = "recent_weeks"
PROPHET: Final = "prophet"
FORECASTERS: Final[Mapping[str, Forecaster]] = {**SIMPLE, PROPHET: prophet}


def _per_open_week(series: Series) -> Floats:
    """What each week would have been without its holidays."""
    if series.measure in COMES_ON_CLOSED_DAYS:
        return series.values
    return series.values / np.maximum(1.0 - series.closed, _LEAST_OPEN)


def _opened(series: Series, whole_weeks: Floats) -> Floats:
    """Takes the holidays ahead off what whole weeks would bring."""
    if series.measure in COMES_ON_CLOSED_DAYS:
        return whole_weeks
    return whole_weeks * (1.0 - series.closed_ahead)


def _hush() -> None:
    """Every fit would write two lines into the log of whoever runs it."""
    logger = logging.getLogger("cmdstanpy")
    # With no handler of its own, it would give itself one at the first fit, and its level back.
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.setLevel(logging.WARNING)
