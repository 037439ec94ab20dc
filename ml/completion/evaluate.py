"""The model card of the completion forecast: error and coverage on finishers it never saw, beside linear pace.

Errors in days are of finishers only: their slow fellows are still active, so they are a little too small, for every
forecaster alike. So the chance to have finished is looked at as well, over all who were active.
Not here: how out-of-fold forecasts come about (`model.py`).
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ml.completion.features import finish_shares, watched_rows
from ml.completion.model import FEWEST_TOPICS, CompletionModel, foretell, train
from ml.contracts import MODEL_CARD, active_features, known_features, known_outcomes
from ml.evaluation import Evaluation, reliability
from ml.metrics import Floats, bootstrap_interval, brier, mean_absolute_error

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
        cards += _intervals(model, tested, "")
    chances = []
    for days_back in ORIGINS_DAYS_BACK:
        origin_cards, origin_chances = _at_origin(model, features, outcomes, days_back, seed)
        cards += origin_cards
        chances.append(origin_chances)
    told = pd.concat(chances, ignore_index=True)
    card = pd.DataFrame(cards, columns=list(MODEL_CARD))
    if told.empty:
        return Evaluation(card=card)
    observed, predicted = _floats(told, "observed"), _floats(told, "predicted")
    return Evaluation(
        card=card,
        reliability=reliability("completion", model, "p_finish", observed, predicted, np.ones(len(told))),
    )


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


def _intervals(model: CompletionModel, tested: pd.DataFrame, suffix: str) -> list[dict[str, object]]:
    days, weight = _floats(tested, "days"), _floats(tested, "weight")
    low, high = _floats(tested, "p10"), _floats(tested, "p90")
    covered = float(np.average((low <= days) & (days <= high), weights=weight))
    return [
        _card(model, "nominal", f"coverage_p10_p90{suffix}", covered, 0.8, NOTHING),
        _card(model, "none", f"median_width_days{suffix}", float(np.median(high - low)), float("nan"), NOTHING),
    ]


def _at_origin(
    model: CompletionModel, features: pd.DataFrame, outcomes: pd.DataFrame, days_back: int, seed: int
) -> tuple[list[dict[str, object]], pd.DataFrame]:
    """Cards of a past date, and of all who were active then: predicted and observed to have finished by now."""
    nobody = pd.DataFrame({"student_id": [], "predicted": [], "observed": []}, dtype="float64")
    origin = model.as_of - timedelta(days=days_back)
    rows = active_features(features, outcomes, origin)
    rows = rows[rows["topics_done"] >= FEWEST_TOPICS].reset_index(drop=True)
    known, ends = known_features(features, model.as_of), known_outcomes(outcomes, model.as_of)
    now = watched_rows(known, ends, model.as_of, model.calendar)
    now = now.loc[now["as_of_date"] == pd.Timestamp(origin), ["enrollment_id", "days", "is_finished"]]
    ended = rows[["enrollment_id"]].merge(now, on="enrollment_id", how="left")
    is_finished = ended["is_finished"].fillna(False).to_numpy(dtype=bool)
    if is_finished.sum() < SMALLEST_TEST:
        return [], nobody
    then = train(features, outcomes, as_of=origin, seed=seed, settings=model.settings, calendar=model.calendar)
    told = foretell(then, rows)
    left = (told.rows["topics_total"] - told.rows["done"]).to_numpy(dtype=float)
    table = pd.DataFrame(
        {
            "student_id": rows["student_id"],
            "days": ended["days"],
            "p10": told.days[:, 0],
            "p50": told.days[:, 1],
            "p90": told.days[:, 2],
            "weight": 1.0,
            "linear": left * told.rows["day"].to_numpy(dtype=float) / told.rows["done"].to_numpy(dtype=float),
            "constant": float(then.backtest["constant"].iloc[0]) if len(then.backtest) else float("nan"),
        }
    )[is_finished].dropna(subset=["p50"])
    suffix = f"_from_{origin.isoformat()}"
    cards = []
    if len(table):
        cards = _errors(model, table, suffix, seed) + _intervals(model, table, suffix)
    predicted = told.p_finish * told.p_within(np.full(len(rows), float(days_back)))
    usual = float(finish_shares(watched_rows(*_known_at(features, outcomes, origin), origin, model.calendar)).mean())
    chances = pd.DataFrame(
        {"student_id": rows["student_id"], "predicted": predicted, "observed": is_finished.astype(float)}
    ).dropna()
    if len(chances):
        observed, weight = _floats(chances, "observed"), np.ones(len(chances))
        students = chances["student_id"].to_numpy(dtype=np.int64)
        interval = bootstrap_interval(brier, observed, _floats(chances, "predicted"), weight, students, seed)
        value = brier(observed, _floats(chances, "predicted"), weight)
        compared = brier(observed, np.full(len(chances), usual), weight)
        cards.append(_card(model, "share that finishes", f"brier_finished_within{suffix}", value, compared, interval))
    return cards, chances


def _known_at(features: pd.DataFrame, outcomes: pd.DataFrame, origin: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    return known_features(features, origin), known_outcomes(outcomes, origin)


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
