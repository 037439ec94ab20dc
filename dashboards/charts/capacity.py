"""Hours needed beside hours that faculty could teach, and what the coming weeks will bring."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure, weeks_axis
from dashboards.components.labels import percent

_BAND = "rgba(120, 130, 150, 0.22)"
_ENOUGH_TO_TELL = 4


def hours(weeks: pd.DataFrame) -> go.Figure:
    """Sessions' hours week by week, held and expected, under the line of the hours that faculty could teach.

    Args:
        weeks: rows of rpt_capacity_week, in order; at least one row.
    """
    made = figure(_finding(weeks), "Week starting", "Hours of sessions")
    held, ahead = weeks[~weeks["is_ahead"]], weeks[weeks["is_ahead"] & weeks["expected_hours"].notna()]
    made.add_trace(
        go.Bar(
            x=held["week_start"], y=held["expected_hours"], name="Held", hovertemplate="%{y:,.0f} h held<extra></extra>"
        )
    )
    made.add_trace(
        go.Bar(
            x=ahead["week_start"],
            y=ahead["expected_hours"],
            customdata=ahead[["p10_hours", "p90_hours", "booked_hours"]].to_numpy(),
            name="Expected",
            marker={"pattern": {"shape": "/"}},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": (ahead["p90_hours"] - ahead["expected_hours"]).clip(lower=0),
                "arrayminus": (ahead["expected_hours"] - ahead["p10_hours"]).clip(lower=0),
                "thickness": 1.5,
            },
            hovertemplate="%{y:,.0f} h expected, %{customdata[0]:,.0f} to %{customdata[1]:,.0f};"
            " %{customdata[2]:,.0f} h booked<extra></extra>",
        )
    )
    able = weeks[weeks["available_hours"] > 0]
    made.add_trace(
        go.Scatter(
            x=able["week_start"],
            y=able["available_hours"],
            name="Faculty available",
            mode="lines",
            line={"width": 3, "shape": "hvh"},
            hovertemplate="%{y:,.0f} h available<extra></extra>",
        )
    )
    made.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, bargap=0.25
    )
    weeks_axis(made, weeks["week_start"].iloc[0])
    return made


def demand(weeks: pd.DataFrame, what: str) -> go.Figure:
    """What came in each week, and the range in which the coming weeks will lie.

    Args:
        weeks: week_start, value, p10, p50, p90, in order; at least one row.
        what: the plural of what is counted, such as `sessions`.
    """
    known, ahead = weeks[weeks["value"].notna()], weeks[weeks["p50"].notna()]
    made = figure(_coming(known, ahead, what), "Week starting", f"{what.capitalize()} a week")
    made.add_trace(_line(known["week_start"], known["value"], "%{y:,.0f} " + what + "<extra></extra>", "solid"))
    for column, fill in (("p10", None), ("p90", "tonexty")):
        made.add_trace(
            go.Scatter(
                x=ahead["week_start"],
                y=ahead[column],
                mode="lines",
                line={"width": 0},
                fill=fill,
                fillcolor=_BAND,
                hoverinfo="skip",
            )
        )
    middle = _line(
        ahead["week_start"],
        ahead["p50"],
        "%{y:,.0f} expected, %{customdata[0]:,.0f} to %{customdata[1]:,.0f}<extra></extra>",
        "dash",
    )
    middle.customdata = ahead[["p10", "p90"]].to_numpy()
    made.add_trace(middle)
    weeks_axis(made, weeks["week_start"].iloc[0])
    return made


def _line(x: Any, y: Any, hover: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=x, y=y, mode="lines+markers", line={"width": 3, "dash": dash}, marker={"size": 6}, hovertemplate=hover
    )


def week_name(value: object) -> str:
    """A week by its Monday, `5 Jan`."""
    monday = pd.Timestamp(value)  # type: ignore[arg-type]
    return f"{monday.day} {monday:%b}"


def _finding(weeks: pd.DataFrame) -> str:
    ahead = weeks[weeks["is_ahead"] & (weeks["state"] != "unknown")]
    if ahead.empty:
        return "Hours of sessions by week"
    for state, words in (("short", "Hours will be short"), ("tight", "Hours will be tight")):
        found = ahead[ahead["state"] == state]
        if found.empty:
            continue
        first = found.iloc[0]
        told = f"{words} from the week of {week_name(first['week_start'])}"
        if state == "short":
            return f"{told}: {first['expected_hours']:,.0f} needed, {first['available_hours']:,.0f} available"
        return f"{told}: {percent(first['load_share'])} of the available hours"
    open_weeks = ahead[ahead["load_share"].notna()]
    if (open_weeks["state"] == "idle").mean() > 0.5:
        share = open_weeks["expected_hours"].sum() / open_weeks["available_hours"].sum()
        return f"Hours are there: sessions will take {percent(share)} of them in the coming weeks"
    fullest = open_weeks.iloc[int(open_weeks["load_share"].argmax())]
    when = week_name(fullest["week_start"])
    return f"Hours will do: the fullest week, of {when}, takes {percent(fullest['load_share'])}"


def _coming(known: pd.DataFrame, ahead: pd.DataFrame, what: str) -> str:
    if ahead.empty:
        return f"{what.capitalize()} by week"
    middle = ahead["p50"].mean()
    told = f"About {middle:,.0f} {what} a week to come"
    recent = known["value"].tail(_ENOUGH_TO_TELL)
    if len(recent) < _ENOUGH_TO_TELL:
        return told
    return f"{told}, {recent.mean():,.0f} lately"
