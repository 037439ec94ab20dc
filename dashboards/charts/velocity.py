"""Learning velocity over time."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import change_in_words, figure, weeks_axis

NOTICEABLE_CHANGE = 0.01


def weekly_velocity(weeks: pd.DataFrame) -> go.Figure:
    """Mastery gained per delivered hour and week.

    Args:
        weeks: week_start, mastery_gained, delivered_hours, velocity, in order; at least one row.
    """
    made = figure(_finding(weeks), "Week starting", "Mastery levels gained per hour")
    made.add_trace(
        go.Scatter(
            x=weeks["week_start"],
            y=weeks["velocity"],
            customdata=weeks[["delivered_hours"]].to_numpy(),
            mode="lines+markers",
            line={"width": 3},
            marker={"size": 8, "symbol": "square"},
            hovertemplate="%{y:.2f} levels per hour in %{customdata[0]:,.0f} hours<extra></extra>",
        )
    )
    weeks_axis(made, weeks["week_start"].iloc[0])
    return made


def _finding(weeks: pd.DataFrame) -> str:
    recent, earlier = weeks.tail(4), weeks.iloc[-8:-4]
    now = recent["mastery_gained"].sum() / recent["delivered_hours"].sum()
    if len(earlier) < 4:
        return f"Students gain {now:.2f} mastery levels per hour of teaching"
    before = earlier["mastery_gained"].sum() / earlier["delivered_hours"].sum()
    verb = change_in_words(before, now, NOTICEABLE_CHANGE)
    if verb == "held":
        return f"Learning velocity held at {now:.2f} levels per hour over four weeks"
    return f"Learning velocity {verb} from {before:.2f} to {now:.2f} levels per hour in four weeks"
