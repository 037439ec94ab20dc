"""Available hours of faculty members, week by week: what was taught of them, where the rest went, what is beyond."""

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure, weeks_axis
from dashboards.components.labels import percent
from dashboards.language import _, gettext_noop

LEAKS: Final = {
    "no_show_hours": gettext_noop("No-show"),
    "unclosed_hours": gettext_noop("Not closed"),
    "cancelled_hours": gettext_noop("Cancelled"),
    "idle_hours": gettext_noop("Idle"),
}
# Up to the line of the available hours, and what stands above it.
NAMES: Final = {
    "taught_hours": gettext_noop("Taught"),
    **LEAKS,
    "overtime_hours": gettext_noop("Beyond available hours"),
}
# What hardly ever happens: it gets a place in a legend or a table when it did.
_RARE: Final = ("unclosed_hours", "overtime_hours")
_COLOURS: Final = {
    "taught_hours": "#2F9E86",
    "no_show_hours": "#D9822B",
    "unclosed_hours": "#8E6BBF",
    "cancelled_hours": "#C2453D",
    "idle_hours": "rgba(120, 130, 150, 0.45)",
    "overtime_hours": "#3B7DD8",
}
_WORDS: Final = {
    "Idle": gettext_noop("idle time"),
    "No-show": gettext_noop("no-shows"),
    "Not closed": gettext_noop("sessions that nobody closed"),
    "Cancelled": gettext_noop("cancellations"),
}


def parts(rows: pd.DataFrame) -> list[str]:
    """The columns of hours to show of rows of `queries.faculty_load`, in order."""
    return [column for column in NAMES if column not in _RARE or rows[column].any()]


def load(weeks: pd.DataFrame) -> go.Figure:
    """Stacked hours of each week: those available up to their line, and above it what was taught beyond.

    Args:
        weeks: rows of `queries.faculty_load.load_by_week`; at least one.
    """
    made = figure(finding(weeks), _("Week starting"), _("Hours"))
    for column in parts(weeks):
        name = _(NAMES[column])
        made.add_trace(
            go.Bar(
                x=weeks["week_start"],
                y=weeks[column],
                name=name,
                marker={"color": _COLOURS[column]},
                hovertemplate="%{y:,.0f} h " + name.lower() + "<extra></extra>",
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
    told = _("{share} of the available hours were taught", share=percent(weeks["taught_hours"].sum() / available))
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
