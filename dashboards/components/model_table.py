"""The figures of a model as a table that reads without a statistics course. The rest of its page: `model_report.py`."""

from collections.abc import Hashable
from html import escape
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboards.components.labels import NOTHING, number
from dashboards.components.model_words import baseline_name
from dashboards.language import _, gettext_noop


class Metric(NamedTuple):
    """How a metric is called, what it means, its decimals, and whether less is better (None: neither)."""

    name: str
    meaning: str
    digits: int = 2
    less_is_better: bool | None = False


METRICS: Final = {
    "auc": Metric(
        gettext_noop("Ranking (AUC)"),
        gettext_noop("How often a student who dropped out was ranked above one who finished; 0.5 is a coin toss."),
    ),
    "pr_auc": Metric(
        gettext_noop("Precision over recall (PR AUC)"),
        gettext_noop("How pure the top of the list is; the base rate is a coin toss."),
    ),
    "brier": Metric(
        gettext_noop("Squared error (Brier)"),
        gettext_noop("Mean squared distance of the estimate from what happened."),
        3,
        True,
    ),
    "expected_calibration_error": Metric(
        gettext_noop("Calibration error"),
        gettext_noop("How far an estimate of, say, 40 % is from the share that really dropped out."),
        3,
        True,
    ),
    "known_outcomes": Metric(
        gettext_noop("Ended enrolments"),
        gettext_noop("How many ended enrolments it was trained and tested on."),
        0,
        None,
    ),
    "mae_days": Metric(
        gettext_noop("Mean error, days"),
        gettext_noop("How many days the forecast was off, on average, for finishers."),
        1,
        True,
    ),
    "coverage_p10_p90": Metric(
        gettext_noop("Range holds"),
        gettext_noop("Share of finishers whose day fell into the forecast range; 0.80 is promised."),
        2,
        None,
    ),
    "median_width_days": Metric(
        gettext_noop("Width of the range, days"), gettext_noop("Half of the ranges are narrower than this."), 0, None
    ),
    "brier_finished_by_now": Metric(
        gettext_noop("Squared error of the chance (Brier)"),
        gettext_noop("Of the chance to have finished by today, as told then."),
        3,
        True,
    ),
    "mean_finished_by_now": Metric(
        gettext_noop("Foretold to finish"),
        gettext_noop("Mean chance to have finished by today, beside the share that has."),
        2,
        None,
    ),
    "finishers": Metric(
        gettext_noop("Finishers"), gettext_noop("How many finished enrolments it was trained and tested on."), 0, None
    ),
}
_LEAD_ORDER: Final = gettext_noop(
    "How often an inquiry that enrolled was ranked above one that was lost; 0.5 is a coin toss."
)
# The same measures of another model, in its own words, and those that only it has.
METRICS_OF: Final = {
    "lead_scoring": {
        "auc": Metric(gettext_noop("Ranking (AUC) at capture"), _LEAD_ORDER),
        "auc_after_a_day": Metric(gettext_noop("Ranking (AUC) after a day"), _LEAD_ORDER),
        "auc_after_a_week": Metric(gettext_noop("Ranking (AUC) after a week"), _LEAD_ORDER),
        "expected_calibration_error": Metric(
            gettext_noop("Calibration error"),
            gettext_noop("How far an estimate of, say, 40 % is from the share that really enrolled."),
            3,
            True,
        ),
        "lift_at_capacity": Metric(
            gettext_noop("Lift of a day's calls"),
            gettext_noop(
                "How many times as many enrolments the first calls of the list held as calls in any order; 1 is no"
                " gain."
            ),
        ),
        "known_outcomes": Metric(
            gettext_noop("Ended inquiries"),
            gettext_noop("How many ended inquiries it was trained and tested on."),
            0,
            None,
        ),
        "rejected_facts": Metric(
            gettext_noop("Rejected facts"),
            gettext_noop("How many columns were found to be written after the outcome, or sensitive."),
            0,
            None,
        ),
    },
    "velocity": {
        "rmse_mastery_next_4_weeks": Metric(
            gettext_noop("Error over four weeks"),
            gettext_noop("Levels gained in the next four weeks against those foretold; large misses count more."),
            2,
            True,
        ),
        "mae_mastery_next_4_weeks": Metric(
            gettext_noop("Mean error over four weeks"),
            gettext_noop("Levels gained in the next four weeks against those foretold."),
            2,
            True,
        ),
    },
    "learning_path": {
        "rmse_log_hours_to_mastery": Metric(
            gettext_noop("Error of a topic's hours, as a factor"),
            gettext_noop("0.69 is twice or half as long as foretold."),
            2,
            True,
        ),
        "mae_hours_to_mastery": Metric(
            gettext_noop("Mean error of a topic's hours"), gettext_noop("Hours needed against hours foretold."), 1, True
        ),
    },
    "demand": {
        "error_share_sessions": Metric(
            gettext_noop("Error, share of all sessions"),
            gettext_noop("How many sessions were foretold too many or too few, of all that came."),
            2,
            True,
        ),
        "error_share_new_enrollments": Metric(
            gettext_noop("Error, share of all new enrolments"),
            gettext_noop("How many new enrolments were foretold too many or too few, of all that came."),
            2,
            True,
        ),
        "error_share_inquiries": Metric(
            gettext_noop("Error, share of all inquiries"),
            gettext_noop("How many inquiries were foretold too many or too few, of all that came."),
            2,
            True,
        ),
        "error_share_completions": Metric(
            gettext_noop("Error, share of all completions"),
            gettext_noop("How many completions were foretold too many or too few, of all that came."),
            2,
            True,
        ),
    },
    "sentiment": {
        "macro_f1": Metric(
            gettext_noop("Agreement with staff (macro-F1)"),
            gettext_noop("1 is the same word as staff for every kind of comment."),
        ),
        "accuracy": Metric(
            gettext_noop("Share judged as staff did"), gettext_noop("Of the comments that staff have settled.")
        ),
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
    told = found._replace(name=_(found.name), meaning=_(found.meaning))
    return told if plain == name else told._replace(name=_("{name}, within 30 days", name=told.name))


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
        return cls(metric, baseline_name(str(row["baseline"])), *numbers)


def _table(rows: list[Measured]) -> str:
    return (
        '<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="model-card"><thead><tr>'
        f"<th>{escape(_('What is measured'))}</th><th>{escape(_('Model'))}</th><th>{escape(_('Compared with'))}</th>"
        f"<th>{escape(_('In words'))}</th></tr></thead><tbody>"
        + "".join(_row(row) for row in rows)
        + "</tbody></table></div>"
    )


def _row(row: Measured) -> str:
    digits = row.metric.digits
    shown = number(row.value, digits)
    if row.low is not None and row.high is not None:
        interval = _("{low} to {high}", low=number(row.low, digits), high=number(row.high, digits))
        shown += f'<span class="hw-range">{escape(interval)}</span>'
    compared = NOTHING
    if row.baseline is not None:
        compared = f'{number(row.baseline, digits)}<span class="hw-range">{escape(row.baseline_name)}</span>'
    words = verdict(row.metric, row.value, row.baseline, row.low, row.high)
    return (
        f"<tr><th scope='row'>{escape(row.metric.name)}<span class='hw-range'>{escape(row.metric.meaning)}</span></th>"
        f"<td data-label='{escape(_('Model'))}'>{shown}</td>"
        f"<td data-label='{escape(_('Compared with'))}'>{compared}</td><td>{escape(words)}</td></tr>"
    )


def verdict(metric: Metric, value: float | None, baseline: float | None, low: float | None, high: float | None) -> str:
    """What the figures mean: better only when the whole range is on the better side of what it is compared with."""
    if value is None:
        return _("Not enough ended enrolments to tell")
    if baseline is None or metric.less_is_better is None:
        return ""
    better = value < baseline if metric.less_is_better else value > baseline
    if low is None or high is None:
        return _("Better than that") if better else _("Not better than that")
    if low <= baseline <= high:
        return _("No clear difference")
    return _("Clearly better than that") if better else _("Worse than that")
