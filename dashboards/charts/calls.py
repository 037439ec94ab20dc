"""What calling in order brings."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure


def expected_by_calls(chances: pd.Series, calls: int) -> go.Figure:
    """Enrolments to be expected among the first so many calls, beside the same number of calls in any order.

    Args:
        chances: chance to enrol of each scored inquiry, the highest first; at least one.
        calls: calls of a day, marked in the picture.
    """
    ordered = chances.sort_values(ascending=False).reset_index(drop=True)
    total, first = float(ordered.sum()), min(calls, len(ordered))
    reached = ordered.cumsum()
    made = figure(_finding(float(reached.iloc[first - 1]), total, first, len(ordered)), "Calls", "Expected enrolments")
    numbers = list(range(len(ordered) + 1))
    made.add_trace(
        go.Scatter(
            x=numbers,
            y=[0.0, *reached],
            mode="lines",
            name="In this order",
            hovertemplate="%{y:.1f} in this order<extra></extra>",
        )
    )
    made.add_trace(
        go.Scatter(
            x=[0, len(ordered)],
            y=[0.0, total],
            mode="lines",
            line={"dash": "dot"},
            name="In any order",
            hovertemplate="%{y:.1f} in any order<extra></extra>",
        )
    )
    made.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.12, "x": 0})
    if first < len(ordered):
        made.add_vline(x=first, line_dash="dash", line_width=1, annotation_text=f"{first} calls")
    return made


def _finding(reached: float, total: float, first: int, count: int) -> str:
    share = 100 * reached / total if total else 0.0
    if first == count:
        calls = "One call reaches" if count == 1 else f"{count:,} calls reach"
        return f"{calls} everybody: {total:.1f} enrolments to be expected"
    calls = f"The first of {count:,} calls reaches" if first == 1 else f"The first {first:,} of {count:,} calls reach"
    return f"{calls} {share:.0f} % of the enrolments to be expected"
