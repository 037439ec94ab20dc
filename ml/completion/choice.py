"""Which forecaster answers first: by past dates where two or more tell, else by students held out.

Not here: the forecasters themselves (`forecasters.py`, `survival.py`), the rule of what is clearly better
(`ml/ladder.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
import pandas as pd

from ml.completion.calendar import Calendar
from ml.completion.features import institute_pace, watched_rows
from ml.completion.forecasters import Pace, Planned
from ml.completion.pauses import Pauses
from ml.completion.survival import Past, Survival
from ml.completion.topics import reached
from ml.contracts import known_features, known_outcomes
from ml.ladder import absolute_error, is_clearly_better, may_replace
from ml.metrics import Floats

Forecaster = Pace | Planned | Survival
FORECASTERS = ("pace", "planned", "survival")  # the simplest first

FEWEST_TOPICS = 1  # with fewer done nothing is seen of a pace
PAST_SHARES = (0.15, 0.3, 0.45)  # of the time since the first enrolment: how long ago the forecasts are checked
SHORTEST_PAST_DAYS = 14
SMALLEST_TEST = 20  # finishers since


@dataclass(frozen=True)
class PastDate:
    """A day in the past: who was active then, and the forecasters as they would have been fitted on it.

    Attributes:
        origin: The day.
        rows: `features.watched_rows` of whoever was active then, with a topic done.
        forecasters: By name, those that could be fitted.
        survival: What the survival forecaster said, and what has come of it; None where it could not be fitted.
    """

    origin: date
    rows: pd.DataFrame
    forecasters: dict[str, Forecaster]
    survival: Past | None


def teaching(watched: pd.DataFrame) -> pd.DataFrame:
    """Of those who finished or still may, the rows that tell a pace; who dropped out is in nobody's dates."""
    kept = (watched["days"] > 0) & ~watched["is_dropped"] & (watched["done"] >= FEWEST_TOPICS)
    return watched[kept]


def fit_all(watched: pd.DataFrame, minimum_finishers: int, wanted: Sequence[str]) -> dict[str, Forecaster]:
    """The forecasters that are wanted and can be fitted, by name; the pace always."""
    rows = teaching(watched)
    fitted: dict[str, Forecaster] = {"pace": Pace(institute_pace(watched)).calibrated(rows)}
    planned = Planned.fit(rows) if "planned" in wanted else None
    if planned is not None:
        fitted["planned"] = planned
    if "survival" in wanted and _finishers(rows) >= minimum_finishers:
        fitted["survival"] = Survival.fit(watched)
    return fitted


def past_dates(
    known: pd.DataFrame,
    ends: pd.DataFrame,
    watched: pd.DataFrame,
    as_of: date,
    minimum_finishers: int,
    calendar: Calendar,
    pauses: Pauses,
) -> list[PastDate]:
    """The forecasters on past days, each fitted on what was known then.

    Args:
        known: `contracts.known_features` of the day.
        ends: `contracts.known_outcomes` of the day.
        watched: `features.watched_rows` of the day.
        as_of: The day.
        minimum_finishers: With fewer by a past day, it tells nothing.
        calendar: Teaching days by campus.
        pauses: When enrolments were paused.
    """
    ways, dates, pasts = reached(watched), known["as_of_date"], []
    done_ways = ways.loc[ways["is_done"], ["enrollment_id", "topic", "at_day"]]
    for share in PAST_SHARES:
        days_back = 7 * round(share * (pd.Timestamp(as_of) - dates.min()).days / 7) if len(dates) else 0
        origin = as_of - timedelta(days=days_back)
        if days_back < SHORTEST_PAST_DAYS:
            continue
        then = watched_rows(
            known_features(known, origin), known_outcomes(ends, origin), origin, calendar, pauses.known(origin)
        )
        if _finishers(then) < minimum_finishers:
            continue
        active = then[(then["as_of_date"] == pd.Timestamp(origin)) & (then["end_day"] == then["day"])]
        fitted = fit_all(then, minimum_finishers, FORECASTERS)
        survival = fitted.get("survival")
        checked = Past(survival, active, done_ways, float(days_back)) if isinstance(survival, Survival) else None
        pasts.append(PastDate(origin, active[active["done"] >= FEWEST_TOPICS], fitted, checked))
    return pasts


def asked_on(pasts: Sequence[PastDate], watched: pd.DataFrame) -> pd.DataFrame:
    """Of those who have finished since: origin_date, student_id, days, weight, and P50 in days by each forecaster.

    Dates with fewer than 20 finishers since are left out, and a forecaster that had no answer for some of them.
    """
    empty = {name: pd.Series(dtype="float64") for name in ("student_id", "days", "weight", *FORECASTERS)}
    tables = [pd.DataFrame({"origin_date": pd.Series(dtype="datetime64[s]"), **empty})]
    for past in pasts:
        since = watched[(watched["as_of_date"] == pd.Timestamp(past.origin)) & watched["is_finished"]]
        rows = past.rows[past.rows["enrollment_id"].isin(since["enrollment_id"])]
        if len(rows) < SMALLEST_TEST:
            continue
        days = since.set_index("enrollment_id")["days"].reindex(rows["enrollment_id"]).to_numpy(dtype=float)
        table = pd.DataFrame({"origin_date": rows["as_of_date"], "student_id": rows["student_id"], "days": days})
        nothing = np.full(len(rows), np.nan)
        told = {name: forecaster.days(rows)[:, 1] for name, forecaster in past.forecasters.items()}
        whole = {name: days for name, days in told.items() if not np.isnan(days).any()}
        tables.append(table.assign(weight=1.0, **{name: whole.get(name, nothing) for name in FORECASTERS}))
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]


def asked_in_turn(past: pd.DataFrame, held_out: pd.DataFrame, fitted: Collection[str], seed: int) -> list[str]:
    """The names of those that answer, the first asked first; the pace answers what they cannot.

    A forecaster is asked before the pace where it is clearly better than the pace, and first of all where it is clearly
    better than what is simpler.

    Args:
        past: `asked_on`.
        held_out: student_id, days, weight, and P50 in days by each forecaster that never saw the student.
        fitted: Names of those that can answer today.
        seed: Of the draws of students.
    """
    serving, is_better = ["pace"], partial(_is_clearly_better, seed)
    for name in FORECASTERS[1:]:
        if name not in fitted or not may_replace(past, held_out, name, "pace", is_better):
            continue
        is_first = serving == ["pace"] or may_replace(past, held_out, name, serving[0], is_better)
        serving.insert(0 if is_first else 1, name)
    return serving


def _is_clearly_better(seed: int, table: pd.DataFrame, name: str, other: str) -> bool:
    # one that had no answer for some of those who finished is not to be compared by the others
    if table[[name, other]].isna().any(axis=None):
        return False
    days, by_one, by_other, weight = (_floats(table, column) for column in ("days", name, other, "weight"))
    students = table["student_id"].to_numpy(dtype=np.int64)
    return is_clearly_better(absolute_error, days, by_one, by_other, weight, students, seed=seed)


def _finishers(rows: pd.DataFrame) -> int:
    return int(rows.loc[rows["is_finished"], "enrollment_id"].nunique())


def _floats(table: pd.DataFrame, column: str) -> Floats:
    return table[column].to_numpy(dtype=np.float64)
