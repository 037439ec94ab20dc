"""The metric explorer's parts: choosing, the values as a table, each with the way to its rows, and as files."""

from collections.abc import Hashable
from datetime import date, timedelta
from functools import partial
from html import escape
from io import BytesIO
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboards.access import Person, viewer_of
from dashboards.charts.explorer import NONE
from dashboards.components.labels import metric_value, number
from dashboards.components.metric_words import dimension_label, group_name, metric_label
from dashboards.components.ways import Way, as_condition, linked
from dashboards.language import Names, _, gettext_noop
from dashboards.queries.explorer import MOST_DIMENSIONS, PERIODS, View, dimensions_of, values_of
from dashboards.queries.snapshot import ask
from dashboards.region import picker_format
from warehouse.exports import Format, write_table
from warehouse.metrics import Dimension, Grain, get_registry
from warehouse.metrics.question import TIME
from warehouse.published import Build

SHOWN_ROWS: Final = 100
BETWEEN: Final = gettext_noop("Between two days")
NO_GRAIN: Final = gettext_noop("Not along time")
GRAIN_NAMES: Final = Names(
    {
        Grain.DAY: gettext_noop("By day"),
        Grain.WEEK: gettext_noop("By week"),
        Grain.MONTH: gettext_noop("By month"),
        Grain.QUARTER: gettext_noop("By quarter"),
        Grain.YEAR: gettext_noop("By year"),
    }
)
_FROM: Final = Names(
    {
        Grain.DAY: gettext_noop("Day from"),
        Grain.WEEK: gettext_noop("Week from"),
        Grain.MONTH: gettext_noop("Month from"),
        Grain.QUARTER: gettext_noop("Quarter from"),
        Grain.YEAR: gettext_noop("Year from"),
    }
)
_SPANS: Final = {Grain.DAY: "D", Grain.WEEK: "W", Grain.MONTH: "M", Grain.QUARTER: "Q", Grain.YEAR: "Y"}
_FORMATS: Final = {
    Format.CSV: ("CSV", "text/csv"),
    Format.XLSX: ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def chosen_view(person: Person, build: Build, view: View) -> View:
    """The choices, begun with `view`; what the metric chosen does not know is not offered."""
    registry = get_registry()
    names = sorted(registry.metrics, key=lambda name: (registry.metric(name).group, registry.metric(name).label))
    with st.container(horizontal=True, key="explore-choice", vertical_alignment="bottom"):
        metric = st.selectbox(
            _("Metric"),
            names,
            index=names.index(view.metric),
            format_func=lambda name: (
                f"{group_name(registry.metric(name).group)} · {metric_label(registry.metric(name))}"
            ),
            key="explore-metric",
            width=320,
        )
        known = dimensions_of(metric)
        # Kept by metric: what another metric can be told by would not be among the options.
        by = st.multiselect(
            _("By"),
            list(known),
            default=[name for name in view.by if name in known],
            format_func=lambda name: dimension_name(known, name),
            max_selections=MOST_DIMENSIONS,
            placeholder=_("Nothing"),
            key=f"explore-by-{metric}",
            width=320,
        )
        grains = registry.grains(metric)
        grain: Grain | None = None
        if grains:
            grain = st.selectbox(
                _("Along time"),
                [None, *grains],
                index=[None, *grains].index(view.grain if view.grain in grains else None),
                format_func=lambda one: GRAIN_NAMES[one] if one else _(NO_GRAIN),
                key=f"explore-grain-{metric}",
                width=180,
            )
        chosen = _period(View(metric, tuple(by), grain, view.days, view.first, view.last), build)
        chosen = _filters(person, build, chosen, view)
    st.query_params.from_dict(chosen.address)
    return chosen


def dimension_name(known: dict[str, Dimension], name: str) -> str:
    """How people call a dimension; from where it comes too, where two are called alike."""
    label, (entity, separator, _rest) = dimension_label(known[name]), name.partition("__")
    is_alone = sum(one.label == known[name].label for one in known.values()) == 1
    return label if is_alone or not separator else _("{label} (from {entity})", label=label, entity=entity)


def value_table(rows: pd.DataFrame, view: View, as_of: date) -> None:
    """The values, the first SHOWN_ROWS of them, each with the way to the rows that it counts; up to `as_of`."""
    headings = headings_of(view)
    head = "".join(f"<th scope='col'>{escape(heading)}</th>" for heading in headings)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td data-label='{escape(heading)}'>{escape(_cell(value, name == TIME))}</td>"
            for heading, (name, value) in zip(headings, row.items(), strict=True)
            if name != view.metric
        )
        + f"<td class='hw-number'>{_linked_value(row, view, as_of)}</td></tr>"
        for row in rows.head(SHOWN_ROWS).to_dict("records")
    )
    st.html(
        '<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="explored">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    if len(rows) > SHOWN_ROWS:
        st.caption(
            _(
                "The first {count} of {total} rows; the files hold them all.",
                count=SHOWN_ROWS,
                total=number(len(rows)),
            )
        )


def _linked_value(row: dict[Hashable, Any], view: View, as_of: date) -> str:
    value = metric_value(row[view.metric], get_registry().metric(view.metric).unit)
    return linked(value, _rows_way(row, view, as_of))


def _rows_way(row: dict[Hashable, Any], view: View, as_of: date) -> Way:
    """The way to the rows of one value: what it is told by becomes a condition, its time the days that count."""
    filters = dict(view.filters) | {name: (as_condition(row[name]),) for name in view.by}
    first, last = view.first, view.last
    if view.grain:
        span = pd.Period(pd.Timestamp(str(row[TIME])), freq=_SPANS[view.grain])
        period = view.period(as_of)
        begin, end = (period.first, period.last) if period else (None, None)
        # The first and the last of them may be cut short by the period.
        first = max(span.start_time.date(), begin or date.min)
        last = min(span.end_time.date(), end or date.max)
    told = View(view.metric, days=view.days, first=first, last=last, filters=tuple(filters.items()))
    return Way("rows", told.address)


def headings_of(view: View) -> list[str]:
    """How people call the columns."""
    known = dimensions_of(view.metric)
    time = [_FROM[view.grain]] if view.grain else []
    return [*(dimension_name(known, name) for name in view.by), *time, metric_label(get_registry().metric(view.metric))]


def value_files(rows: pd.DataFrame, view: View) -> None:
    """The values as CSV and Excel, made when somebody wants them."""
    for kind, (name, mime) in _FORMATS.items():
        st.download_button(
            name,
            partial(file_of, rows, kind),
            file_name=f"{view.metric}.{kind.value}",
            mime=mime,
            key=f"explore-{kind.value}",
            icon=":material/download:",
            on_click="ignore",
        )


def file_of(rows: pd.DataFrame, kind: Format) -> bytes:
    """Rows as a file."""
    target = BytesIO()
    write_table(pa.Table.from_pandas(rows, preserve_index=False), kind, target)
    return target.getvalue()


def _period(view: View, build: Build) -> View:
    if get_registry().metric(view.metric).is_state:
        return View(view.metric, view.by, view.grain)
    options = [*PERIODS, BETWEEN]
    usual = next(name for name, days in PERIODS.items() if days == view.days)
    period = st.selectbox(
        _("Period"),
        options,
        index=options.index(BETWEEN if view.first else usual),
        format_func=_,
        key="explore-period",
        width=180,
    )
    if period != BETWEEN:
        return View(view.metric, view.by, view.grain, PERIODS[period])
    last = view.last or build.source_as_of
    first = view.first or last - timedelta(days=view.days - 1)
    days = st.date_input(_("Days"), (first, last), key="explore-days", format=picker_format(), width=260)
    # Between the first click and the second there is one day.
    if not isinstance(days, tuple) or len(days) < 2:
        st.caption(_("Choose the last day too."))
        st.stop()
    return View(view.metric, view.by, view.grain, view.days, days[0], days[1])


def _filters(person: Person, build: Build, chosen: View, view: View) -> View:
    known = dimensions_of(chosen.metric)
    # A link may narrow down to one person by key.
    reached = get_registry().dimensions(chosen.metric)
    known |= {name: reached[name] for name, _values in view.filters if name in reached}
    begun = {name: values for name, values in view.filters if name in known}
    narrowed = st.multiselect(
        _("Only where"),
        list(known),
        default=list(begun),
        format_func=lambda name: dimension_name(known, name),
        placeholder=_("Everything"),
        key=f"explore-narrow-{chosen.metric}",
        width=320,
    )
    filters = []
    for name in narrowed:
        there = ask(build, values_of, viewer_of(person), build.source_as_of, chosen, name)["value"].tolist()
        options = list(dict.fromkeys([*there, *begun.get(name, ())]))
        values = st.multiselect(
            _("{dimension} is", dimension=dimension_name(known, name)),
            options,
            default=list(begun.get(name, ())),
            format_func=lambda value: value or _(NONE),
            placeholder=_("Any"),
            key=f"explore-is-{chosen.metric}-{name}",
            width=320,
        )
        if values:
            filters.append((name, tuple(values)))
    return View(chosen.metric, chosen.by, chosen.grain, chosen.days, chosen.first, chosen.last, filters=tuple(filters))


def _cell(value: object, is_day: bool) -> str:
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN alone is not itself
        return _(NONE)
    return str(value)[:10] if is_day else str(value)
