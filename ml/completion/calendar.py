"""Teaching days: a campus's days without its holidays and closed weekdays, counted forth and back.

Not here: which days are closed (`features.feat_campus_day`).
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from ml.contracts import checked
from ml.contracts.completion import CAMPUS_DAYS
from ml.metrics import Floats

Keys = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Calendar:
    """Counts teaching days; a campus that it does not know, and a day outside of it, teaches every day.

    Attributes:
        first_day: By campus its first day, in days since 1970.
        until: By campus the teaching days up to and with each of its days.
    """

    first_day: dict[int, int] = field(default_factory=dict)
    until: dict[int, Floats] = field(default_factory=dict)

    @classmethod
    def of(cls, campus_days: pd.DataFrame, as_of: date | None = None) -> "Calendar":
        """From `contracts.completion.CAMPUS_DAYS`, one row per campus and day without a gap.

        Weekdays after `as_of` are closed as the last seven days were, whatever the table has learned since.
        """
        table = checked(campus_days, CAMPUS_DAYS, "campus_days").sort_values(["campus_id", "date_day"])
        first_day: dict[int, int] = {}
        until: dict[int, Floats] = {}
        for campus, days in table.groupby("campus_id"):
            name = int(str(campus))
            first_day[name] = int(_since_1970(days["date_day"].iloc[:1])[0])
            # the same count as without a calendar, so that the two meet where it begins
            is_closed = days["is_holiday"].to_numpy(dtype=bool) | _closed_weekdays(days, as_of)
            until[name] = np.asarray(first_day[name] - 1.0 + np.cumsum(~is_closed), dtype=np.float64)
        return cls(first_day, until)

    def count(self, campuses: Keys, dates: pd.Series) -> Floats:
        """Teaching days up to and with each date, from a common beginning; NaN where there is no date."""
        days = _since_1970(dates)
        result = days.copy()
        for campus, until in self.until.items():
            rows = (campuses == campus) & ~np.isnan(days)
            index = days[rows] - self.first_day[campus]
            inside = until[np.clip(index, 0, len(until) - 1).astype(int)]
            result[rows] = inside + np.minimum(index, 0.0) + np.maximum(index - (len(until) - 1), 0.0)
        return result

    def dates(self, campuses: Keys, counts: Floats) -> pd.Series:
        """The day on which the count is reached, which is a teaching day; NaT where there is no count."""
        days = np.ceil(counts)
        for campus, until in self.until.items():
            rows = (campuses == campus) & ~np.isnan(counts)
            wanted = days[rows]
            index = np.searchsorted(until, wanted, side="left").astype(float)
            index = np.where(index >= len(until), len(until) - 1 + wanted - until[-1], index)
            before = wanted < self.first_day[campus]
            days[rows] = np.where(before, wanted, self.first_day[campus] + index)
        whole = pd.Series(np.where(np.isnan(days), 0.0, days).astype("int64"))
        return pd.to_datetime(whole, unit="D").astype("datetime64[s]").where(~np.isnan(days))


def _closed_weekdays(days: pd.DataFrame, as_of: date | None) -> Flags:
    is_closed: Flags = days["is_closed_weekday"].to_numpy(dtype=bool).copy()
    if as_of is None:
        return is_closed
    weekday = days["date_day"].dt.day_of_week.to_numpy()
    known = (days["date_day"] <= pd.Timestamp(as_of)).to_numpy()
    newest = np.flatnonzero(known)[-7:]
    is_closed[~known] = np.isin(weekday[~known], weekday[newest][is_closed[newest]])
    return is_closed


def _since_1970(dates: pd.Series) -> Floats:
    days = (dates - pd.Timestamp(0)) / _DAY
    return np.floor(days.to_numpy(dtype=float))
