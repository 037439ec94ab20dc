"""Learning velocity over time."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import change_in_words, figure, weeks_axis
from dashboards.language import _

NOTICEABLE_CHANGE = 0.01


def weekly_velocity(weeks: pd.DataFrame) -> go.Figure:
    """Mastery gained per delivered hour and week.

    Args:
        weeks: week_start, mastery_gained, delivered_hours, velocity, in order; at least one row.
    """
    made = figure(_finding(weeks), _("Week starting"), _("Mastery levels gained per hour"))
    made.add_trace(
        go.Scatter(
            x=weeks["week_start"],
            y=weeks["velocity"],
            customdata=weeks[["delivered_hours"]].to_numpy(),
            mode="lines+markers",
            line={"width": 3},
            marker={"size": 8, "symbol": "square"},
            hovertemplate=_(
                "{levels} levels per hour in {hours} hours", levels="%{y:.2f}", hours="%{customdata[0]:,.0f}"
            )
            + "<extra></extra>",
        )
    )
    weeks_axis(made, weeks["week_start"].iloc[0])
    return made


def _finding(weeks: pd.DataFrame) -> str:
    recent, earlier = weeks.tail(4), weeks.iloc[-8:-4]
    now = recent["mastery_gained"].sum() / recent["delivered_hours"].sum()
    if len(earlier) < 4:
        return _("Students gain {levels} mastery levels per hour of teaching", levels=f"{now:.2f}")
    before = earlier["mastery_gained"].sum() / earlier["delivered_hours"].sum()
    verb = change_in_words(before, now, NOTICEABLE_CHANGE)
    if verb == "held":
        return _("Learning velocity held at {now} levels per hour over four weeks", now=f"{now:.2f}")
    told = {"before": f"{before:.2f}", "now": f"{now:.2f}"}
    if verb == "rose":
        return _("Learning velocity rose from {before} to {now} levels per hour in four weeks", **told)
    return _("Learning velocity fell from {before} to {now} levels per hour in four weeks", **told)
