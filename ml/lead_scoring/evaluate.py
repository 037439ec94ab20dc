"""The evaluation of the lead model: order and calibration beside the source's rate, by moment; what a list gains.

Not here: how the trials come about (`ladder.py`).
"""

import numpy as np
import pandas as pd

from ml import drift
from ml.contracts import MODEL_BACKTEST, MODEL_CARD
from ml.evaluation import Evaluation, reliability
from ml.fairness import fairness_by_attribute
from ml.lead_scoring.ladder import Rung
from ml.lead_scoring.model import TrainedModel
from ml.lead_scoring.screening import REJECTED
from ml.metrics import Floats, Measure, auc, bootstrap_interval, brier, expected_calibration_error, pr_auc

MEASURES: dict[str, Measure] = {
    "auc": auc,
    "pr_auc": pr_auc,
    "brier": brier,
    "expected_calibration_error": expected_calibration_error,
}
LATER = {"day": "_after_a_day", "week": "_after_a_week"}
NOTHING = (float("nan"), float("nan"))


def evaluate(model: TrainedModel, *, seed: int, attributes: pd.DataFrame | None = None) -> Evaluation:
    """What was tried on later inquiries than it learned from, beside source rate and base rate.

    Figures without a moment are those at capture. `lift_at_capacity` is the share of enrolled ones among the first
    `calls_per_day` of the list, over that among all of the list, a list for each campus and trial window.

    Args:
        model: The trained model.
        seed: Of the draws of inquiries.
        attributes: `feat_inquiry_attribute`. The sensitive ones among them group the fairness table.
    """
    rejected = float((model.screening["verdict"] == REJECTED).sum())
    cards = [
        _card(model, "none", "known_outcomes", float(model.trained_on_rows), float("nan"), NOTHING),
        _card(model, "none", "rejected_facts", rejected, float("nan"), NOTHING),
    ]
    at_capture = model.rungs["capture"]
    told = _compared(model, at_capture, MEASURES, "", seed)
    cards += told
    for moment, suffix in LATER.items():
        # where nothing new was known, it is the same rung: its figures are told again
        same = model.rungs[moment] is at_capture
        cards += (
            [row | {"metric": f"auc{suffix}"} for row in told if row["metric"] == "auc"]
            if same
            else _compared(model, model.rungs[moment], {"auc": auc}, suffix, seed)
        )
    cards += _lift(model, at_capture, seed)
    card = pd.DataFrame(cards, columns=list(MODEL_CARD))
    tried = at_capture.trials
    if tried["enrolled"].nunique() < 2:
        return Evaluation(card=card)
    enrolled, predicted, weight = (tried[name].to_numpy(dtype=float) for name in ("enrolled", "p_enrol", "weight"))
    return Evaluation(
        card=card,
        reliability=reliability("lead_scoring", model, "p_enrol", enrolled, predicted, weight),
        backtest=_by_window(model, tried, seed),
        fairness=fairness_by_attribute(
            "lead_scoring",
            model,
            tried["inquiry_id"],
            attributes,
            *(enrolled, predicted, weight),
            flagged_from=model.settings.high_from,
        ),
        drift=_drift(model, tried, seed),
    )


def _drift(model: TrainedModel, tried: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Scores at capture of the last four weeks against those it was tried on; and what came true of the newest trial.

    Whoever is open now is no fair comparison: who enrols or is lost at once has gone from among them.
    """
    drawn = tried.sample(len(tried), replace=True, weights=tried["weight"], random_state=seed)
    parts = [drift.stability("lead_scoring", model, model.as_of, drawn[["p_enrol"]], model.recent)]
    newest = tried[tried["origin"] == tried["origin"].max()]
    if len(newest) >= drift.SMALLEST_SIDE:
        observed, predicted = (
            float(np.average(newest[name], weights=newest["weight"])) for name in ("enrolled", "p_enrol")
        )
        day = pd.Timestamp(str(newest["origin"].iloc[0])).date()
        parts.append(drift.realised("lead_scoring", model, day, "p_enrol", observed, predicted, len(newest)))
    dated = tried[["captured_on", "enrolled"]].set_axis(["day", "observed"], axis="columns")
    return drift.together([*parts, drift.base_rate("lead_scoring", model, "p_enrol", dated)])


def _by_window(model: TrainedModel, tried: pd.DataFrame, seed: int) -> pd.DataFrame:
    rows = []
    for origin, window in tried.groupby("origin"):
        enrolled, weight = window["enrolled"].to_numpy(dtype=float), window["weight"].to_numpy(dtype=float)
        if len(np.unique(enrolled)) < 2:
            continue
        predicted, inquiries = window["p_enrol"].to_numpy(dtype=float), window["inquiry_id"].to_numpy(dtype=np.int64)
        low, high = bootstrap_interval(auc, enrolled, predicted, weight, inquiries, seed)
        rows.append(
            {
                "model": "lead_scoring",
                "version": model.version,
                "origin_date": pd.Timestamp(str(origin)).date(),
                "metric": "auc",
                "baseline": "source rate",
                "value": auc(enrolled, predicted, weight),
                "baseline_value": auc(enrolled, window["p_rate"].to_numpy(dtype=float), weight),
                "low": low,
                "high": high,
                "row_count": len(window),
            }
        )
    return pd.DataFrame(rows, columns=list(MODEL_BACKTEST))


def _compared(
    model: TrainedModel, rung: Rung, measures: dict[str, Measure], suffix: str, seed: int
) -> list[dict[str, object]]:
    tried = rung.trials
    if tried["enrolled"].nunique() < 2:
        return []
    enrolled, weight = tried["enrolled"].to_numpy(dtype=float), tried["weight"].to_numpy(dtype=float)
    predicted, inquiries = tried["p_enrol"].to_numpy(dtype=float), tried["inquiry_id"].to_numpy(dtype=np.int64)
    cards = []
    for metric, measure in measures.items():
        interval = bootstrap_interval(measure, enrolled, predicted, weight, inquiries, seed)
        value = measure(enrolled, predicted, weight)
        for baseline, column in (("source rate", "p_rate"), ("base rate", "base_rate")):
            compared = measure(enrolled, tried[column].to_numpy(dtype=float), weight)
            cards.append(_card(model, baseline, metric + suffix, value, compared, interval))
    return cards


def _lift(model: TrainedModel, rung: Rung, seed: int) -> list[dict[str, object]]:
    tried = rung.trials
    if tried["enrolled"].nunique() < 2:
        return []
    columns = tried[["enrolled", "p_enrol", "p_rate"]].to_numpy(dtype=float)
    places = tried.groupby(["origin", "campus_code"]).indices.values()
    lists = [columns[place] for place in places]
    calls = model.settings.calls_per_day
    random = np.random.default_rng(seed)
    drawn = np.array(
        [_mean_lift([one[random.integers(0, len(one), len(one))] for one in lists], 1, calls) for _ in range(200)]
    )
    known = drawn[~np.isnan(drawn)]
    interval = (float(np.quantile(known, 0.025)), float(np.quantile(known, 0.975))) if len(known) else NOTHING
    by_chance, by_source = _mean_lift(lists, 1, calls), _mean_lift(lists, 2, calls)
    return [_card(model, "source rate", "lift_at_capacity", by_chance, by_source, interval)]


def _mean_lift(lists: list[Floats], by: int, calls: int) -> float:
    """Enrolled among the first `calls` of each list, over what as many calls in any order reach on average.

    Args:
        lists: one row per inquiry; enrolled (0/1) in the first column, scores in the others.
        by: the column to order by.
        calls: length of a day's list.
    """
    reached = expected = 0.0
    for one in lists:
        enrolled, first = one[:, 0], min(calls, len(one))
        reached += _expected_first(enrolled, one[:, by], first)
        expected += first * float(enrolled.mean())
    return reached / expected if expected > 0 else float("nan")


def _expected_first(enrolled: Floats, scores: Floats, first: int) -> float:
    """Enrolled among the first ones by score; of those with the same score as the last one, their average."""
    last = np.sort(scores)[::-1][first - 1]
    above, level = scores > last, scores == last
    return float(enrolled[above].sum() + (first - above.sum()) * enrolled[level].mean())


def _card(
    model: TrainedModel, baseline: str, metric: str, value: float, compared: float, interval: tuple[float, float]
) -> dict[str, object]:
    return {
        "model": "lead_scoring",
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
