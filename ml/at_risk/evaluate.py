"""The model card of the at-risk model: ranking and calibration beside the rule and the base rate, and by past dates.

Not here: how out-of-fold predictions come about (`model.py`).
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ml.at_risk.features import design, teaching_rows
from ml.at_risk.linear import Rule, log_odds, sigmoid
from ml.at_risk.model import TrainedModel, train
from ml.contracts import MODEL_CARD, known_features, known_outcomes
from ml.evaluation import Evaluation
from ml.metrics import Measure, auc, bootstrap_interval, brier, expected_calibration_error, pr_auc

MEASURES: dict[str, Measure] = {
    "auc": auc,
    "pr_auc": pr_auc,
    "brier": brier,
    "expected_calibration_error": expected_calibration_error,
}
ORIGINS_DAYS_BACK = (28, 56, 84)
SMALLEST_TEST = 50


def evaluate(model: TrainedModel, features: pd.DataFrame, outcomes: pd.DataFrame, *, seed: int) -> Evaluation:
    """The card: grouped cross-validation against rule and base rate, then AUC at past origins.

    At an origin everything is done as on that date: trained on outcomes known then, tested on those that were active
    then and have ended since.
    """
    rows: list[dict[str, object]] = [
        _card(model, "none", "known_outcomes", float(model.outcome_count), float("nan"), (float("nan"), float("nan")))
    ]
    rows += _compared(model, model.backtest, "", seed)
    for days_back in ORIGINS_DAYS_BACK:
        origin = model.as_of - timedelta(days=days_back)
        rows += _at_origin(model, features, outcomes, origin, seed)
    return Evaluation(card=pd.DataFrame(rows, columns=list(MODEL_CARD)))


def _compared(model: TrainedModel, tested: pd.DataFrame, suffix: str, seed: int) -> list[dict[str, object]]:
    if tested["dropped"].nunique() < 2:
        return []
    observed, weight = tested["dropped"].to_numpy(dtype=float), tested["weight"].to_numpy(dtype=float)
    predicted, students = tested["p_drop"].to_numpy(dtype=float), tested["student_id"].to_numpy(dtype=np.int64)
    cards = []
    for metric, measure in MEASURES.items():
        interval = bootstrap_interval(measure, observed, predicted, weight, students, seed)
        value = measure(observed, predicted, weight)
        for baseline, column in (("rule", "p_rule"), ("base rate", "base_rate")):
            compared = measure(observed, tested[column].to_numpy(dtype=float), weight)
            cards.append(_card(model, baseline, metric + suffix, value, compared, interval))
    return cards


def _at_origin(
    model: TrainedModel, features: pd.DataFrame, outcomes: pd.DataFrame, origin: date, seed: int
) -> list[dict[str, object]]:
    since = teaching_rows(known_features(features, model.as_of), known_outcomes(outcomes, model.as_of), model.as_of)
    tested = since[since["as_of_date"] == pd.Timestamp(origin)]
    if len(tested) < SMALLEST_TEST:
        return []
    then = train(features, outcomes, as_of=origin, seed=seed, settings=model.settings)
    if then.kind == "rule":
        return []
    rule = Rule.fit(then.dropped_count, float(then.outcome_count))
    table = pd.DataFrame(
        {
            "student_id": tested["student_id"],
            "dropped": tested["dropped"],
            "weight": tested["censoring_weight"],
            "p_drop": sigmoid(then.log_odds(tested)),
            "p_rule": sigmoid(log_odds(rule, design(tested))),
            "base_rate": float(then.backtest["base_rate"].iloc[0]),
        }
    )
    return _compared(model, table, f"_from_{origin.isoformat()}", seed)


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
