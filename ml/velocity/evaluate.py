"""Does the shrunk estimate tell the next weeks better than the raw one and than the cohort's mean? The answer, by date.

At a past Monday everything is done as on that day; then each estimate times the hours that were really taught in the
next four weeks is compared with the mastery really gained in them. The hours are given, because it is the pace that is
estimated, not the timetable. Not here: the estimate itself (`model.py`).
"""

from datetime import date

import numpy as np
import pandas as pd

from ml import drift
from ml.contracts import MODEL_BACKTEST, MODEL_CARD
from ml.evaluation import Evaluation
from ml.fairness import fairness_by_attribute
from ml.metrics import Floats, Measure, bootstrap_interval, mean_absolute_error
from ml.velocity.features import Cohorts, known_weeks, stage_of
from ml.velocity.model import VelocityModel, ahead, origins, predicted_gain, rates_ahead, train

RECENT_WEEKS = 4
# Baseline, and the column that holds its rate.
BASELINES = {
    "raw velocity so far": "raw",
    "raw velocity of four weeks": "recent",
    "mean of the cohort at the same stage": "cohort",
}
NOTHING = (float("nan"), float("nan"))


def root_mean_squared_error(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """The error that shrinkage promises to lessen, in the unit of both."""
    return float(np.sqrt(np.average((observed - predicted) ** 2, weights=weight)))


MEASURES: dict[str, Measure] = {
    "rmse_mastery_next_4_weeks": root_mean_squared_error,
    "mae_mastery_next_4_weeks": mean_absolute_error,
}


def evaluate(
    model: VelocityModel,
    weeks: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    seed: int,
    attributes: pd.DataFrame | None = None,
) -> Evaluation:
    """The card over all origins together, and the same origin by origin; and what is foretold of groups of people.

    Weeks are dated by what happened in them: a mark that was entered weeks late counts as if it had been known.

    Args:
        model: The trained model.
        weeks: `feat_velocity_week`.
        outcomes: `feat_enrollment_outcome`.
        seed: Of the draws of students.
        attributes: student_id, attribute, value; see `fairness.fairness_by_attribute`. What is compared is mastery
            gained in the next four weeks; nobody is chosen by it.
    """
    rows = known_weeks(weeks, outcomes, model.as_of)
    parts = {
        origin: _tested(model, weeks, outcomes, rows, origin, seed)
        for origin in origins(model.as_of, model.settings.origins, model.settings.horizon_weeks)
    }
    backtest = [
        {"model": "velocity", "version": model.version, "origin_date": origin, **row, "row_count": len(table)}
        for origin, table in sorted(parts.items())
        if len(table)
        for row in _compared(table, seed)
    ]
    together = pd.concat(parts.values(), ignore_index=True)
    about = {
        "model": "velocity",
        "version": model.version,
        "trained_on_rows": model.trained_on_rows,
        "trained_until": model.as_of,
    }
    card = [
        _row("none", "history_worth_a_cohort_levels", model.spread.kappa, float("nan"), NOTHING),
        _row("none", "tested_enrollments", float(len(together)), float("nan"), NOTHING),
    ]
    if len(together):
        card += _compared(together, seed) + [_coverage(together, model.settings.interval_coverage)]
    return Evaluation(
        card=pd.DataFrame([about | row for row in card], columns=list(MODEL_CARD)),
        backtest=pd.DataFrame(backtest, columns=list(MODEL_BACKTEST)),
        fairness=fairness_by_attribute(
            "velocity",
            model,
            together["student_id"],
            attributes,
            together["gained"].to_numpy(dtype=float),
            together["shrunk"].to_numpy(dtype=float),
            np.ones(len(together)),
        ),
        drift=_drift(model, rows, parts),
    )


def _drift(model: VelocityModel, rows: pd.DataFrame, parts: dict[date, pd.DataFrame]) -> pd.DataFrame:
    """The weeks of the last four weeks against those before them; and how often the newest range held."""
    since = pd.Timestamp(model.as_of) - pd.Timedelta(weeks=RECENT_WEEKS)
    columns = rows[["delivered_hours", "mastery_gained"]]
    is_recent = rows["week_start"] >= since
    looks = [drift.stability("velocity", model, model.as_of, columns[~is_recent], columns[is_recent])]
    origin = max((origin for origin, table in parts.items() if len(table) >= drift.SMALLEST_SIDE), default=None)
    if origin is not None:
        held = _held(parts[origin]).mean()
        promised = model.settings.interval_coverage
        told = (origin, "range_holds", float(held), promised, len(parts[origin]))
        looks.append(drift.realised("velocity", model, *told))
    return drift.together(looks)


def _tested(
    model: VelocityModel, weeks: pd.DataFrame, outcomes: pd.DataFrame, rows: pd.DataFrame, origin: date, seed: int
) -> pd.DataFrame:
    """One row per enrolment that was taught before and after `origin`: what was gained, and what each rate says."""
    test = ahead(rows, origin, model.settings.horizon_weeks)
    before = rows[rows["week_start"] < pd.Timestamp(origin)]
    then = train(weeks, outcomes, as_of=origin, seed=seed, settings=model.settings)
    cohort = _cohort(then.cohorts, test, origin)
    recent = before[before["week_start"] >= pd.Timestamp(origin) - pd.Timedelta(weeks=RECENT_WEEKS)]
    hours = test["hours"].to_numpy()
    rates = {
        "shrunk": rates_ahead(then, before, test, origin),
        "raw": _raw(before, test, cohort),
        "recent": _raw(recent, test, cohort),
        "cohort": cohort,
    }
    low, high = predicted_gain(then, before, test, origin)
    gains = {name: rate * hours for name, rate in rates.items()}
    return test.assign(**gains, low=low, high=high)


def _cohort(cohorts: Cohorts, test: pd.DataFrame, origin: date) -> Floats:
    return cohorts.rate(test["subject_id"], stage_of(test["enrolled_on"], pd.Timestamp(origin)))


def _raw(rows: pd.DataFrame, test: pd.DataFrame, cohort: Floats) -> Floats:
    """Gained over hours as it stands; the cohort's where there were no hours, in favour of the baseline."""
    sums = rows.groupby("enrollment_id")[["mastery_gained", "delivered_hours"]].sum().reindex(test["enrollment_id"])
    hours = sums["delivered_hours"].fillna(0.0).to_numpy()
    rate: Floats = np.divide(sums["mastery_gained"].to_numpy(), hours, out=cohort.copy(), where=hours > 0)
    return rate


def _compared(table: pd.DataFrame, seed: int) -> list[dict[str, object]]:
    gained = table["gained"].to_numpy(dtype=float)
    shrunk = table["shrunk"].to_numpy(dtype=float)
    weight = np.ones(len(table))
    students = table["student_id"].to_numpy(dtype=np.int64)
    found = []
    for metric, measure in MEASURES.items():
        bounds = bootstrap_interval(measure, gained, shrunk, weight, students, seed)
        for baseline, column in BASELINES.items():
            compared = measure(gained, table[column].to_numpy(dtype=float), weight)
            found.append(_row(baseline, metric, measure(gained, shrunk, weight), compared, bounds))
    return found


def _coverage(table: pd.DataFrame, nominal: float) -> dict[str, object]:
    return _row("nominal", "coverage_of_next_4_weeks", float(_held(table).mean()), nominal, NOTHING)


def _held(table: pd.DataFrame) -> pd.Series:
    """Whether what was gained fell into the range that was foretold."""
    return (table["low"] <= table["gained"]) & (table["gained"] <= table["high"])


def _row(baseline: str, metric: str, value: float, compared: float, interval: tuple[float, float]) -> dict[str, object]:
    return {
        "baseline": baseline,
        "metric": metric,
        "value": value,
        "baseline_value": compared,
        "low": interval[0],
        "high": interval[1],
    }
