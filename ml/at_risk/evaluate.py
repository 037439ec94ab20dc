"""The evaluation of the at-risk model: ranking and calibration beside the rule and the base rate, and by past dates.

Not here: how held-out predictions come about (`folds.py`, `horizon.py`), past dates (`past.py`).
"""

import numpy as np
import pandas as pd

from ml import drift
from ml.at_risk.features import design, is_mature
from ml.at_risk.horizon import LEARNED, SPREAD
from ml.at_risk.linear import sigmoid
from ml.at_risk.model import TrainedModel
from ml.at_risk.past import SERVED, SMALLEST_TEST, whole_course, within_thirty_days
from ml.contracts import (
    MODEL_BACKTEST,
    MODEL_CARD,
    MODEL_FAIRNESS,
    active_features,
    known_features,
    known_outcomes,
)
from ml.evaluation import Evaluation, nothing, reliability
from ml.fairness import fairness_by_attribute
from ml.ladder import LEAST_ORIGINS
from ml.metrics import Floats, Measure, auc, bootstrap_interval, brier, expected_calibration_error, pr_auc

MEASURES: dict[str, Measure] = {
    "auc": auc,
    "pr_auc": pr_auc,
    "brier": brier,
    "expected_calibration_error": expected_calibration_error,
}
# What a past date is told by: order and honesty.
ORIGIN_MEASURES = ("auc", "expected_calibration_error")
MEAN = "mean_prediction"  # beside what was observed
ROWS = 10_000  # 200 bootstrap rounds on more take minutes and narrow nothing
# The part of a metric's name that says what is predicted, and the part that says on whom it was measured.
WHOLE, SOON = "", "_30d"
ON_PAST_DATES = "_on_past_dates"
NOTHING = (float("nan"), float("nan"))
STAGES = (4, 8, 12, 16, 20)  # weeks since the start by which ranking is told, each with the weeks beside it


def evaluate(
    model: TrainedModel,
    features: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    seed: int,
    attributes: pd.DataFrame | None = None,
) -> Evaluation:
    """Students held out against rule and base rate, past dates, reliability, and fairness.

    Of students held out, scorer and calibration learned from others; seasons are mixed there, and what the running
    season adds is left out. At a past date everything is done as on that date, the season included: trained on what was
    known then, tested on those that were active then and of whom more is known since. The figures of all past dates
    together are told where there are two or more.

    Args:
        model: The trained model.
        features: `feat_enrollment_week`, all weeks.
        outcomes: `feat_enrollment_outcome`.
        seed: Of the draws of students.
        attributes: student_id, attribute, value. The sensitive ones among them group the fairness table; none enters
            the model. None where nothing is known.
    """
    known, ends = known_features(features, model.as_of), known_outcomes(outcomes, model.as_of)
    past = {
        WHOLE: whole_course(model.past, known, ends, model.as_of),
        SOON: within_thirty_days(model.past, known, ends, model.as_of),
    }
    tests = {WHOLE: _held_out(model.held_out, model.kind, "rule", seed)}
    tests[SOON] = _held_out(model.horizon.held_out, model.horizon.kind, SPREAD, seed)
    for suffix, table in past.items():
        if table["origin_date"].nunique() >= LEAST_ORIGINS:
            tests[suffix + ON_PAST_DATES] = _drawn(_served(table), seed)
    tests = {name: tested for name, tested in tests.items() if tested["dropped"].nunique() > 1}
    card = [_card(model, "none", "known_outcomes", float(model.outcome_count), float("nan"), NOTHING)]
    for name, tested in tests.items():
        card += _compared(model, tested, name, seed)
    if WHOLE in tests:
        card += _by_stage(model, tests[WHOLE], seed)
    bins = [
        reliability("at_risk", model, f"p_drop{name}", *_arrays(tested), tested["student_id"])
        for name, tested in tests.items()
    ]
    backtest = _past_dates(model, past, seed)
    return Evaluation(
        card=pd.DataFrame(card, columns=list(MODEL_CARD)),
        backtest=backtest,
        fairness=_fairness(model, tests.get(WHOLE), attributes),
        drift=_drift(model, features, outcomes, backtest),
        **({"reliability": pd.concat(bins, ignore_index=True)} if bins else {}),
    )


def _held_out(table: pd.DataFrame, kind: str, baseline: str, seed: int) -> pd.DataFrame:
    """student_id, dropped, weight, predicted, and what it is compared with: rule or even spread, base rate."""
    predicted = table[kind].to_numpy(dtype=float)
    words = {baseline: baseline.replace("_", " ")}
    tested = table.rename(columns=words).drop(columns=[LEARNED], errors="ignore").assign(predicted=predicted)
    if len(tested) and tested["weight"].sum() > 0:
        tested["base rate"] = float(np.average(tested["dropped"], weights=tested["weight"]))
    return _drawn(tested, seed)


def _served(table: pd.DataFrame) -> pd.DataFrame:
    """The same of past dates, as it would have been served; the rule of each date beside it."""
    baseline = "rule" if "rule" in table else SPREAD
    return table.assign(predicted=table[SERVED]).rename(columns={baseline: baseline.replace("_", " ")})


def _drawn(tested: pd.DataFrame, seed: int) -> pd.DataFrame:
    return tested if len(tested) <= ROWS else tested.sample(ROWS, random_state=seed).reset_index(drop=True)


def _arrays(tested: pd.DataFrame, column: str = "predicted") -> tuple[Floats, Floats, Floats]:
    return (
        tested["dropped"].to_numpy(dtype=float),
        tested[column].to_numpy(dtype=float),
        tested["weight"].to_numpy(dtype=float),
    )


def _baselines(tested: pd.DataFrame) -> list[str]:
    return [name for name in ("rule", "even spread", "base rate") if name in tested]


def _compared(model: TrainedModel, tested: pd.DataFrame, suffix: str, seed: int) -> list[dict[str, object]]:
    cards: list[dict[str, object]] = []
    students = tested["student_id"].to_numpy(dtype=np.int64)
    for metric, measure in MEASURES.items():
        value = measure(*_arrays(tested))
        interval = bootstrap_interval(measure, *_arrays(tested), students, seed)
        for baseline in _baselines(tested):
            compared = measure(*_arrays(tested, baseline))
            cards.append(_card(model, baseline, metric + suffix, value, compared, interval))
    return cards


def _by_stage(model: TrainedModel, tested: pd.DataFrame, seed: int) -> list[dict[str, object]]:
    """Ranking some weeks after the start; of weeks that enough are known of."""
    cards = []
    for week in STAGES:
        near = tested[(tested["weeks_since_start"] - week).abs() <= 1]
        if len(near) >= SMALLEST_TEST and near["dropped"].nunique() > 1:
            students = near["student_id"].to_numpy(dtype=np.int64)
            interval = bootstrap_interval(auc, *_arrays(near), students, seed)
            value, compared = auc(*_arrays(near)), auc(*_arrays(near, "rule"))
            cards.append(_card(model, "rule", f"auc_week_{week}", value, compared, interval))
    return cards


def _past_dates(model: TrainedModel, past: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    """`contracts.MODEL_BACKTEST`: what was said of whoever was active on a past date, and what became of them."""
    rows: list[dict[str, object]] = []
    for suffix, table in past.items():
        for origin, test in table.groupby("origin_date", sort=True):
            rows += _at_origin(model, pd.Timestamp(str(origin)), _served(test), suffix, seed)
    rows.sort(key=lambda row: str(row["origin_date"]))
    return pd.DataFrame(rows, columns=list(MODEL_BACKTEST))


def _at_origin(
    model: TrainedModel, origin: pd.Timestamp, test: pd.DataFrame, suffix: str, seed: int
) -> list[dict[str, object]]:
    students = test["student_id"].to_numpy(dtype=np.int64)
    about = {"model": "at_risk", "version": model.version, "origin_date": origin.date(), "row_count": len(test)}
    mean, share = (float(np.average(test[name], weights=test["weight"])) for name in ("predicted", "dropped"))
    rows: list[dict[str, object]] = [
        {**about, "metric": MEAN + suffix, "baseline": "observed", "value": mean, "baseline_value": share}
    ]
    baseline = _baselines(test)[0]
    for metric in ORIGIN_MEASURES:
        measure = MEASURES[metric]
        low, high = bootstrap_interval(measure, *_arrays(test), students, seed)
        value, compared = (measure(*_arrays(test, name)) for name in ("predicted", baseline))
        figures = {"value": value, "baseline_value": compared, "low": low, "high": high}
        rows.append({**about, "metric": metric + suffix, "baseline": baseline, **figures})
    return rows


def _drift(model: TrainedModel, features: pd.DataFrame, outcomes: pd.DataFrame, backtest: pd.DataFrame) -> pd.DataFrame:
    """Those who are scored against those it learned from; the newest past month, of which all is known; base rate."""
    scored = active_features(features, outcomes, model.as_of)
    now = design(scored).assign(p_drop=sigmoid(model.log_odds(scored)))
    taught = model.reference
    if len(model.held_out) and model.kind != "rule":
        drawn = model.held_out.sample(len(taught), replace=True, weights=model.held_out["weight"], random_state=1)
        taught = taught.assign(p_drop=drawn[model.kind].to_numpy())
    parts = [drift.stability("at_risk", model, model.as_of, taught, now)]
    newest = backtest[backtest["metric"] == MEAN + SOON].sort_values("origin_date").tail(1)
    for row in newest.to_dict("records"):
        told = (row["origin_date"], "p_drop_30d", row["baseline_value"], row["value"], row["row_count"])
        parts.append(drift.realised("at_risk", model, *told))
    ended = known_outcomes(outcomes, model.as_of)
    ended = ended[ended["outcome"].notna() & is_mature(ended, model.as_of)]
    day = ended["expected_completion_date"].fillna(ended["ended_on"])
    dated = pd.DataFrame({"day": day, "observed": (ended["outcome"] == "dropped").astype("float64")})
    return drift.together([*parts, drift.base_rate("at_risk", model, "p_drop", dated)])


def _fairness(model: TrainedModel, tested: pd.DataFrame | None, attributes: pd.DataFrame | None) -> pd.DataFrame:
    if tested is None:
        return nothing(MODEL_FAIRNESS)
    people = tested["student_id"]
    return fairness_by_attribute(
        "at_risk", model, people, attributes, *_arrays(tested), flagged_from=model.settings.high_from
    )


def _card(
    model: TrainedModel, baseline: str, metric: str, value: float, compared: float, interval: tuple[float, float]
) -> dict[str, object]:
    return {
        "model": "at_risk",
        "version": model.version,
        "trained_on_rows": model.trained_on_rows,
        "trained_until": model.as_of,
        "baseline": baseline,
        "metric": metric,
        "value": value,
        "baseline_value": compared,
        "low": interval[0],
        "high": interval[1],
    }
