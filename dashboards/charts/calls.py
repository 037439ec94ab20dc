"""What calling in order brings."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.components.labels import number, percent
from dashboards.language import _, ngettext


def expected_by_calls(chances: pd.Series, calls: int) -> go.Figure:
    """Enrolments to be expected among the first so many calls, beside the same number of calls in any order.

    Args:
        chances: chance to enrol of each scored inquiry, the highest first; at least one.
        calls: calls of a day, marked in the picture.
    """
    ordered = chances.sort_values(ascending=False).reset_index(drop=True)
    total, first = float(ordered.sum()), min(calls, len(ordered))
    reached = ordered.cumsum()
    made = figure(
        _finding(float(reached.iloc[first - 1]), total, first, len(ordered)), _("Calls"), _("Expected enrolments")
    )
    numbers = list(range(len(ordered) + 1))
    made.add_trace(
        go.Scatter(
            x=numbers,
            y=[0.0, *reached],
            mode="lines",
            name=_("In this order"),
            hovertemplate=_("{y} in this order", y="%{y:.1f}") + "<extra></extra>",
        )
    )
    made.add_trace(
        go.Scatter(
            x=[0, len(ordered)],
            y=[0.0, total],
            mode="lines",
            line={"dash": "dot"},
            name=_("In any order"),
            hovertemplate=_("{y} in any order", y="%{y:.1f}") + "<extra></extra>",
        )
    )
    made.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.12, "x": 0})
    if first < len(ordered):
        made.add_vline(x=first, line_dash="dash", line_width=1, annotation_text=_("{count} calls", count=first))
    return made


def _finding(reached: float, total: float, first: int, count: int) -> str:
    if first == count:
        return ngettext(
            "One call reaches everybody: {total} enrolments to be expected",
            "{shown} calls reach everybody: {total} enrolments to be expected",
            count,
            shown=number(count),
            total=number(total, 1),
        )
    return ngettext(
        "The first of {total} calls reaches {share} of the enrolments to be expected",
        "The first {shown} of {total} calls reach {share} of the enrolments to be expected",
        first,
        shown=number(first),
        total=number(count),
        share=percent(reached / total if total else 0.0),
    )
