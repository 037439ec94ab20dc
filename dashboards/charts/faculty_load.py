"""Available hours of faculty members, week by week: what was taught of them, and where the rest went."""

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure, weeks_axis
from dashboards.components.labels import percent
from dashboards.language import _, gettext_noop

LEAKS: Final = {
    "idle_hours": gettext_noop("Idle"),
    "no_show_hours": gettext_noop("No-show"),
    "cancelled_hours": gettext_noop("Cancelled"),
}
_NAMES: Final = {"delivered_hours": gettext_noop("Delivered")} | LEAKS
_COLOURS: Final = {
    "delivered_hours": "#2F9E86",
    "idle_hours": "rgba(120, 130, 150, 0.45)",
    "no_show_hours": "#D9822B",
    "cancelled_hours": "#C2453D",
}
_WORDS: Final = {
    "Idle": gettext_noop("idle time"),
    "No-show": gettext_noop("no-shows"),
    "Cancelled": gettext_noop("cancellations"),
}


def load(weeks: pd.DataFrame) -> go.Figure:
    """Stacked hours of each week under the line of those available.

    Args:
        weeks: rows of `queries.faculty_load.load_by_week`; at least one.
    """
    made = figure(finding(weeks), _("Week starting"), _("Hours"))
    for column, name in _NAMES.items():
        made.add_trace(
            go.Bar(
                x=weeks["week_start"],
                y=weeks[column],
                name=_(name),
                marker={"color": _COLOURS[column]},
                hovertemplate="%{y:,.0f} h " + _(name).lower() + "<extra></extra>",
            )
        )
    able = weeks[weeks["available_hours"] > 0]
    made.add_trace(
        go.Scatter(
            x=able["week_start"],
            y=able["available_hours"],
            name=_("Available"),
            mode="lines",
            line={"width": 3, "shape": "hvh"},
            hovertemplate="%{y:,.0f} h " + _("Available").lower() + "<extra></extra>",
        )
    )
    made.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        bargap=0.25,
    )
    weeks_axis(made, weeks["week_start"].iloc[0])
    return made


def finding(weeks: pd.DataFrame) -> str:
    """What the weeks say: the share that was taught, and where most of the rest goes."""
    available = weeks["available_hours"].sum()
    if not available:
        return _("Hours of sessions by week; nobody entered when they could teach")
    told = _("{share} of the available hours were taught", share=percent(weeks["delivered_hours"].sum() / available))
    lost = {name: weeks[column].sum() for column, name in LEAKS.items()}
    most = max(lost, key=lambda name: lost[name])
    if lost[most] < available / 100:
        return told
    return _(
        "{told}; most of the rest was lost to {what}: {share}",
        told=told,
        what=_(_WORDS[most]),
        share=percent(lost[most] / available),
    )
