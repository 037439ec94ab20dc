"""Do past masteries tell how long a topic takes those who begin it later? Shrunk and adjusted, beside simpler answers.

At a past date topics are learned from masteries up to then; tested are masteries of topics begun after it. Finished
work only, on both sides: who has not finished has no hours to compare with. Not here: the estimates (`difficulty.py`).
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ml.contracts import MODEL_BACKTEST, MODEL_CARD
from ml.evaluation import Evaluation
from ml.learning_path.difficulty import difficulty_table
from ml.learning_path.model import LearningPathModel, known_pairs, learned_work
from ml.metrics import Floats, bootstrap_interval, mean_absolute_error

ORIGINS_DAYS_BACK = (28, 56, 84)
SMALLEST_TEST = 20
BASELINES = {"raw mean of the topic": "raw", "mean of all topics of the subject": "subject"}
NOTHING = (float("nan"), float("nan"))


def root_mean_squared_log_error(observed: Floats, predicted: Floats, weight: Floats) -> float:
    """Error as a factor: .69 is twice or half as long."""
    return float(np.sqrt(np.average((np.log(observed) - np.log(predicted)) ** 2, weights=weight)))


MEASURES = {"rmse_log_hours_to_mastery": root_mean_squared_log_error, "mae_hours_to_mastery": mean_absolute_error}


def evaluate(model: LearningPathModel, mastery: pd.DataFrame, topics: pd.DataFrame, *, seed: int) -> Evaluation:
    """The card over all origins together, and the same origin by origin."""
    pairs = known_pairs(mastery, model.as_of)
    parts = {
        origin: _tested(model, pairs, topics, origin)
        for origin in (model.as_of - timedelta(days=days) for days in ORIGINS_DAYS_BACK)
    }
    backtest = [
        {"model": "learning_path", "version": model.version, "origin_date": origin, **row, "row_count": len(table)}
        for origin, table in sorted(parts.items())
        if len(table) >= SMALLEST_TEST
        for row in _compared(table, seed)
    ]
    together = pd.concat(parts.values(), ignore_index=True)
    enough = model.difficulty["difficulty"] != "too_few"
    card = [
        _row("none", "topics_told_of", float(enough.sum()), float("nan"), NOTHING),
        _row("none", "tested_masteries", float(len(together)), float("nan"), NOTHING),
    ]
    if len(together) >= SMALLEST_TEST:
        card += _compared(together, seed)
    about = {
        "model": "learning_path",
        "version": model.version,
        "trained_on_rows": model.trained_on_rows,
        "trained_until": model.as_of,
    }
    return Evaluation(
        card=pd.DataFrame([about | row for row in card], columns=list(MODEL_CARD)),
        backtest=pd.DataFrame(backtest, columns=list(MODEL_BACKTEST)),
    )


def _tested(model: LearningPathModel, pairs: pd.DataFrame, topics: pd.DataFrame, origin: date) -> pd.DataFrame:
    """Masteries of topics begun after `origin`: hours, and what each answer would have been."""
    moment = pd.Timestamp(origin)
    finished = pairs[(pairs["mastered_on"].notna()) & (pairs["hours_to_mastery"] > 0)]
    before, test = finished[finished["mastered_on"] <= moment], finished[finished["first_worked_on"] > moment]
    if before.empty or test.empty:
        return pd.DataFrame(columns=["student_id", "hours", "shrunk", *BASELINES.values()])
    hours, sessions = learned_work(before, model.settings)
    table = difficulty_table(before, topics, hours, sessions, model.settings).set_index("topic_id")
    speed = hours.speed.reindex(test["student_id"]).fillna(1.0).to_numpy()
    by_subject = before.groupby("subject_id")["hours_to_mastery"].mean().reindex(test["subject_id"]).to_numpy()
    raw = before.groupby("topic_id")["hours_to_mastery"].mean().reindex(test["topic_id"]).to_numpy()
    found = pd.DataFrame(
        {
            "student_id": test["student_id"].to_numpy(),
            "hours": test["hours_to_mastery"].to_numpy(),
            "shrunk": table["hours_to_mastery"].reindex(test["topic_id"]).to_numpy() / speed,
            # In favour of the baseline: a topic that nobody has had is taken for its subject.
            "raw": np.where(np.isnan(raw), by_subject, raw),
            "subject": by_subject,
        }
    )
    return found.dropna()


def _compared(table: pd.DataFrame, seed: int) -> list[dict[str, object]]:
    hours, shrunk = table["hours"].to_numpy(dtype=float), table["shrunk"].to_numpy(dtype=float)
    weight, students = np.ones(len(table)), table["student_id"].to_numpy(dtype=np.int64)
    found = []
    for metric, measure in MEASURES.items():
        bounds = bootstrap_interval(measure, hours, shrunk, weight, students, seed)
        for baseline, column in BASELINES.items():
            compared = measure(hours, table[column].to_numpy(dtype=float), weight)
            found.append(_row(baseline, metric, measure(hours, shrunk, weight), compared, bounds))
    return found


def _row(baseline: str, metric: str, value: float, compared: float, interval: tuple[float, float]) -> dict[str, object]:
    return {
        "baseline": baseline,
        "metric": metric,
        "value": value,
        "baseline_value": compared,
        "low": interval[0],
        "high": interval[1],
    }
