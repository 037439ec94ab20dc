"""The figures of a model as a table that reads without a statistics course. The rest of its page: `model_report.py`."""

from collections.abc import Hashable
from html import escape
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboards.components.labels import NOTHING, number


class Metric(NamedTuple):
    """How a metric is called, what it means, its decimals, and whether less is better (None: neither)."""

    name: str
    meaning: str
    digits: int = 2
    less_is_better: bool | None = False


METRICS: Final = {
    "auc": Metric(
        "Ranking (AUC)", "How often a student who dropped out was ranked above one who finished; 0.5 is a coin toss."
    ),
    "pr_auc": Metric(
        "Precision over recall (PR AUC)", "How pure the top of the list is; the base rate is a coin toss."
    ),
    "brier": Metric("Squared error (Brier)", "Mean squared distance of the estimate from what happened.", 3, True),
    "expected_calibration_error": Metric(
        "Calibration error", "How far an estimate of, say, 40 % is from the share that really dropped out.", 3, True
    ),
    "known_outcomes": Metric("Ended enrolments", "How many ended enrolments it was trained and tested on.", 0, None),
    "mae_days": Metric("Mean error, days", "How many days the forecast was off, on average, for finishers.", 1, True),
    "coverage_p10_p90": Metric(
        "Range holds", "Share of finishers whose day fell into the forecast range; 0.80 is promised.", 2, None
    ),
    "median_width_days": Metric("Width of the range, days", "Half of the ranges are narrower than this.", 0, None),
    "brier_finished_by_now": Metric(
        "Squared error of the chance (Brier)", "Of the chance to have finished by today, as told then.", 3, True
    ),
    "mean_finished_by_now": Metric(
        "Foretold to finish", "Mean chance to have finished by today, beside the share that has.", 2, None
    ),
    "finishers": Metric("Finishers", "How many finished enrolments it was trained and tested on.", 0, None),
}
_LEAD_ORDER: Final = "How often an inquiry that enrolled was ranked above one that was lost; 0.5 is a coin toss."
# The same measures of another model, in its own words, and those that only it has.
METRICS_OF: Final = {
    "lead_scoring": {
        "auc": Metric("Ranking (AUC) at capture", _LEAD_ORDER),
        "auc_after_a_day": Metric("Ranking (AUC) after a day", _LEAD_ORDER),
        "auc_after_a_week": Metric("Ranking (AUC) after a week", _LEAD_ORDER),
        "expected_calibration_error": Metric(
            "Calibration error", "How far an estimate of, say, 40 % is from the share that really enrolled.", 3, True
        ),
        "lift_at_capacity": Metric(
            "Lift of a day's calls",
            "How many times as many enrolments the first calls of the list held as calls in any order; 1 is no gain.",
        ),
        "known_outcomes": Metric("Ended inquiries", "How many ended inquiries it was trained and tested on.", 0, None),
        "rejected_facts": Metric(
            "Rejected facts", "How many columns were found to be written after the outcome, or sensitive.", 0, None
        ),
    },
    "velocity": {
        "rmse_mastery_next_4_weeks": Metric(
            "Error over four weeks",
            "Levels gained in the next four weeks against those foretold; large misses count more.",
            2,
            True,
        ),
        "mae_mastery_next_4_weeks": Metric(
            "Mean error over four weeks", "Levels gained in the next four weeks against those foretold.", 2, True
        ),
    },
    "learning_path": {
        "rmse_log_hours_to_mastery": Metric(
            "Error of a topic's hours, as a factor", "0.69 is twice or half as long as foretold.", 2, True
        ),
        "mae_hours_to_mastery": Metric(
            "Mean error of a topic's hours", "Hours needed against hours foretold.", 1, True
        ),
    },
    "demand": {
        f"error_share_{measure}": Metric(
            f"Error, share of all {words}",
            f"How many {words} were foretold too many or too few, of all that came.",
            2,
            True,
        )
        for measure, words in (
            ("sessions", "sessions"),
            ("new_enrollments", "new enrolments"),
            ("inquiries", "inquiries"),
            ("completions", "completions"),
        )
    },
    "sentiment": {
        "macro_f1": Metric("Agreement with staff (macro-F1)", "1 is the same word as staff for every kind of comment."),
        "accuracy": Metric("Share judged as staff did", "Of the comments that staff have settled."),
    },
}
_WITHIN_30_DAYS: Final = "_30d"
_NUMBERS: Final = ("value", "baseline_value", "low", "high")


def figures(card: pd.DataFrame) -> None:
    """Shows the figures of one model."""
    st.html(_table([Measured.from_card(row) for row in card.to_dict("records")]))


def metric_of(name: str, model: str = "") -> Metric:
    """A metric in words, those of the model where it has its own; `_30d` at its end: the next 30 days are meant."""
    plain = name.removesuffix(_WITHIN_30_DAYS)
    known = METRICS | METRICS_OF.get(model, {})
    found = known.get(plain, Metric(plain.replace("_", " ").capitalize(), "", 2, None))
    return found if plain == name else found._replace(name=f"{found.name}, within 30 days")


class Measured(NamedTuple):
    """One row of the model card."""

    metric: Metric
    baseline_name: str
    value: float | None
    baseline: float | None
    low: float | None
    high: float | None

    @classmethod
    def from_card(cls, row: dict[Hashable, Any]) -> "Measured":
        """Reads one row of `queries.models.model_card`."""
        metric = metric_of(str(row["metric"]), str(row["model"]))
        numbers = [None if pd.isna(row[name]) else float(row[name]) for name in _NUMBERS]
        return cls(metric, str(row["baseline"]), *numbers)


def _table(rows: list[Measured]) -> str:
    return (
        '<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="model-card"><thead><tr>'
        "<th>What is measured</th><th>Model</th><th>Compared with</th><th>In words</th></tr></thead><tbody>"
        + "".join(_row(row) for row in rows)
        + "</tbody></table></div>"
    )


def _row(row: Measured) -> str:
    digits = row.metric.digits
    shown = number(row.value, digits)
    if row.low is not None and row.high is not None:
        shown += f'<span class="hw-range">{number(row.low, digits)} to {number(row.high, digits)}</span>'
    compared = NOTHING
    if row.baseline is not None:
        compared = f'{number(row.baseline, digits)}<span class="hw-range">{escape(row.baseline_name)}</span>'
    words = verdict(row.metric, row.value, row.baseline, row.low, row.high)
    return (
        f"<tr><th scope='row'>{escape(row.metric.name)}<span class='hw-range'>{escape(row.metric.meaning)}</span></th>"
        f"<td data-label='Model'>{shown}</td><td data-label='Compared with'>{compared}</td><td>{words}</td></tr>"
    )


def verdict(metric: Metric, value: float | None, baseline: float | None, low: float | None, high: float | None) -> str:
    """What the figures mean: better only when the whole range is on the better side of what it is compared with."""
    if value is None:
        return "Not enough ended enrolments to tell"
    if baseline is None or metric.less_is_better is None:
        return ""
    better = value < baseline if metric.less_is_better else value > baseline
    if low is None or high is None:
        return "Better than that" if better else "Not better than that"
    if low <= baseline <= high:
        return "No clear difference"
    return "Clearly better than that" if better else "Worse than that"
