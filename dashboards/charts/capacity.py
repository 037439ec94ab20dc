"""Hours needed beside hours that faculty could teach, and what the coming weeks will bring."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure, weeks_axis
from dashboards.components.labels import number, percent
from dashboards.language import _
from dashboards.region import date_text

_BAND = "rgba(120, 130, 150, 0.22)"
_ENOUGH_TO_TELL = 4


def hours(weeks: pd.DataFrame) -> go.Figure:
    """Sessions' hours week by week, held and expected, under the line of the hours that faculty could teach.

    Args:
        weeks: rows of rpt_capacity_week, in order; at least one row.
    """
    made = figure(_finding(weeks), _("Week starting"), _("Hours of sessions"))
    held, ahead = weeks[~weeks["is_ahead"]], weeks[weeks["is_ahead"] & weeks["expected_hours"].notna()]
    made.add_trace(
        go.Bar(
            x=held["week_start"],
            y=held["expected_hours"],
            name=_("Held"),
            hovertemplate=_("{hours} h held", hours="%{y:,.0f}") + "<extra></extra>",
        )
    )
    made.add_trace(
        go.Bar(
            x=ahead["week_start"],
            y=ahead["expected_hours"],
            customdata=ahead[["p10_hours", "p90_hours", "booked_hours"]].to_numpy(),
            name=_("Expected"),
            marker={"pattern": {"shape": "/"}},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": (ahead["p90_hours"] - ahead["expected_hours"]).clip(lower=0),
                "arrayminus": (ahead["expected_hours"] - ahead["p10_hours"]).clip(lower=0),
                "thickness": 1.5,
            },
            hovertemplate=_(
                "{hours} h expected, {low} to {high}; {booked} h booked",
                hours="%{y:,.0f}",
                low="%{customdata[0]:,.0f}",
                high="%{customdata[1]:,.0f}",
                booked="%{customdata[2]:,.0f}",
            )
            + "<extra></extra>",
        )
    )
    able = weeks[weeks["available_hours"] > 0]
    made.add_trace(
        go.Scatter(
            x=able["week_start"],
            y=able["available_hours"],
            name=_("Faculty available"),
            mode="lines",
            line={"width": 3, "shape": "hvh"},
            hovertemplate=_("{hours} h available", hours="%{y:,.0f}") + "<extra></extra>",
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
    made = figure(_coming(known, ahead, what), _("Week starting"), _("{what} a week", what=what.capitalize()))
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
        _(
            "{count} expected, {low} to {high}",
            count="%{y:,.0f}",
            low="%{customdata[0]:,.0f}",
            high="%{customdata[1]:,.0f}",
        )
        + "<extra></extra>",
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
    return date_text(pd.Timestamp(value), "MMMd")  # type: ignore[arg-type]


def _finding(weeks: pd.DataFrame) -> str:
    ahead = weeks[weeks["is_ahead"] & (weeks["state"] != "unknown")]
    if ahead.empty:
        return _("Hours of sessions by week")
    for state in ("short", "tight"):
        found = ahead[ahead["state"] == state]
        if found.empty:
            continue
        first = found.iloc[0]
        when = week_name(first["week_start"])
        if state == "short":
            return _(
                "Hours will be short from the week of {day}: {needed} needed, {available} available",
                day=when,
                needed=number(first["expected_hours"]),
                available=number(first["available_hours"]),
            )
        return _(
            "Hours will be tight from the week of {day}: {share} of the available hours",
            day=when,
            share=percent(first["load_share"]),
        )
    open_weeks = ahead[ahead["load_share"].notna()]
    if (open_weeks["state"] == "idle").mean() > 0.5:
        share = open_weeks["expected_hours"].sum() / open_weeks["available_hours"].sum()
        return _("Hours are there: sessions will take {share} of them in the coming weeks", share=percent(share))
    fullest = open_weeks.iloc[int(open_weeks["load_share"].argmax())]
    when = week_name(fullest["week_start"])
    return _("Hours will do: the fullest week, of {day}, takes {share}", day=when, share=percent(fullest["load_share"]))


def _coming(known: pd.DataFrame, ahead: pd.DataFrame, what: str) -> str:
    if ahead.empty:
        return _("{what} by week", what=what.capitalize())
    middle = ahead["p50"].mean()
    told = _("About {count} {what} a week to come", count=number(middle), what=what)
    recent = known["value"].tail(_ENOUGH_TO_TELL)
    if len(recent) < _ENOUGH_TO_TELL:
        return told
    return _(
        "About {count} {what} a week to come, {recent} lately",
        count=number(middle),
        what=what,
        recent=number(recent.mean()),
    )
