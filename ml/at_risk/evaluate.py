"""The evaluation of the at-risk model: ranking and calibration beside the rule and the base rate, and by past dates.

Not here: how out-of-fold predictions come about (`model.py`, `horizon.py`).
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from ml import drift
from ml.at_risk.features import design, teaching_rows
from ml.at_risk.horizon import HORIZON_DAYS, horizon_rows
from ml.at_risk.linear import Rule, sigmoid
from ml.at_risk.model import TrainedModel, train
from ml.contracts import (
    MODEL_BACKTEST,
    MODEL_CARD,
    MODEL_DRIFT,
    active_features,
    known_features,
    known_outcomes,
)
from ml.evaluation import Evaluation, reliability
from ml.fairness import fairness_by_attribute
from ml.metrics import Measure, auc, bootstrap_interval, brier, expected_calibration_error, pr_auc
from ml.origins import origins

MEASURES: dict[str, Measure] = {
    "auc": auc,
    "pr_auc": pr_auc,
    "brier": brier,
    "expected_calibration_error": expected_calibration_error,
}
# What a past date is told by: order and honesty.
ORIGIN_MEASURES = ("auc", "expected_calibration_error")
MEAN = "mean_prediction"  # beside what was observed
ORIGIN_ROWS = 25_000  # teaching rows at a past date: six of them are trained, and more would narrow nothing
SMALLEST_TEST = 50
HORIZON_ROWS = 10_000
# The part of a metric's name that says what is predicted.
WHOLE, SOON = "", "_30d"


def evaluate(
    model: TrainedModel,
    features: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    seed: int,
    attributes: pd.DataFrame | None = None,
) -> Evaluation:
    """Grouped cross-validation against rule and base rate, past dates, reliability, and fairness.

    At a past date everything is done as on that date: trained on outcomes known then, tested on those that were active
    then and of whom more is known since.

    Args:
        model: The trained model.
        features: `feat_enrollment_week`, all weeks.
        outcomes: `feat_enrollment_outcome`.
        seed: Of the draws of students.
        attributes: student_id, attribute, value. The sensitive ones among them group the fairness table; none enters
            the model. None where nothing is known.
    """
    tests = {WHOLE: _whole(model.backtest), SOON: _soon(model, seed)}
    card = [
        _card(model, "none", "known_outcomes", float(model.outcome_count), float("nan"), (float("nan"), float("nan")))
    ]
    for suffix, tested in tests.items():
        card += _compared(model, tested, suffix, seed)
    names = {WHOLE: "p_drop", SOON: "p_drop_30d"}
    bins = [
        reliability("at_risk", model, names[suffix], *_arrays(tested, "predicted"))
        for suffix, tested in tests.items()
        if tested["dropped"].nunique() > 1
    ]
    backtest = _past_dates(model, features, outcomes, seed)
    return Evaluation(
        card=pd.DataFrame(card, columns=list(MODEL_CARD)),
        backtest=backtest,
        fairness=_fairness(model, attributes),
        drift=_drift(model, features, outcomes, backtest),
        **({"reliability": pd.concat(bins, ignore_index=True)} if bins else {}),
    )


def _whole(backtest: pd.DataFrame) -> pd.DataFrame:
    """student_id, dropped, weight, predicted, and what it is compared with: rule, base rate."""
    return backtest.rename(columns={"p_drop": "predicted", "p_rule": "rule", "base_rate": "base rate"})


def _soon(model: TrainedModel, seed: int) -> pd.DataFrame:
    table = model.horizon.backtest
    if len(table) > HORIZON_ROWS:
        table = table.sample(HORIZON_ROWS, random_state=seed)
    return table.rename(columns={"p_drop_30d": "predicted", "p_spread": "even spread", "base_rate": "base rate"})


def _arrays(tested: pd.DataFrame, column: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        tested["dropped"].to_numpy(dtype=float),
        tested[column].to_numpy(dtype=float),
        tested["weight"].to_numpy(dtype=float),
    )


def _baselines(tested: pd.DataFrame) -> list[str]:
    return [name for name in ("rule", "even spread", "base rate") if name in tested]


def _compared(model: TrainedModel, tested: pd.DataFrame, suffix: str, seed: int) -> list[dict[str, object]]:
    cards: list[dict[str, object]] = []
    if tested["dropped"].nunique() < 2:
        return cards
    students = tested["student_id"].to_numpy(dtype=np.int64)
    for metric, measure in MEASURES.items():
        value = measure(*_arrays(tested, "predicted"))
        interval = bootstrap_interval(measure, *_arrays(tested, "predicted"), students, seed)
        for baseline in _baselines(tested):
            compared = measure(*_arrays(tested, baseline))
            cards.append(_card(model, baseline, metric + suffix, value, compared, interval))
    return cards


def _past_dates(model: TrainedModel, features: pd.DataFrame, outcomes: pd.DataFrame, seed: int) -> pd.DataFrame:
    """`contracts.MODEL_BACKTEST`: what was said of whoever was active on a past date, and what became of them."""
    known, ends = known_features(features, model.as_of), known_outcomes(outcomes, model.as_of)
    rows: list[dict[str, object]] = []
    if known.empty:
        return pd.DataFrame(rows, columns=list(MODEL_BACKTEST))
    since = {
        WHOLE: teaching_rows(known, ends, model.as_of).rename(columns={"censoring_weight": "weight"}),
        SOON: horizon_rows(known, ends, model.as_of).assign(weight=1.0),
    }
    settings = replace(model.settings, maximum_rows=min(model.settings.maximum_rows, ORIGIN_ROWS))
    # features stand for whole weeks before the clock; the next multiple of 7 after the horizon
    back = HORIZON_DAYS + (-HORIZON_DAYS) % 7
    for origin in origins(model.as_of, known["as_of_date"].min().date(), horizon_days=back):
        tests = {suffix: table[table["as_of_date"] == pd.Timestamp(origin)] for suffix, table in since.items()}
        tests = {
            suffix: test.reset_index(drop=True)
            for suffix, test in tests.items()
            if len(test) >= SMALLEST_TEST and test["dropped"].nunique() > 1
        }
        if tests:
            then = train(features, outcomes, as_of=origin, seed=seed, settings=settings)
            for suffix, test in tests.items():
                rows += _at_origin(model, then, origin, test, suffix, seed)
    return pd.DataFrame(rows, columns=list(MODEL_BACKTEST))


def _at_origin(
    model: TrainedModel, then: TrainedModel, origin: date, test: pd.DataFrame, suffix: str, seed: int
) -> list[dict[str, object]]:
    p_drop = sigmoid(then.log_odds(test))
    rule = Rule.fit(then.dropped_count, float(then.outcome_count)).log_odds(design(test))
    told = p_drop if suffix == WHOLE else then.horizon.probability(test, p_drop)
    test = test.assign(predicted=told, rule=sigmoid(rule))
    students = test["student_id"].to_numpy(dtype=np.int64)
    about = {"model": "at_risk", "version": model.version, "origin_date": origin, "row_count": len(test)}
    mean, share = (float(np.average(test[name], weights=test["weight"])) for name in ("predicted", "dropped"))
    rows: list[dict[str, object]] = [
        {**about, "metric": MEAN + suffix, "baseline": "observed", "value": mean, "baseline_value": share}
    ]
    for metric in ORIGIN_MEASURES:
        measure = MEASURES[metric]
        low, high = bootstrap_interval(measure, *_arrays(test, "predicted"), students, seed)
        value, compared = (measure(*_arrays(test, name)) for name in ("predicted", "rule"))
        figures = {"value": value, "baseline_value": compared, "low": low, "high": high}
        rows.append({**about, "metric": metric + suffix, "baseline": "rule", **figures})
    return rows


def _drift(model: TrainedModel, features: pd.DataFrame, outcomes: pd.DataFrame, backtest: pd.DataFrame) -> pd.DataFrame:
    """Those who are scored against those it learned from; and the newest past month, of which all is known."""
    scored = active_features(features, outcomes, model.as_of)
    now = design(scored).assign(p_drop=sigmoid(model.log_odds(scored)))
    taught = model.reference
    if len(model.backtest) and model.kind != "rule":
        drawn = model.backtest.sample(len(taught), replace=True, weights=model.backtest["weight"], random_state=1)
        taught = taught.assign(p_drop=drawn["p_drop"].to_numpy())
    parts = [drift.stability("at_risk", model, model.as_of, taught, now)]
    newest = backtest[backtest["metric"] == MEAN + SOON].sort_values("origin_date").tail(1)
    for row in newest.to_dict("records"):
        told = (row["origin_date"], "p_drop_30d", row["baseline_value"], row["value"], row["row_count"])
        parts.append(drift.realised("at_risk", model, *told))
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(MODEL_DRIFT))


def _fairness(model: TrainedModel, attributes: pd.DataFrame | None) -> pd.DataFrame:
    tested = _arrays(model.backtest.rename(columns={"p_drop": "predicted"}), "predicted")
    people = model.backtest["student_id"]
    return fairness_by_attribute("at_risk", model, people, attributes, *tested, flagged_from=model.settings.high_from)


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
