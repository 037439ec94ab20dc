"""The model card of the completion forecast: error and coverage on finishers it never saw, beside linear pace.

Finishers only: their slow fellows are still active, so errors here are a little too small, for every forecaster alike.
Not here: how out-of-fold forecasts come about (`model.py`).
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ml.completion.model import CompletionModel, score, train
from ml.contracts import MODEL_CARD, active_features, known_outcomes
from ml.evaluation import Evaluation
from ml.metrics import Floats, bootstrap_interval, mean_absolute_error

ORIGINS_DAYS_BACK = (28, 56)
SMALLEST_TEST = 20
NOTHING = (float("nan"), float("nan"))


def evaluate(model: CompletionModel, features: pd.DataFrame, outcomes: pd.DataFrame, *, seed: int) -> Evaluation:
    """The card: error against linear pace and one constant, coverage and width of P10–P90, past origins.

    At an origin everything is done as on that date, and tested on those active then who have finished since.
    """
    cards = [_card(model, "none", "finishers", float(model.finisher_count), float("nan"), NOTHING)]
    tested = model.backtest.dropna(subset=["p50"])
    if len(tested):
        cards += _errors(model, tested, "", seed)
        cards += _intervals(model, tested)
    for days_back in ORIGINS_DAYS_BACK:
        cards += _at_origin(model, features, outcomes, model.as_of - timedelta(days=days_back), seed)
    return Evaluation(card=pd.DataFrame(cards, columns=list(MODEL_CARD)))


def _errors(model: CompletionModel, tested: pd.DataFrame, suffix: str, seed: int) -> list[dict[str, object]]:
    days, weight = _floats(tested, "days"), _floats(tested, "weight")
    students = tested["student_id"].to_numpy(dtype=np.int64)
    interval = bootstrap_interval(mean_absolute_error, days, _floats(tested, "p50"), weight, students, seed)
    value = mean_absolute_error(days, _floats(tested, "p50"), weight)
    cards = []
    for baseline, column in (("linear pace", "linear"), ("one constant", "constant")):
        answered = tested[tested[column].notna()]
        compared = float("nan")
        if len(answered):
            compared = mean_absolute_error(
                _floats(answered, "days"), _floats(answered, column), _floats(answered, "weight")
            )
        cards.append(_card(model, baseline, f"mae_days{suffix}", value, compared, interval))
    return cards


def _intervals(model: CompletionModel, tested: pd.DataFrame) -> list[dict[str, object]]:
    days, weight = _floats(tested, "days"), _floats(tested, "weight")
    low, high = _floats(tested, "p10"), _floats(tested, "p90")
    covered = float(np.average((low <= days) & (days <= high), weights=weight))
    return [
        _card(model, "nominal", "coverage_p10_p90", covered, 0.8, NOTHING),
        _card(model, "none", "median_width_days", float(np.median(high - low)), float("nan"), NOTHING),
    ]


def _at_origin(
    model: CompletionModel, features: pd.DataFrame, outcomes: pd.DataFrame, origin: date, seed: int
) -> list[dict[str, object]]:
    rows = active_features(features, outcomes, origin)
    ends = known_outcomes(outcomes, model.as_of)
    ends = ends.loc[ends["outcome"] == "completed", ["enrollment_id", "ended_on"]]
    tested = rows.merge(ends, on="enrollment_id")
    tested = tested[tested["topics_done"] >= model.settings.minimum_topics_done].reset_index(drop=True)
    if len(tested) < SMALLEST_TEST:
        return []
    then = train(features, outcomes, as_of=origin, seed=seed, settings=model.settings)
    forecast = pd.to_datetime(score(then, tested)["p50_date"])
    left = (tested["topics_total"] - tested["topics_done"]).clip(lower=0)
    table = pd.DataFrame(
        {
            "student_id": tested["student_id"],
            "days": (tested["ended_on"] - tested["as_of_date"]).dt.days.astype("float64"),
            "p50": (forecast - tested["as_of_date"]).dt.days.astype("float64"),
            "weight": 1.0,
            "linear": left * tested["days_since_start"] / tested["topics_done"].where(tested["topics_done"] > 0),
            "constant": float(then.backtest["constant"].iloc[0]) if len(then.backtest) else float("nan"),
        }
    ).dropna(subset=["p50"])
    return _errors(model, table, f"_from_{origin.isoformat()}", seed) if len(table) else []


def _floats(table: pd.DataFrame, column: str) -> Floats:
    return table[column].to_numpy(dtype=float)


def _card(
    model: CompletionModel, baseline: str, metric: str, value: float, compared: float, interval: tuple[float, float]
) -> dict[str, object]:
    return {
        "model": "completion",
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
