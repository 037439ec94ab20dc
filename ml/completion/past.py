"""The forecast on past dates: trained as on that day, asked of whoever was active then, compared with what came since.

Errors and ranges are of those who have finished since, the chance to have finished of all.
Not here: the card of today's model (`evaluate.py`).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ml.completion.choice import FEWEST_TOPICS
from ml.completion.features import finish_shares, watched_rows
from ml.completion.model import CompletionModel, Foretold, foretell, train
from ml.completion.pauses import Pauses
from ml.contracts import MODEL_BACKTEST, active_features, known_features, known_outcomes
from ml.metrics import Floats, bootstrap_interval, brier, mean_absolute_error
from ml.origins import origins

ORIGINS = 3
SMALLEST_TEST = 20
NOMINAL_COVERAGE = 0.8
NOTHING = (float("nan"), float("nan"))

# baseline, metric, value, what it is compared with, interval of the value
Figure = tuple[str, str, float, float, tuple[float, float]]


@dataclass(frozen=True)
class PastDates:
    """What past dates tell.

    Attributes:
        backtest: `contracts.MODEL_BACKTEST`.
        chances: One row per enrolment and origin: origin_date, student_id, predicted (the chance to have finished by
            now), observed (0 or 1).
        finishers: One row per origin and enrolment that has finished since: as `errors` and `intervals` want them.
    """

    backtest: pd.DataFrame
    chances: pd.DataFrame
    finishers: pd.DataFrame


def past_dates(
    model: CompletionModel, features: pd.DataFrame, outcomes: pd.DataFrame, pauses: Pauses, seed: int
) -> PastDates:
    """The method of now on up to three past dates, four weeks apart, with 20 finishers since or more."""
    known, ends = known_features(features, model.as_of), known_outcomes(outcomes, model.as_of)
    rows: list[dict[str, object]] = []
    tested: list[pd.DataFrame] = []
    chances = [pd.DataFrame({"origin_date": [], "student_id": [], "predicted": [], "observed": []}, dtype="float64")]
    if len(known):
        now = watched_rows(known, ends, model.as_of, model.calendar, pauses)
        for origin in origins(model.as_of, known["as_of_date"].min().date(), count=ORIGINS):
            table = _at_origin(model, features, outcomes, pauses, origin, now, seed)
            if table is None:
                continue
            told = table[table["predicted"].notna()]
            finishers = table[(table["observed"] == 1.0) & table["p50"].notna()]
            if len(finishers):
                tested.append(finishers)
                rows += _rows(model, origin, len(finishers), [*errors(finishers, seed), *intervals(finishers)])
            if len(told):
                rows += _rows(model, origin, len(told), _chance(told, seed))
                chances.append(told[["origin_date", "student_id", "predicted", "observed"]])
    filled = [one for one in chances if len(one)] or chances
    together = pd.concat(tested, ignore_index=True) if tested else pd.DataFrame({"origin_date": []})
    return PastDates(pd.DataFrame(rows, columns=list(MODEL_BACKTEST)), pd.concat(filled, ignore_index=True), together)


def errors(tested: pd.DataFrame, seed: int) -> list[Figure]:
    """Mean error in days beside linear pace and one constant, of finishers (student_id, days, p50, weight)."""
    days, weight, middle = _floats(tested, "days"), _floats(tested, "weight"), _floats(tested, "p50")
    students = tested["student_id"].to_numpy(dtype=np.int64)
    interval = bootstrap_interval(mean_absolute_error, days, middle, weight, students, seed)
    value = mean_absolute_error(days, middle, weight)
    told: list[Figure] = []
    for baseline, column in (("linear pace", "linear"), ("one constant", "constant")):
        answered = tested[tested[column].notna()]
        compared = float("nan")
        if len(answered):
            compared = mean_absolute_error(
                _floats(answered, "days"), _floats(answered, column), _floats(answered, "weight")
            )
        told.append((baseline, "mae_days", value, compared, interval))
    return told


def intervals(tested: pd.DataFrame) -> list[Figure]:
    """Share of finishers whose day fell between P10 and P90, and the median width of that range."""
    days, low, high = _floats(tested, "days"), _floats(tested, "p10"), _floats(tested, "p90")
    covered = float(np.average((low <= days) & (days <= high), weights=_floats(tested, "weight")))
    return [
        ("nominal", "coverage_p10_p90", covered, NOMINAL_COVERAGE, NOTHING),
        ("none", "median_width_days", float(np.median(high - low)), float("nan"), NOTHING),
    ]


def _at_origin(
    model: CompletionModel,
    features: pd.DataFrame,
    outcomes: pd.DataFrame,
    pauses: Pauses,
    origin: date,
    now: pd.DataFrame,
    seed: int,
) -> pd.DataFrame | None:
    """Of all who were active then, with a topic done, what was foretold and what has come; None with too few finishers.

    `now`: `features.watched_rows` as known today.
    """
    rows = active_features(features, outcomes, origin)
    moment = pd.Timestamp(origin)
    since = now.loc[now["as_of_date"] == moment, ["enrollment_id", "days", "is_finished"]]
    # whoever was paused then has no row: nothing was foretold
    rows = rows[(rows["topics_done"] >= FEWEST_TOPICS) & rows["enrollment_id"].isin(since["enrollment_id"])]
    rows = rows.reset_index(drop=True)
    ended = rows[["enrollment_id"]].merge(since, on="enrollment_id", how="left")
    is_finished = ended["is_finished"].to_numpy(dtype=bool)
    if is_finished.sum() < SMALLEST_TEST:
        return None
    then = train(
        features, outcomes, as_of=origin, seed=seed, settings=model.settings, calendar=model.calendar, pauses=pauses
    )
    told = foretell(then, rows, pauses)
    known = known_features(features, origin), known_outcomes(outcomes, origin)
    usual = float(finish_shares(watched_rows(*known, origin, model.calendar, pauses.known(origin))).mean())
    left = (told.rows["topics_total"] - told.rows["done"]).to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "origin_date": moment,
            "student_id": rows["student_id"],
            "days": ended["days"],
            "p10": told.days[:, 0],
            "p50": told.days[:, 1],
            "p90": told.days[:, 2],
            "weight": 1.0,
            "linear": left * told.rows["day"].to_numpy(dtype=float) / told.rows["done"].to_numpy(dtype=float),
            "constant": float(then.backtest["constant"].iloc[0]) if len(then.backtest) else float("nan"),
            "predicted": _by_now(told, model, rows, moment),
            "usual": usual,
            "observed": is_finished.astype("float64"),
        }
    )


def _by_now(told: Foretold, model: CompletionModel, rows: pd.DataFrame, moment: pd.Timestamp) -> Floats:
    """The chance to have finished by today, in the teaching days of each campus."""
    campuses = rows["campus_id"].to_numpy(dtype=np.int64)
    today, then = (
        model.calendar.count(campuses, pd.Series([day] * len(rows), dtype="datetime64[s]"))
        for day in (pd.Timestamp(model.as_of), moment)
    )
    within: Floats = told.p_finish * told.p_within(today - then)
    return within


def _chance(told: pd.DataFrame, seed: int) -> list[Figure]:
    observed, predicted, usual = (_floats(told, name) for name in ("observed", "predicted", "usual"))
    weight, students = np.ones(len(told)), told["student_id"].to_numpy(dtype=np.int64)
    interval = bootstrap_interval(brier, observed, predicted, weight, students, seed)
    return [
        (
            "share that finishes",
            "brier_finished_by_now",
            brier(observed, predicted, weight),
            brier(observed, usual, weight),
            interval,
        ),
        ("observed", "mean_finished_by_now", float(predicted.mean()), float(observed.mean()), NOTHING),
    ]


def _rows(model: CompletionModel, origin: date, count: int, figures: list[Figure]) -> list[dict[str, object]]:
    return [
        {
            "model": "completion",
            "version": model.version,
            "origin_date": origin,
            "metric": metric,
            "baseline": baseline,
            "value": value,
            "baseline_value": compared,
            "low": interval[0],
            "high": interval[1],
            "row_count": count,
        }
        for baseline, metric, value, compared, interval in figures
    ]


def _floats(table: pd.DataFrame, column: str) -> Floats:
    return table[column].to_numpy(dtype=float)
