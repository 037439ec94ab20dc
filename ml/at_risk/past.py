"""Past dates: what every rung would have said of whoever was active then, learned from what was known then.

They are what a choice stands on where there are enough of them, and the honest part of the card: seasons are not mixed,
and what is told is what would have been served. Not here: the choice (`choice.py`), the figures (`evaluate.py`).
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from ml.at_risk import candidates, horizon
from ml.at_risk.boosting import RUNGS
from ml.at_risk.choice import chosen_horizon, chosen_rung
from ml.at_risk.features import stage_weights, teaching_rows
from ml.at_risk.horizon import HORIZON_DAYS, LEARNED, SPREAD, horizon_rows
from ml.at_risk.settings import AtRiskSettings
from ml.contracts import known_features, known_outcomes
from ml.origins import origins

ORIGIN_ROWS = 25_000  # teaching rows at a past date: six of them are trained, and more would narrow nothing
SMALLEST_TEST = 50
SERVED = "served"
WHOLE, SOON = ("rule", *RUNGS), (SPREAD, LEARNED)
_KEYS = ("origin_date", "enrollment_id", "student_id", "weeks_since_start")


def told_on_past_dates(
    features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date, settings: AtRiskSettings, seed: int
) -> pd.DataFrame:
    """One row per enrolment that was active on a past date.

    Columns: origin_date, enrollment_id, student_id, weeks_since_start; the chance to end without completion by rung
    (`rule`, `logistic`, …), empty where it could not be learned yet, and `served`: that of the rung that would have
    served. The same for the next thirty days with `_30d` at the end. The choice at a date knows earlier dates only, and
    of them what had come true by then.

    Args:
        features: `contracts.known_features` of the day.
        outcomes: `contracts.known_outcomes` of the day.
        as_of: The day.
        settings: Choices of the method.
        seed: Same seed and data, same predictions.
    """
    told = pd.DataFrame({name: [] for name in (*_KEYS, *_columns(""), *_columns("_30d"))}, dtype="float64")
    told = told.astype({"origin_date": "datetime64[s]", "enrollment_id": "int64", "student_id": "int64"})
    if features.empty:
        return told
    least = replace(settings, maximum_rows=min(settings.maximum_rows, ORIGIN_ROWS))
    # features stand for whole weeks before the clock; the next multiple of 7 after the horizon
    back = HORIZON_DAYS + (-HORIZON_DAYS) % 7
    for origin in sorted(origins(as_of, features["as_of_date"].min().date(), horizon_days=back)):
        known, ends = known_features(features, origin), known_outcomes(outcomes, origin)
        active = ends.loc[ends["status"] == "active", "enrollment_id"]
        rows = known[(known["as_of_date"] == pd.Timestamp(origin)) & known["enrollment_id"].isin(active)]
        if len(rows) < SMALLEST_TEST:
            continue
        here = _at(known, ends, rows.reset_index(drop=True), origin, told, least, seed)
        told = here if told.empty else pd.concat([told, here], ignore_index=True)
    return told


def whole_course(told: pd.DataFrame, features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Those of whom the end is known by a day: origin_date, student_id, weeks_since_start, dropped, weight, by rung."""
    since = teaching_rows(_of_past_dates(told, features), outcomes, as_of)
    return _labelled(told, since.rename(columns={"censoring_weight": "weight"}), WHOLE, "")


def within_thirty_days(told: pd.DataFrame, features: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The same of the thirty days after the date, that are over by the day."""
    since = horizon_rows(_of_past_dates(told, features), outcomes, as_of)
    return _labelled(told, since.assign(weight=1.0), SOON, "_30d")


def near(past: pd.DataFrame, scored_weeks: pd.Series, width_weeks: float) -> pd.DataFrame:
    """Those at the stages that are scored, weighted to them: a choice for week 8 does not stand on week 30.

    Args:
        past: `whole_course` or `within_thirty_days`.
        scored_weeks: Weeks since start of those to be scored.
        width_weeks: How far apart in weeks enrolments still tell of each other.
    """
    weight = stage_weights(past["weeks_since_start"], scored_weeks, width_weeks) if len(past) else np.zeros(0)
    return _enough(past.assign(weight=past["weight"] * weight)[weight > 1e-3])


def _at(
    known: pd.DataFrame,
    ends: pd.DataFrame,
    rows: pd.DataFrame,
    origin: date,
    earlier: pd.DataFrame,
    settings: AtRiskSettings,
    seed: int,
) -> pd.DataFrame:
    weeks, width = rows["weeks_since_start"], settings.stage_width_weeks
    then = candidates.learn(known, ends, weeks, origin, settings, seed)
    kind = chosen_rung(then, near(whole_course(earlier, known, ends, origin), weeks, width), seed)
    soon = candidates.sampled(horizon_rows(known, ends, origin), min(horizon.ROWS, settings.maximum_rows), seed)
    learned = horizon.learn(
        soon,
        weeks,
        then.never_seen(kind, soon),
        width_weeks=width,
        prior_variance=settings.prior_variance,
        seed=seed,
    )
    serving = chosen_horizon(learned, near(within_thirty_days(earlier, known, ends, origin), weeks, width), seed)
    whole = {rung: then.rungs[rung].p_drop(rows) for rung in then.names}
    told = {rung: whole.get(rung, np.full(len(rows), np.nan)) for rung in WHOLE} | {SERVED: whole[kind]}
    nothing = np.full(len(rows), np.nan)
    by_regression = learned.probability(rows, whole[kind]) if learned.kind == LEARNED else nothing
    next_month = {
        SPREAD: learned.spreading.probability(rows, whole[kind]),
        LEARNED: by_regression,
        SERVED: serving.probability(rows, whole[kind]),
    }
    return pd.DataFrame(
        {
            "origin_date": rows["as_of_date"],
            **{name: rows[name] for name in _KEYS[1:]},
            **told,
            **{f"{name}_30d": values for name, values in next_month.items()},
        }
    )


def _columns(suffix: str) -> list[str]:
    return [f"{name}{suffix}" for name in (*(SOON if suffix else WHOLE), SERVED)]


def _of_past_dates(told: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    return features[features["as_of_date"].isin(told["origin_date"])]


def _labelled(told: pd.DataFrame, since: pd.DataFrame, rungs: tuple[str, ...], suffix: str) -> pd.DataFrame:
    names = {f"{rung}{suffix}": rung for rung in (*rungs, SERVED)}
    labels = since[["enrollment_id", "as_of_date", "dropped", "weight"]].rename(columns={"as_of_date": "origin_date"})
    known = told[[*_KEYS, *names]].merge(labels, on=["enrollment_id", "origin_date"]).rename(columns=names)
    return _enough(known)


def _enough(known: pd.DataFrame) -> pd.DataFrame:
    """Without the dates of which too little is known."""
    by_date = known.groupby("origin_date")["dropped"]
    return known[(by_date.transform("size") >= SMALLEST_TEST) & (by_date.transform("nunique") > 1)].reset_index(
        drop=True
    )
