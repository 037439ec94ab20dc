"""Who is compared with whom: two tables of enrolments, each with its side and whether the student stayed.

Not here: how the sides are made comparable (`model.py`); how an alert is drawn (the API's `alerts`).
"""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ml.contracts import checked
from ml.contracts.interventions import ALERTS

_FLAGS: Final = ["is_randomised", "is_holdout"]
# Whoever left within this time could not have been helped in it: both sides must have been there at its end.
ANSWER_DAYS: Final = 7

ALERT: Final = "alert"
HELP: Final = "help"
COMPARISONS: Final = (ALERT, HELP)


def known_alerts(alerts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """First alerts whose outcome was known on a date, in an order of their own; what came later is cut off."""
    rows = checked(alerts, ALERTS, "alerts")
    rows[_FLAGS] = rows[_FLAGS].fillna(False).astype(bool)
    moment = pd.Timestamp(as_of)
    rows = rows[(rows["alert_number"] == 1) & (rows["outcome_on"] <= moment)].copy()
    rows.loc[rows["dropped_on"] > moment, "dropped_on"] = pd.NaT
    rows.loc[rows["first_helped_on"] > moment, "first_helped_on"] = pd.NaT
    return rows.sort_values("alert_id").reset_index(drop=True)


def compared(rows: pd.DataFrame, comparison: str) -> pd.DataFrame:
    """student_id, campus_id, subject_id, p_drop, treated (0/1), kept (0/1) of `known_alerts` for one comparison."""
    if comparison == ALERT:
        chosen = rows[rows["is_randomised"]]
        treated = ~chosen["is_holdout"]
    else:
        landmark = rows["raised_on"] + pd.Timedelta(days=ANSWER_DAYS)
        chosen = rows[rows["dropped_on"].isna() | (rows["dropped_on"] >= landmark)]
        treated = chosen["first_helped_on"] < landmark[chosen.index]
    left = chosen["dropped_on"] < chosen["outcome_on"]
    table = chosen[["student_id", "campus_id", "subject_id", "p_drop"]].copy()
    table["treated"] = treated.to_numpy(dtype=np.float64)
    table["kept"] = 1.0 - left.to_numpy(dtype=np.float64)
    return table.reset_index(drop=True)
