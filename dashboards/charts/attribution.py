"""Why a number changed between two snapshots."""

from collections.abc import Callable
from typing import NamedTuple

import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.components.labels import NOTHING
from dashboards.components.metric_words import metric_name
from dashboards.language import Names, _, gettext_noop
from warehouse.attribution import Attribution

KIND_NAMES = Names(
    {"added": gettext_noop("Added"), "removed": gettext_noop("Removed"), "changed": gettext_noop("Changed")}
)
SHARE = "share"


def steps(told: Attribution, title: str) -> go.Figure:
    """The way from the older number to the newer one: what added, removed and changed rows did to it.

    Args:
        told: an attribution with a number in both snapshots.
        title: the finding.
    """
    made = figure(title, "", metric_name(told.measure.label))
    unit = told.measure.unit
    running = told.before or 0
    edges = [running]
    rising: list[Step] = []
    falling: list[Step] = []
    for kind in KIND_NAMES:
        share = told.by_kind[kind] or 0
        (rising if share >= 0 else falling).append(Step(KIND_NAMES[kind], running, share))
        running += share
        edges.append(running)
    # One trace a role, so that each takes its colour from the theme.
    made.add_trace(_bars([Step(_("Before"), 0, told.before or 0), Step(_("Now"), 0, told.after or 0)], brief, unit))
    made.add_trace(_bars(rising, signed, unit))
    made.add_trace(_bars(falling, signed, unit))
    # The steps are small beside the number: the axis shows where they happen.
    room = max(max(edges) - min(edges), abs(edges[0]) * 0.001) * 0.6
    made.update_yaxes(range=[min(edges) - room, max(edges) + room], rangemode="normal")
    order = [_("Before"), *(KIND_NAMES[kind] for kind in KIND_NAMES), _("Now")]
    if unit == SHARE:
        made.update_yaxes(tickformat=".1%")
    made.update_xaxes(categoryorder="array", categoryarray=order, tickangle=0)
    made.update_layout(barmode="overlay", hovermode="closest", bargap=0.2)
    return made


class Step(NamedTuple):
    """One bar: where it begins and how far it goes."""

    name: str
    start: float
    height: float


def _bars(steps: list[Step], words: Callable[[float, str], str], unit: str) -> go.Bar:
    return go.Bar(
        x=[step.name for step in steps],
        base=[step.start for step in steps],
        y=[step.height for step in steps],
        text=[words(step.height, unit) for step in steps],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}: %{text}<extra></extra>",
    )


def brief(value: float | None, unit: str = "") -> str:
    """A number in six digits at most; a share as percent."""
    if value is None:
        return NOTHING
    return f"{value * 100:.2f}%" if unit == SHARE else f"{value:,.6g}"


def signed(value: float | None, unit: str = "") -> str:
    """A change, with its sign; that of a share in percentage points."""
    if value is None:
        return NOTHING
    return _("{change} points", change=f"{value * 100:+.2f}") if unit == SHARE else f"{value:+,.4g}"
