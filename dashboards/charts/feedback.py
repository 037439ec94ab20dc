"""What people say about one theme, week by week."""

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure, weeks_axis
from dashboards.language import _, gettext_noop

# Told apart by order and legend too, not by colour alone.
_MEANT: Final = (
    ("negative", gettext_noop("Complaints"), "#C24A3F"),
    ("neutral", gettext_noop("Neutral or mixed"), "#8F95A8"),
    ("positive", gettext_noop("Praise"), "#1F8A75"),
)


def theme_weeks(weeks: pd.DataFrame, name: str) -> go.Figure:
    """Mentions of a theme per week, by how they are meant.

    Args:
        weeks: week_start, positive, neutral, negative, in order; at least one row.
        name: of the theme, as people read it.
    """
    made = figure(_finding(weeks, name), _("Week starting"), _("Comments"))
    for column, label, color in _MEANT:
        made.add_trace(
            go.Bar(
                x=weeks["week_start"],
                y=weeks[column],
                name=_(label),
                marker={"color": color},
                hovertemplate="%{y:,} " + _(label).lower() + "<extra></extra>",
            )
        )
    made.update_layout(barmode="stack", showlegend=True, legend={"orientation": "h", "y": 1.15, "x": 0})
    weeks_axis(made, weeks["week_start"].iloc[0])
    made.update_xaxes(dtick=None, nticks=8)
    return made


def _finding(weeks: pd.DataFrame, name: str) -> str:
    now, before = int(weeks["negative"].tail(4).sum()), int(weeks["negative"].iloc[-8:-4].sum())
    if now == before:
        return _("{name}: {count} complaints in four weeks, as many as in the four before", name=name, count=now)
    if now > before:
        return _("{name}: complaints up from {before} to {now} in four weeks", name=name, before=before, now=now)
    return _("{name}: complaints down from {before} to {now} in four weeks", name=name, before=before, now=now)
