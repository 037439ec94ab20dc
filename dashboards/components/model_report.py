"""One model's page: what it does, how good it is, for whom, since when, and whether it still fits.

Belongs here: the order of the sections and their markup. Words of the models are in `model_words.py`, the table of
figures in `model_table.py` and `model_metrics.py`, pictures in `charts/models.py`.
"""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboards.charts import models as charts
from dashboards.components import figure
from dashboards.components.labels import NOTHING, day, is_known, number, percent
from dashboards.components.model_metrics import metric_of
from dashboards.components.model_table import figures
from dashboards.components.model_words import (
    TARGETS,
    WITHOUT_DRIFT,
    Words,
    baseline_name,
    compared_by,
    subject_in_words,
    words_of,
)
from dashboards.language import Names, _, gettext_noop
from dashboards.region import day_of
from warehouse.vocabulary import DriftLevel

# The metric by which past dates are shown at first, the first that a model has; else the first of its own.
BACKTEST_METRICS = ("auc", "auc_30d", "mae_days", "error_share_sessions")
# What the title of that picture compares with, the first that is there; else the first of the metric.
BACKTEST_BASELINES = ("seasonal naive: the week a year ago", "naive: the last week again")
SHOWN_DRIFT = 8
LEVEL_NAMES = Names(
    {
        DriftLevel.ALERT: gettext_noop("▲ Look at it"),
        DriftLevel.WATCH: gettext_noop("◆ Watch"),
        DriftLevel.OK: gettext_noop("● As it was"),
    }
)
_RELIABILITY = gettext_noop(
    "Predictions are sorted and put into ten groups of equal size. For each the mean prediction is compared with the "
    "share that came true; the bar holds the true share in 95 of 100 cases. On the dotted line a prediction means what "
    "it says."
)
_BACKTEST = gettext_noop(
    "On each date the model is trained on what was known then, and compared with what has become known since. The bar "
    "holds the true value in 95 of 100 cases."
)


class Report(NamedTuple):
    """The published rows of one model."""

    card: pd.DataFrame
    reliability: pd.DataFrame
    backtest: pd.DataFrame
    fairness: pd.DataFrame
    drift: pd.DataFrame
    versions: pd.DataFrame

    def of(self, model: str) -> "Report":
        """The rows of one model."""
        return Report(*(frame[frame["model"] == model] for frame in self))


def model_report(model: str, report: Report) -> None:
    """Shows everything that is known of one model."""
    words, card = words_of(model), report.card.iloc[0]
    st.header(words.name, anchor=False)
    st.markdown(words.does)
    about = [_("Version {number}", number=card["version"])]
    if is_known(card["trained_on_rows"]):
        about.append(_("learned from {count} rows", count=number(card["trained_on_rows"])))
    if not pd.isna(card["trained_until"]):
        about.append(_("until {day}", day=day(pd.Timestamp(card["trained_until"]))))
    st.caption(" · ".join(about))
    with st.container(border=True, key="model-figures"):
        st.subheader(_("How good it is"), anchor=False)
        if words.tested_on:
            st.caption(_("Tested on: {what}", what=words.tested_on))
        figures(report.card)
    _pictures(model, report)
    _fairness(model, report.fairness)
    _drift(model, report.drift)
    _limits(words, report)
    _versions(report.versions)


def needs_a_look(drift: pd.DataFrame) -> list[str]:
    """A sentence for each model whose predictions have moved or did not come true; columns alone are no alarm."""
    told = []
    alarming = drift[(drift["level"] == DriftLevel.ALERT) & drift["subject"].isin(list(TARGETS))]
    for row in alarming.to_dict("records"):
        name, subject = words_of(str(row["model"])).name, subject_in_words(str(row["subject"]))
        if row["measure"] == "realised":
            told.append(
                _(
                    "{name}: “{subject}” came true for {true} where {predicted} was predicted on {day}.",
                    name=name,
                    subject=subject,
                    true=percent(row["value"]),
                    predicted=percent(row["reference"]),
                    day=day(pd.Timestamp(row["day"])),
                )
            )
        elif row["measure"] == "base_rate":
            told.append(
                _(
                    "{name}: “{subject}” came true for {true} of the newest outcomes, for {before} of those before.",
                    name=name,
                    subject=subject,
                    true=percent(row["value"]),
                    before=percent(row["reference"]),
                )
            )
        else:
            told.append(
                _(
                    "{name}: its predictions of “{subject}” are no longer spread as when it learned.",
                    name=name,
                    subject=subject,
                )
            )
    return told


def _pictures(model: str, report: Report) -> None:
    targets = [target for target in TARGETS if (report.reliability["target"] == target).any()]
    targets += sorted(set(report.reliability["target"]) - set(TARGETS))
    left, right = st.columns(2)
    for place, target in enumerate(targets):
        with (left, right)[place % 2]:
            bins = report.reliability[report.reliability["target"] == target]
            figure.show(charts.reliability(bins, subject_in_words(target)), f"reliability-{target}", _(_RELIABILITY))
    _past_dates(model, report.backtest)


def _past_dates(model: str, backtest: pd.DataFrame) -> None:
    """One metric on past dates beside all that it is compared with; whoever looks chooses the metric."""
    tried = [
        name
        for name in dict.fromkeys(backtest["metric"].astype(str))
        if metric_of(name, model).less_is_better is not None
    ]
    tried.sort(key=lambda name: BACKTEST_METRICS.index(name) if name in BACKTEST_METRICS else len(BACKTEST_METRICS))
    if not tried:
        return
    metric = tried[0]
    if len(tried) > 1:
        metric = st.selectbox(
            _("Past dates, measured by"),
            tried,
            format_func=lambda name: metric_of(name, model).name,
            key=f"backtest-metric-{model}",
        )
    rows, told = backtest[backtest["metric"] == metric], metric_of(metric, model)
    names = list(dict.fromkeys(rows["baseline"].astype(str)))
    names.sort(
        key=lambda name: BACKTEST_BASELINES.index(name) if name in BACKTEST_BASELINES else len(BACKTEST_BASELINES)
    )
    ordered = rows.assign(place=rows["baseline"].map(names.index)).sort_values(["place", "origin_date"], kind="stable")
    figure.show(
        charts.past_dates(ordered, told.name, told.digits, less_is_better=bool(told.less_is_better)),
        "backtest",
        f"{told.meaning} {_(_BACKTEST)}",
    )


def _place(first: Sequence[str], name: str) -> int:
    return first.index(name) if name in first else len(first)


def _fairness(model: str, table: pd.DataFrame) -> None:
    with st.container(border=True, key="model-fairness"):
        st.subheader(_("Whether it serves groups of people alike"), anchor=False)
        compared = compared_by(model)
        if compared is None:
            st.caption(_("It says nothing about a single person, so there are no groups to compare."))
            return
        if table.empty:
            st.caption(
                _(
                    "No attribute such as gender or region is known of enough people with an outcome. Where one is"
                    " imported, it is compared here; it never enters a model."
                )
            )
            return
        st.caption(
            _(
                "The attributes are used for this table only. Groups of fewer than 30 are left out. {explained}",
                explained=compared.explained,
            )
        )
        write = percent if compared.is_share else partial(number, digits=2)
        heads = [_("Group"), _("Predictions"), compared.observed, _("Predicted")]
        heads += [_("Ranking (AUC)"), compared.chosen, _("Found")] if compared.chosen else []
        _table(
            heads, [_fairness_row(pd.Series(row), write)[: len(heads)] for _index, row in table.iterrows()], "fairness"
        )


def _fairness_row(row: pd.Series, write: Callable[[float], str]) -> tuple[str, ...]:
    return (
        f"{subject_in_words(str(row['attribute']))}: {row['group_name']}",
        number(row["row_count"]),
        write(row["base_rate"]),
        write(row["mean_prediction"]),
        number(row["auc"], 2),
        percent(row["flagged_share"]),
        percent(row["found_share"]),
    )


def _drift(model: str, table: pd.DataFrame) -> None:
    with st.container(border=True, key="model-drift"):
        st.subheader(_("Whether it still fits"), anchor=False)
        if table.empty and model in WITHOUT_DRIFT:
            st.caption(_("This is not measured for this model."))
            return
        if table.empty:
            st.caption(_("Too little is known yet to compare: a look needs about a hundred on either side."))
            return
        st.caption(
            _(
                "What it is given now against what it learned from: an index below 0.1 is as it was, from 0.25 another"
                " population. What was predicted so long ago that all of it is known, against what came true. And how"
                " often it came true among the newest outcomes, against those before them."
            )
        )
        order = {DriftLevel.ALERT: 0, DriftLevel.WATCH: 1, DriftLevel.OK: 2}
        ranked = table.assign(rank=table["level"].map(order), is_index=table["measure"] == "stability").sort_values(
            ["is_index", "rank", "value"], ascending=[True, True, False], kind="stable"
        )
        rows = [_drift_row(row) for row in ranked.head(SHOWN_DRIFT).to_dict("records")]
        _table((_("What"), _("Now"), _("Compared with"), _("Means")), rows, "drift")
        if len(ranked) > SHOWN_DRIFT:
            st.caption(_("And {count} more columns that moved less.", count=len(ranked) - SHOWN_DRIFT))


def _drift_row(row: dict[object, object]) -> tuple[str, str, str, str]:
    told = pd.Series(row)
    subject = subject_in_words(str(told["subject"]))
    level = LEVEL_NAMES[DriftLevel(str(told["level"]))]
    value = _(
        "{share} came true ({low} to {high})",
        share=percent(told["value"]),
        low=percent(told["low"]),
        high=percent(told["high"]),
    )
    if told["measure"] == "base_rate":
        what = _("{subject}, the newest outcomes until {day}", subject=subject, day=day(pd.Timestamp(told["day"])))
        return (what, value, _("{share} of those before", share=percent(told["reference"])), level)
    if told["measure"] == "realised":
        return (
            _("{subject}, said on {day}", subject=subject, day=day(pd.Timestamp(told["day"]))),
            value,
            _("{share} predicted", share=percent(told["reference"])),
            level,
        )
    return (subject, _("index {value}", value=number(told["value"], 2)), _("those it learned from"), level)


def _limits(words: Words, report: Report) -> None:
    limits = list(words.limits)
    if report.fairness.empty and not report.reliability.empty:
        limits.append(_("Whether it serves groups of people alike could not be measured here."))
    if report.backtest.empty:
        limits.append(_("No past date has enough outcomes yet to try it on."))
    with st.container(border=True, key="model-limits"):
        st.subheader(_("Known limits"), anchor=False)
        st.html("<ul>" + "".join(f"<li>{escape(limit)}</li>" for limit in limits) + "</ul>")


def _versions(table: pd.DataFrame) -> None:
    with st.expander(_("Version history ({count})", count=len(table))):
        if table.empty:
            st.caption(_("No version has been entered yet; the next training enters one."))
            return
        heads = (_("Version"), _("Trained"), _("Knows until"), _("Rows"), _("First figure"), _("Code and data"))
        rows = [
            (
                _("{version} · serves", version=row["version"]) if row["is_serving"] else str(row["version"]),
                day(day_of(pd.to_datetime(row["trained_at"], utc=True).isoformat())),
                day(pd.Timestamp(row["trained_until"])),
                number(row["row_count"]),
                _first_figure(row),
                f"{row['code_fingerprint']} · {row['data_fingerprint']}",
            )
            for row in table.to_dict("records")
        ]
        _table(heads, rows, "versions")


def _first_figure(row: dict[object, object]) -> str:
    told = pd.Series(row)
    if pd.isna(told["metric"]):
        return NOTHING
    metric = metric_of(str(told["metric"]))
    compared = f", {baseline_name(str(told['baseline']))} {number(told['baseline_value'], metric.digits)}"
    return f"{metric.name} {number(told['value'], metric.digits)}{compared}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> None:
    body = "".join(
        f"<tr><th scope='row'>{escape(row[0])}</th>"
        + "".join(
            f"<td data-label='{escape(head)}'>{escape(cell)}</td>"
            for head, cell in zip(heads[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    st.html(
        f'<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="model-{name}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
