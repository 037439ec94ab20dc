"""The model card of sentiment and themes: beside the lexicon and beside the commonest answer, and from past dates on.

Every figure stands on comments that staff settled; without any there is only their number, 0. Not here: how
out-of-fold judgements come about (`model.py`, `themes.py`).
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ml import drift
from ml.contracts import MODEL_BACKTEST, MODEL_CARD, MODEL_RELIABILITY
from ml.evaluation import Evaluation, nothing, reliability
from ml.metrics import Floats, Measure, accuracy, bootstrap_interval, expected_calibration_error, macro_f1
from ml.sentiment.features import CLASSES, classes_of, comments_of, known_feedback
from ml.sentiment.model import TrainedModel, train, without_labels
from warehouse.vocabulary import Sentiment

ORIGINS_DAYS_BACK = (28, 56, 84)
SMALLEST_TEST = 30
READ = 4_000  # comments that are read for a look at drift
_NOTHING = (float("nan"), float("nan"))


def evaluate(model: TrainedModel, feedback: pd.DataFrame, *, seed: int) -> Evaluation:
    """Cross-validation on settled comments, whether confidence comes true, themes, and past origins.

    From an origin on everything is done as on that date: taught by what was settled by then, tested on what was
    settled since.
    """
    rows = [_card(model, "none", "known_labels", float(model.label_count), float("nan"), _NOTHING)]
    tested = model.backtest
    curve = nothing(MODEL_RELIABILITY)
    if len(tested) >= SMALLEST_TEST:
        rows += [_card(model, *compared) for compared in _compared(tested, seed)]
        is_right = _floats(tested["settled"] == tested["by_model"])
        confidence, ones = _floats(tested["confidence"]), np.ones(len(tested))
        is_sure = confidence >= model.settings.unsure_below
        error = expected_calibration_error(is_right, confidence, ones)
        rows.append(_card(model, "none", "expected_calibration_error", error, float("nan"), _NOTHING))
        rows.append(_card(model, "none", "share_sure", float(is_sure.mean()), float("nan"), _NOTHING))
        if is_sure.any():
            sure, everywhere = float(is_right[is_sure].mean()), float(is_right.mean())
            rows.append(_card(model, "all", "accuracy_when_sure", sure, everywhere, _NOTHING))
        curve = reliability("sentiment", model, "confidence", is_right, confidence, ones)
    for theme, learnt in model.themes.items():
        rows.append(_card(model, "word list", f"f1_of_theme_{theme}", learnt.f1, learnt.f1_of_words, _NOTHING))
    past = [
        row
        for days_back in ORIGINS_DAYS_BACK
        for row in _from_origin(model, feedback, model.as_of - timedelta(days=days_back), seed)
    ]
    return Evaluation(
        card=pd.DataFrame(rows, columns=list(MODEL_CARD)),
        reliability=curve,
        backtest=pd.DataFrame(past, columns=list(MODEL_BACKTEST)),
        drift=_drift(model, feedback, seed),
    )


def _drift(model: TrainedModel, feedback: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Comments of the last four weeks against those before them; and how many of the newest staff call positive."""
    known = known_feedback(feedback, model.as_of)
    written = known[known["comment"].notna()].reset_index(drop=True)
    if len(written) > READ:
        written = written.sample(READ, random_state=seed)
    comments = comments_of(written)
    told = pd.DataFrame(model.chances(comments), columns=[f"chance_{name}" for name in CLASSES])
    told["words_written"] = [float(len(comment.split())) for comment in comments]
    is_recent = (written["submitted_on"] > pd.Timestamp(model.as_of) - pd.Timedelta(days=28)).to_numpy(dtype=bool)
    settled = known[known["settled_sentiment"].notna()]
    is_positive = (settled["settled_sentiment"] == Sentiment.POSITIVE).astype("float64")
    dated = pd.DataFrame({"day": settled["submitted_on"], "observed": is_positive})
    return drift.together(
        [
            drift.stability("sentiment", model, model.as_of, told[~is_recent], told[is_recent]),
            drift.base_rate("sentiment", model, "positive_share", dated),
        ]
    )


def _from_origin(model: TrainedModel, feedback: pd.DataFrame, origin: date, seed: int) -> list[dict[str, object]]:
    known = known_feedback(feedback, model.as_of)
    since = known[
        known["settled_sentiment"].notna() & (known["settled_on"] > pd.Timestamp(origin)) & known["comment"].notna()
    ]
    if len(since) < SMALLEST_TEST:
        return []
    then = train(feedback, as_of=origin, seed=seed, settings=model.settings)
    if then.regression is None:
        return []
    comments = comments_of(since)
    tested = pd.DataFrame(
        {
            "feedback_id": since["feedback_id"],
            "settled": classes_of(since),
            "by_model": then.chances(comments).argmax(axis=1).astype(float),
            "by_lexicon": without_labels(comments, then.companions).argmax(axis=1).astype(float),
            "majority": float(then.backtest["majority"].iloc[0]),
        }
    )
    names = ("baseline", "metric", "value", "baseline_value")
    return [
        {
            "model": "sentiment",
            "version": model.version,
            "origin_date": origin,
            **dict(zip(names, figures, strict=True)),
            "low": interval[0],
            "high": interval[1],
            "row_count": len(tested),
        }
        for *figures, interval in _compared(tested, seed)
    ]


def _compared(tested: pd.DataFrame, seed: int) -> list[tuple[str, str, float, float, tuple[float, float]]]:
    """Baseline, metric, the model's value, the baseline's, and the interval of the model's."""
    settled, by_model = _floats(tested["settled"]), _floats(tested["by_model"])
    ones, keys = np.ones(len(tested)), tested["feedback_id"].to_numpy(dtype=np.int64)
    measures: dict[str, Measure] = {"macro_f1": macro_f1, "accuracy": accuracy}
    rows = []
    for metric, measure in measures.items():
        interval = bootstrap_interval(measure, settled, by_model, ones, keys, seed)
        value = measure(settled, by_model, ones)
        for baseline, column in (("lexicon", "by_lexicon"), ("majority", "majority")):
            rows.append((baseline, metric, value, measure(settled, _floats(tested[column]), ones), interval))
    return rows


def _floats(column: pd.Series) -> Floats:
    return column.to_numpy(dtype=np.float64)


def _card(
    model: TrainedModel, baseline: str, metric: str, value: float, compared: float, interval: tuple[float, float]
) -> dict[str, object]:
    return {
        "model": "sentiment",
        "version": model.version,
        "trained_on_rows": model.label_count,
        "trained_until": model.as_of,
        "baseline": baseline,
        "metric": metric,
        "value": value,
        "baseline_value": compared,
        "low": interval[0],
        "high": interval[1],
    }
