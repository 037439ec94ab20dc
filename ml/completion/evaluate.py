"""The evaluation of the completion forecast: error and coverage on finishers it never saw, beside linear pace.

Errors in days are of finishers only: their slow fellows are still active, so they are a little too small, for every
forecaster alike. So the chance to have finished is looked at as well, over all who were active.
Not here: how out-of-fold forecasts come about (`model.py`), past dates (`past.py`).
"""

import numpy as np
import pandas as pd

from ml import drift
from ml.completion.model import CompletionModel
from ml.completion.past import PastDates, errors, intervals, past_dates
from ml.completion.pauses import Pauses
from ml.contracts import MODEL_CARD, known_outcomes
from ml.evaluation import Evaluation, reliability
from ml.fairness import fairness_by_attribute
from ml.ladder import LEAST_ORIGINS

TARGET = "p_finish"
LIKELY = 0.5  # from which chance on somebody counts as foretold to have finished


def evaluate(
    model: CompletionModel,
    features: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    seed: int,
    pauses: Pauses | None = None,
    attributes: pd.DataFrame | None = None,
) -> Evaluation:
    """The card: error against linear pace and one constant, coverage and width of P10–P90; and past dates.

    Of students held out, the range is that of the forecaster as fitted; what past forecasts add to it is not in there,
    for it has seen them. The figures of past dates, told together where there are two or more, are as served.

    Drift is the share that was foretold to finish by now on the newest past date, beside the share that has finished.
    Groups of people are compared by the chance to have finished, on all past dates.

    Args:
        model: The trained model.
        features: `feat_enrollment_week`, all weeks.
        outcomes: `feat_enrollment_outcome`.
        seed: Of the draws of students.
        pauses: When enrolments were paused.
        attributes: student_id, attribute, value; see `fairness.fairness_by_attribute`.
    """
    figures = [("none", "finishers", float(model.finisher_count), float("nan"), (float("nan"), float("nan")))]
    tested = model.backtest.dropna(subset=["p50"])
    if len(tested):
        figures += [*errors(tested, seed), *intervals(tested)]
    past = past_dates(model, features, outcomes, pauses or Pauses(), seed)
    if past.finishers["origin_date"].nunique() >= LEAST_ORIGINS:
        served = [*errors(past.finishers, seed), *intervals(past.finishers)]
        figures += [
            (baseline, f"{metric}_on_past_dates", value, compared, interval)
            for baseline, metric, value, compared, interval in served
        ]
    cards = [
        {
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
        for baseline, metric, value, compared, interval in figures
    ]
    card = pd.DataFrame(cards, columns=list(MODEL_CARD))
    if past.chances.empty:
        return Evaluation(card=card, backtest=past.backtest, drift=_drift(model, outcomes, past))
    observed, predicted = (past.chances[name].to_numpy(dtype=float) for name in ("observed", "predicted"))
    weight = np.ones(len(observed))
    return Evaluation(
        card=card,
        reliability=reliability(
            "completion", model, TARGET, observed, predicted, weight, past.chances["student_id"].astype("int64")
        ),
        backtest=past.backtest,
        fairness=fairness_by_attribute(
            "completion", model, past.chances["student_id"], attributes, observed, predicted, weight, LIKELY
        ),
        drift=_drift(model, outcomes, past),
    )


def _drift(model: CompletionModel, outcomes: pd.DataFrame, past: PastDates) -> pd.DataFrame:
    """The newest past date, and how often the newest outcomes are completions."""
    parts = []
    newest = past.chances["origin_date"].max()
    told = past.chances[past.chances["origin_date"] == newest]
    if len(told) >= drift.SMALLEST_SIDE:
        observed, predicted = float(told["observed"].mean()), float(told["predicted"].mean())
        day = pd.Timestamp(newest).date()
        parts.append(drift.realised("completion", model, day, TARGET, observed, predicted, len(told)))
    ends = known_outcomes(outcomes, model.as_of)
    planned = ends["expected_completion_date"]
    # of courses still running only the quick ends are known
    ended = ends[ends["outcome"].notna() & (planned.isna() | (planned <= pd.Timestamp(model.as_of)))]
    day_of_end = ended["expected_completion_date"].fillna(ended["ended_on"])
    dated = pd.DataFrame({"day": day_of_end, "observed": (ended["outcome"] == "completed").astype("float64")})
    return drift.together([*parts, drift.base_rate("completion", model, TARGET, dated)])
