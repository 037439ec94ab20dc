"""Somebody's own result as a picture: bars, a line, or points."""

from enum import StrEnum

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.language import _

MOST_BARS = 60
MOST_COLOURS = 8


class Picture(StrEnum):
    """How rows are drawn."""

    BARS = "Bars"
    LINE = "Line"
    POINTS = "Points"


def result(rows: pd.DataFrame, picture: Picture, x: str, y: str, colour: str | None = None) -> go.Figure:
    """A picture of a result.

    Args:
        rows: the result; at least one row.
        picture: bars add up the rows that share a place, lines and points show every row.
        x: the column along the axis.
        y: a column of numbers.
        colour: a column that tells the rows apart, or None; its most frequent values get a colour of their own.
    """
    made = figure(
        _finding(rows, x, y) if picture is Picture.BARS and colour is None else _("{y} by {x}", y=y, x=x), x, y
    )
    kept = rows[[*dict.fromkeys([x, y, *([colour] if colour else [])])]].dropna(subset=[y])
    if colour is None:
        _draw(made, kept, picture, x, y, None)
    else:
        names = kept[colour].astype(str)
        for name in names.value_counts().index[:MOST_COLOURS]:
            _draw(made, kept[names == name], picture, x, y, name)
        made.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.3}, barmode="group")
    made.update_layout(hovermode="closest")
    return made


def _draw(made: go.Figure, rows: pd.DataFrame, picture: Picture, x: str, y: str, name: str | None) -> None:
    if picture is Picture.BARS:
        sums = rows.groupby(x, sort=False, dropna=False)[y].sum().head(MOST_BARS)
        made.add_trace(go.Bar(x=sums.index.astype(str), y=sums, name=name))
        made.update_xaxes(type="category")
        return
    ordered = rows.sort_values(x) if picture is Picture.LINE else rows
    mode = "lines+markers" if picture is Picture.LINE else "markers"
    made.add_trace(go.Scatter(x=ordered[x], y=ordered[y], mode=mode, name=name, line={"width": 3}, marker={"size": 8}))


def _finding(rows: pd.DataFrame, x: str, y: str) -> str:
    sums = rows.groupby(x, dropna=False)[y].sum()
    if len(sums) < 2 or x == y:
        return _("{y} by {x}", y=y, x=x)
    return _("{y} by {x}: most at {most}, least at {least}", y=y, x=x, most=sums.idxmax(), least=sums.idxmin())
