"""Attendance over time."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import change_in_words, figure, weeks_axis
from dashboards.components.labels import percent
from dashboards.language import _

# Half a percentage point: less than one student in a class of 30 over a month.
NOTICEABLE_CHANGE = 0.005


def weekly_rate(weeks: pd.DataFrame) -> go.Figure:
    """Attendance rate per week.

    Args:
        weeks: week_start, marks, attended, attendance_rate (0–1), in order; at least one row.
    """
    made = figure(_finding(weeks), _("Week starting"), _("Attendance rate, % of marks"))
    made.add_trace(
        go.Scatter(
            x=weeks["week_start"],
            y=weeks["attendance_rate"] * 100,
            customdata=weeks[["marks"]].to_numpy(),
            mode="lines+markers",
            line={"width": 3, "shape": "linear"},
            marker={"size": 8},
            hovertemplate=_("{share}% of {count} marks", share="%{y:.1f}", count="%{customdata[0]:,}")
            + "<extra></extra>",
        )
    )
    made.update_yaxes(range=[0, 100], ticksuffix="%")
    weeks_axis(made, weeks["week_start"].iloc[0])
    return made


def _finding(weeks: pd.DataFrame) -> str:
    recent, earlier = weeks.tail(4), weeks.iloc[-8:-4]
    now = recent["attended"].sum() / recent["marks"].sum()
    if len(earlier) < 4:
        return _("{share} of marks are present or late", share=percent(now))
    before = earlier["attended"].sum() / earlier["marks"].sum()
    verb = change_in_words(before, now, NOTICEABLE_CHANGE)
    if verb == "held":
        return _("Attendance held at {now} over the last four weeks", now=percent(now))
    if verb == "rose":
        return _("Attendance rose from {before} to {now} in four weeks", before=percent(before), now=percent(now))
    return _("Attendance fell from {before} to {now} in four weeks", before=percent(before), now=percent(now))
