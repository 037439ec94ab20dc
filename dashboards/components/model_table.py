"""The figures of a model as a table that reads without a statistics course. What each is called: `model_metrics.py`."""

from collections.abc import Hashable
from html import escape
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboards.components.labels import NOTHING, number
from dashboards.components.model_metrics import Metric, metric_of
from dashboards.components.model_words import baseline_name
from dashboards.language import _

_NUMBERS: Final = ("value", "baseline_value", "low", "high")


def figures(card: pd.DataFrame) -> None:
    """Shows the figures of one model."""
    st.html(_table([Measured.from_card(row) for row in card.to_dict("records")]))


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
