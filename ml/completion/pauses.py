"""Paused time: days on which an enrolment neither learned nor was at risk of anything.

Not here: since when an enrolment is known to be paused (`features.feat_enrollment_pause`).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from ml.completion.calendar import Calendar, Keys
from ml.contracts import checked
from ml.contracts.completion import ENROLLMENT_PAUSES
from ml.metrics import Floats


@dataclass(frozen=True)
class Pauses:
    """Counts teaching days that were paused.

    Attributes:
        table: `contracts.completion.ENROLLMENT_PAUSES`; resumed_on is empty while a pause lasts.
    """

    table: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=list(ENROLLMENT_PAUSES)))

    @classmethod
    def of(cls, pauses: pd.DataFrame) -> "Pauses":
        """From `contracts.completion.ENROLLMENT_PAUSES`, one row per pause."""
        return cls(checked(pauses, ENROLLMENT_PAUSES, "pauses"))

    def days(self, calendar: Calendar, campuses: Keys, enrollments: Keys, dates: pd.Series) -> Floats:
        """Teaching days up to each date on which its enrolment was paused; what comes after the date is not known."""
        result = np.zeros(len(dates))
        asked = pd.DataFrame(
            {"row": np.arange(len(dates)), "campus_id": campuses, "enrollment_id": enrollments, "day": dates.to_numpy()}
        )
        met = asked.merge(self.table, on="enrollment_id")
        met = met[met["paused_on"] < met["day"]]
        if met.empty:
            return result
        campus = met["campus_id"].to_numpy(dtype=np.int64)
        until = met["resumed_on"].fillna(met["day"])
        until = until.where(until < met["day"], met["day"])
        paused = calendar.count(campus, until) - calendar.count(campus, met["paused_on"])
        np.add.at(result, met["row"].to_numpy(dtype=np.int64), paused)
        return result

    def is_paused(self, enrollments: pd.Series, days: pd.Series) -> pd.Series:
        """Whether each enrolment was paused on its day."""
        asked = pd.DataFrame({"row": np.arange(len(days)), "enrollment_id": enrollments.to_numpy(), "day": days.array})
        met = asked.merge(self.table, on="enrollment_id")
        inside = met[(met["paused_on"] <= met["day"]) & (met["resumed_on"].isna() | (met["day"] < met["resumed_on"]))]
        return pd.Series(asked["row"].isin(inside["row"]).to_numpy(), index=enrollments.index)

    def known(self, as_of: date) -> "Pauses":
        """As they stood on a day: what began later is not known, what ended later lasts."""
        moment = pd.Timestamp(as_of)
        begun = self.table[self.table["paused_on"] <= moment]
        return Pauses(begun.assign(resumed_on=begun["resumed_on"].where(begun["resumed_on"] <= moment)))
