"""Any metric as a picture: a line along time, bars otherwise; the title says what stands out."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.components.labels import NOTHING, metric_value
from dashboards.components.metric_words import metric_label
from dashboards.language import Names, _, gettext_noop
from dashboards.region import date_text
from warehouse.metrics import Grain, Metric, Unit
from warehouse.metrics.question import TIME

MOST_BARS: Final = 25
MOST_LINES: Final = 8
NONE: Final = gettext_noop("Not noted")
_GRAINS: Final = Names(
    {
        Grain.DAY: gettext_noop("day"),
        Grain.WEEK: gettext_noop("week"),
        Grain.MONTH: gettext_noop("month"),
        Grain.QUARTER: gettext_noop("quarter"),
        Grain.YEAR: gettext_noop("year"),
    }
)
_UNITS: Final = {
    Unit.PERCENT: "%",
    Unit.HOURS: gettext_noop("hours"),
    Unit.MINUTES: gettext_noop("minutes"),
    Unit.DAYS: gettext_noop("days"),
    Unit.LEVELS: gettext_noop("levels"),
    Unit.LEVELS_PER_HOUR: gettext_noop("levels per hour"),
    Unit.RATING: gettext_noop("1 to 5"),
    Unit.MONEY: gettext_noop("in the institute's currency"),
}


def explored(
    rows: pd.DataFrame, metric: Metric, by: Sequence[str], grain: Grain | None, names: Sequence[str]
) -> go.Figure:
    """A metric by dimensions, along time, or both.

    Args:
        rows: the dimensions, `metric_time` if it is told along time, and the metric; at least one row with a value.
        metric: what is told.
        by: the columns of the dimensions, at least one if there is no time.
        grain: of the time, if it is told along it.
        names: how people call them.
    """
    known = rows.dropna(subset=[metric.name])
    unit = _UNITS.get(metric.unit)
    value_title = f"{metric_label(metric)}, {_(unit)}" if unit else metric_label(metric)
    if TIME in known:
        made = figure(finding(known, metric, by, grain), "", value_title)
        for name, line in _lines(known, metric, by):
            made.add_trace(
                go.Scatter(x=line[TIME], y=line[metric.name], name=name, mode="lines+markers", line={"width": 3})
            )
        _values(made, metric, "y")
        made.update_layout(showlegend=bool(by), legend={"orientation": "h", "y": -0.2})
        return made
    made = figure(finding(known, metric, by, grain), value_title, names[0] if names else "")
    for name, bars in _bars(known, metric, by):
        made.add_trace(go.Bar(x=bars[metric.name], y=_told(bars[by[0]]), name=name, orientation="h"))
    _values(made, metric, "x")
    places = min(known[by[0]].nunique(dropna=False), MOST_BARS)
    made.update_yaxes(type="category", autorange="reversed")
    made.update_layout(
        hovermode="closest",
        barmode="group",
        bargap=0.3,
        height=max(220, 70 + places * (30 if len(by) == 1 else 44)),
        showlegend=len(by) > 1,
        legend={"orientation": "h", "y": -0.2},
    )
    return made


def is_cut(rows: pd.DataFrame, metric: Metric, by: Sequence[str]) -> bool:
    """Whether the picture leaves out some of the rows."""
    known = rows.dropna(subset=[metric.name])
    if TIME in known:
        return bool(by) and known.groupby(list(by), dropna=False).ngroups > MOST_LINES
    places, groups = known[by[0]].nunique(dropna=False), known[by[-1]].nunique(dropna=False)
    return bool(places > MOST_BARS or (len(by) > 1 and groups > MOST_LINES))


def finding(rows: pd.DataFrame, metric: Metric, by: Sequence[str], grain: Grain | None = None) -> str:
    """What stands out, in a sentence."""
    known = rows.dropna(subset=[metric.name])
    if TIME not in known:
        if not by:
            return f"{metric_label(metric)}: {_value(metric, known[metric.name].iloc[0])}"
        return _spread(known, metric, by)
    last = known[TIME].max()
    time = {"grain": _GRAINS[grain] if grain else "", "day": _day(last)}
    if by:
        return _spread(known[known[TIME] == last], metric, by, time)
    ordered = known.sort_values(TIME)
    first, now = ordered.iloc[0], ordered.iloc[-1]
    before, after = _value(metric, first[metric.name]), _value(metric, now[metric.name])
    name = metric_label(metric)
    if len(ordered) == 1:
        return _("{name}: {value} in the {grain} from {day}", name=name, value=after, **time)
    since = _day(first[TIME])
    if before == after:
        return _("{name}: {value}, as in the {grain} from {day}", name=name, value=after, **time | {"day": since})
    if now[metric.name] > first[metric.name]:
        return _("{name} rose from {before} to {after} since {day}", name=name, before=before, after=after, day=since)
    return _("{name} fell from {before} to {after} since {day}", name=name, before=before, after=after, day=since)


def _spread(rows: pd.DataFrame, metric: Metric, by: Sequence[str], time: dict[str, str] | None = None) -> str:
    ordered = rows.sort_values(metric.name, ascending=False)
    most, least = ordered.iloc[0], ordered.iloc[-1]
    name, top = metric_label(metric), f"{_place(most, by)} ({_value(metric, most[metric.name])})"
    if len(ordered) == 1:
        if time is None:
            return f"{name}: {top}"
        return _("{name}: {value} in the {grain} from {day}", name=name, value=top, **time)
    bottom = f"{_place(least, by)} ({_value(metric, least[metric.name])})"
    if time is None:
        return _("{name}: highest at {top}, lowest at {bottom}", name=name, top=top, bottom=bottom)
    return _(
        "{name}: highest at {top}, lowest at {bottom} in the {grain} from {day}",
        name=name,
        top=top,
        bottom=bottom,
        **time,
    )


def _lines(rows: pd.DataFrame, metric: Metric, by: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    """The lines with the most points, then the largest; the table has them all."""
    if not by:
        return [(metric_label(metric), rows.sort_values(TIME))]
    places = rows.apply(_place, axis=1, by=by)
    sizes = rows.groupby(places)[metric.name].agg(["count", "sum"]).sort_values(["count", "sum"], ascending=False)
    return [(str(place), rows[places == place].sort_values(TIME)) for place in sorted(sizes.index[:MOST_LINES])]


def _bars(rows: pd.DataFrame, metric: Metric, by: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    if len(by) == 1:
        return [(metric_label(metric), rows.head(MOST_BARS))]
    kept = rows[rows[by[0]].isin(list(rows[by[0]].drop_duplicates()[:MOST_BARS]))]
    groups = _told(kept[by[1]])
    return [(name, kept[groups == name]) for name in sorted(groups.value_counts().index[:MOST_LINES])]


def _values(made: go.Figure, metric: Metric, axis: str) -> None:
    shares = {"tickformat": ".0%", "hoverformat": ".1%"} if metric.unit is Unit.SHARE else {"hoverformat": ",.2~f"}
    made.update_layout({f"{axis}axis": {**shares, "rangemode": "tozero"}})


def _place(row: pd.Series, by: Sequence[str]) -> str:
    return ", ".join(_(NONE) if pd.isna(row[name]) else str(row[name]) for name in by)


def _told(values: pd.Series) -> pd.Series:
    return values.map(lambda one: _(NONE) if pd.isna(one) else str(one))


def _value(metric: Metric, value: float) -> str:
    return metric_value(value, metric.unit) if pd.notna(value) else NOTHING


def _day(value: object) -> str:
    return date_text(pd.Timestamp(str(value)), "yMMMd")
