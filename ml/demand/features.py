"""From rows by campus and week to series: one per campus and measure, of whole weeks without a gap.

Not here: what a week counts (`dbt/models/features/feat_demand_week`) and how a series goes on (`forecasters.py`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from ml.contracts import checked
from ml.contracts.demand import DEMAND_WEEKS
from ml.metrics import Floats

MEASURES: Final = ("sessions", "new_enrollments", "inquiries", "completions")
WHOLE_INSTITUTE: Final = "all"
# Nobody has to come for these: a closed day is no day without them.
COMES_ON_CLOSED_DAYS: Final = frozenset({"inquiries"})


@dataclass(frozen=True)
class Series:
    """One measure of one campus: `values[i]` in the week `weeks[i]`, of which the share `closed[i]` was holidays.

    `closed_ahead` goes on from the first week after `weeks`.
    """

    campus_code: str
    measure: str
    weeks: pd.DatetimeIndex
    values: Floats
    closed: Floats
    closed_ahead: Floats

    @property
    def digest(self) -> str:
        """Tells two series apart by all that a forecast could depend on."""
        told = hashlib.sha256(f"{self.campus_code}/{self.measure}/{self.weeks[:1]}".encode())
        for part in (self.values, self.closed, self.closed_ahead):
            told.update(part.tobytes())
        return told.hexdigest()[:16]

    def until(self, count: int, ahead: int) -> "Series":
        """The series as it stood after `count` weeks, with the holidays of `ahead` further ones."""
        closed = np.concatenate([self.closed, self.closed_ahead])
        return Series(
            self.campus_code,
            self.measure,
            self.weeks[:count],
            self.values[:count],
            self.closed[:count],
            closed[count : count + ahead],
        )


def this_week(as_of: date) -> date:
    """The Monday of the week that is still running."""
    return as_of - timedelta(days=as_of.weekday())


def series_of(features: pd.DataFrame, as_of: date, horizon: int) -> list[Series]:
    """Every series as it was known on a date, in an order of its own; weeks from that date's Monday on are ahead.

    The week in which a series begins is left out: it is rarely a whole one.
    """
    rows = checked(features, DEMAND_WEEKS, "demand_weeks").sort_values(["campus_code", "week_start"])
    monday = pd.Timestamp(this_week(as_of))
    ahead = pd.date_range(monday, periods=horizon, freq="7D")
    found = []
    for campus_code, campus in rows.groupby("campus_code", sort=True):
        by_week = campus.set_index("week_start")
        closed_ahead = by_week["closed_share"].reindex(ahead).fillna(0.0).to_numpy(dtype=float)
        known = by_week[by_week.index < monday]
        for measure in MEASURES:
            found.append(_series(str(campus_code), measure, known, monday, closed_ahead))
    return found


def _series(campus_code: str, measure: str, known: Any, monday: pd.Timestamp, closed_ahead: Floats) -> Series:
    values = known[measure].fillna(0.0)
    happened = values.index[values > 0]
    first = happened[0] + pd.Timedelta(weeks=1) if len(happened) else monday
    weeks = pd.date_range(first, monday, freq="7D", inclusive="left")
    return Series(
        campus_code,
        measure,
        weeks,
        values.reindex(weeks).fillna(0.0).to_numpy(dtype=float),
        known["closed_share"].reindex(weeks).fillna(0.0).to_numpy(dtype=float),
        closed_ahead,
    )
