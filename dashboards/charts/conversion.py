"""How many inquiries come how far, and where they are left behind."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.components.labels import number, percent
from dashboards.language import _


def funnel(names: Sequence[str], counts: Sequence[int]) -> go.Figure:
    """Inquiries that ever came so far, a bar for each stage.

    Args:
        names: of the stages, the first to the last.
        counts: how many came there; the first is more than 0.
    """
    made = figure(_finding(names, counts), _("Inquiries"), "")
    made.add_trace(
        go.Bar(
            x=list(counts),
            y=list(names),
            orientation="h",
            text=[_label(place, counts) for place in range(len(counts))],
            textposition="auto",
            hovertemplate="%{y}: %{x:,}<extra></extra>",
        )
    )
    made.update_yaxes(autorange="reversed", title=None)
    made.update_layout(hovermode="closest", bargap=0.25)
    return made


def _label(place: int, counts: Sequence[int]) -> str:
    told = number(counts[place])
    before = counts[place - 1] if place else 0
    return f"{told} · −{percent((before - counts[place]) / before)}" if before else told


def _finding(names: Sequence[str], counts: Sequence[int]) -> str:
    left = [before - now for before, now in zip(counts, counts[1:], strict=False)]
    most = max(range(len(left)), key=left.__getitem__)
    if left[most] <= 0:
        return _("All of {count} inquiries enrolled", count=number(counts[0]))
    return _(
        "{share} of {count} inquiries enrolled; most are left behind before “{stage}” ({left})",
        share=percent(counts[-1] / counts[0]),
        count=number(counts[0]),
        stage=names[most + 1].lower(),
        left=number(left[most]),
    )
