"""How good a model is, as pictures: what was predicted against what came true, and how it did on past dates."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.components.labels import percent
from dashboards.components.model_words import baseline_name
from dashboards.language import _
from dashboards.region import axis_day


def reliability(bins: pd.DataFrame, what: str) -> go.Figure:
    """Predicted and observed share of each bin, beside the line on which both are the same.

    Args:
        bins: predicted, observed, low, high (0–1), row_count, of one model and probability; at least one row.
        what: the probability in words, such as `ends without completion`.
    """
    made = figure(_how_honest(bins), _("Predicted: {what}, %", what=what), _("Came true, %"))
    made.add_trace(
        go.Scatter(
            x=[0, 100],
            y=[0, 100],
            mode="lines",
            line={"width": 1, "dash": "dot"},
            name=_("exactly as predicted"),
            hoverinfo="skip",
        )
    )
    made.add_trace(
        go.Scatter(
            x=bins["predicted"] * 100,
            y=bins["observed"] * 100,
            error_y={
                "type": "data",
                "symmetric": False,
                "array": (bins["high"] - bins["observed"]) * 100,
                "arrayminus": (bins["observed"] - bins["low"]) * 100,
                "thickness": 1.5,
            },
            customdata=bins[["row_count"]].to_numpy(),
            mode="markers+lines",
            line={"width": 2},
            marker={"size": 9},
            name=_("this model"),
            hovertemplate=_(
                "predicted {share}%, came true {true}% of {count}",
                share="%{x:.0f}",
                true="%{y:.0f}",
                count="%{customdata[0]:,}",
            )
            + "<extra></extra>",
        )
    )
    top = min(100.0, float(max(bins["predicted"].max(), bins["high"].max())) * 110)
    made.update_layout(hovermode="closest")
    made.update_xaxes(range=[0, top], ticksuffix="%")
    made.update_yaxes(range=[0, top], ticksuffix="%")
    return made


def past_dates(rows: pd.DataFrame, metric: str, digits: int, *, less_is_better: bool = False) -> go.Figure:
    """A metric on past dates beside all that it is compared with; the title speaks of the first.

    Args:
        rows: origin_date, value, baseline, baseline_value, low, high, row_count, of one model and metric, in order.
        metric: its name in words.
        digits: decimals that matter.
        less_is_better: whether the smaller value is ahead, as of an error.
    """
    parts = {str(name): part for name, part in rows.groupby("baseline", sort=False)}
    first = next(iter(parts.values()))
    ahead = first["value"] < first["baseline_value"] if less_is_better else first["value"] > first["baseline_value"]
    finding = _(
        "Ahead of the {baseline} on {count} of {total} past dates",
        baseline=baseline_name(next(iter(parts))),
        count=int(ahead.sum()),
        total=len(first),
    )
    made = figure(finding, _("As on"), metric)
    above, below = first["high"] - first["value"], first["value"] - first["low"]
    bars = {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "thickness": 1.5}
    _line(made, first, "value", _("this model"), digits, dash="solid", symbol="circle", bars=bars)
    for place, (name, part) in enumerate(parts.items()):
        symbol, dash = _MARKS[place % len(_MARKS)]
        _line(made, part, "baseline_value", baseline_name(name), digits, dash=dash, symbol=symbol)
    made.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    made.update_yaxes(rangemode="normal")
    made.update_xaxes(tickformat=axis_day(has_year=True), tickvals=first["origin_date"])
    return made


# Of what a model is compared with: symbol and line, so that they are told apart without colour.
_MARKS = (("diamond", "dot"), ("square", "dash"), ("x", "dashdot"))


def _line(
    made: go.Figure,
    rows: pd.DataFrame,
    column: str,
    name: str,
    digits: int,
    *,
    dash: str,
    symbol: str,
    bars: dict[str, object] | None = None,
) -> None:
    made.add_trace(
        go.Scatter(
            x=rows["origin_date"],
            y=rows[column],
            error_y=bars,
            customdata=rows[["row_count"]].to_numpy(),
            mode="lines+markers",
            line={"width": 2, "dash": dash},
            marker={"size": 8, "symbol": symbol},
            name=name,
            hovertemplate=_(
                "{name}: {value} of {count}", name=name, value=f"%{{y:.{digits}f}}", count="%{customdata[0]:,}"
            )
            + "<extra></extra>",
        )
    )


def _how_honest(bins: pd.DataFrame) -> str:
    inside = int(((bins["predicted"] >= bins["low"]) & (bins["predicted"] <= bins["high"])).sum())
    highest = bins.iloc[-1]
    return _(
        "{count} of {total} groups came true as predicted; of the highest, {true} where {said} was said",
        count=inside,
        total=len(bins),
        true=percent(highest["observed"]),
        said=percent(highest["predicted"]),
    )
