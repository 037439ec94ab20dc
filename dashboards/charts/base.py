"""What all charts share: axes with units, quiet lines, the same hover. Colours come from the theme (config.toml)."""

from typing import Final

import plotly.graph_objects as go

from dashboards.region import axis_day

HEIGHT_PIXELS: Final = 300
MILLISECONDS_PER_WEEK: Final = 7 * 86_400_000


def figure(finding: str, x_title: str, y_title: str) -> go.Figure:
    """An empty figure with the house's layout."""
    made = go.Figure()
    made.update_layout(
        title={"text": finding},
        height=HEIGHT_PIXELS,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        hovermode="x unified",
        showlegend=False,
        bargap=0.35,
    )
    made.update_xaxes(title={"text": x_title}, showgrid=False, automargin=True)
    made.update_yaxes(title={"text": y_title}, rangemode="tozero", automargin=True)
    return made


def weeks_axis(made: go.Figure, first_week: object) -> None:
    """Labels every second week, on the day that the week starts."""
    made.update_xaxes(tick0=str(first_week), dtick=2 * MILLISECONDS_PER_WEEK, tickformat=axis_day())


def change_in_words(before: float, now: float, digits_matter: float) -> str:
    """`rose`, `fell` or `held`, where a change smaller than `digits_matter` is none."""
    if abs(now - before) < digits_matter:
        return "held"
    return "rose" if now > before else "fell"
