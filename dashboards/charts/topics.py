"""How hard topics are."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.language import _

ROW_PIXELS = 30
MOST_ROWS = 20


def hours_to_mastery(topics: pd.DataFrame) -> go.Figure:
    """Hours until mastery by topic with their intervals, and the plan beside them; the longest first.

    Args:
        topics: topic_name, hours_to_mastery, hours_low, hours_high, planned_hours, mastered_count, difficulty; at least
            one row, none without hours.
    """
    rows = topics.sort_values("hours_to_mastery", ascending=False).head(MOST_ROWS).iloc[::-1]
    made = figure(_finding(topics), _("Hours until a typical student has mastered it"), "")
    made.add_trace(
        go.Scatter(
            x=rows["hours_to_mastery"],
            y=rows["topic_name"],
            mode="markers",
            name=_("Estimate, 8 in 10 between"),
            marker={"size": 11},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": rows["hours_high"] - rows["hours_to_mastery"],
                "arrayminus": rows["hours_to_mastery"] - rows["hours_low"],
                "thickness": 2,
            },
            customdata=rows[["hours_low", "hours_high", "mastered_count"]].to_numpy(),
            hovertemplate=_(
                "{hours} hours ({low} to {high}), mastered by {count} students",
                hours="%{x:.1f}",
                low="%{customdata[0]:.1f}",
                high="%{customdata[1]:.1f}",
                count="%{customdata[2]:.0f}",
            )
            + "<extra></extra>",
        )
    )
    if rows["planned_hours"].notna().any():
        made.add_trace(
            go.Scatter(
                x=rows["planned_hours"],
                y=rows["topic_name"],
                mode="markers",
                name=_("Planned"),
                marker={"size": 11, "symbol": "line-ns-open", "line": {"width": 3}},
                hovertemplate=_("{hours} hours planned", hours="%{x:.1f}") + "<extra></extra>",
            )
        )
    made.update_layout(
        height=110 + ROW_PIXELS * len(rows),
        hovermode="closest",
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
    )
    made.update_yaxes(title=None)
    return made


def _finding(topics: pd.DataFrame) -> str:
    known = topics[topics["difficulty"] != "too_few"]
    harder = known[known["difficulty"] == "harder"].sort_values("relative_hours", ascending=False)
    if known.empty:
        return _("Too few students have mastered these topics to tell which are hard")
    if harder.empty:
        return _("No topic clearly takes longer than the others")
    first = harder.iloc[0]
    return _(
        "{topic} slows students down most: {times} times a typical topic",
        topic=first["topic_name"],
        times=f"{first['relative_hours']:.1f}",
    )
