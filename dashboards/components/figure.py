"""A chart on a page: its finding as a heading that wraps, its definition beside it, then the picture."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboards.region import chart_locale


def show(figure: go.Figure, key: str, definition: str, *, is_clickable: bool = False) -> list[dict[str, Any]]:
    """Shows a chart; the points that were clicked, each with its `x` and `y`.

    Args:
        figure: from `charts/`, with its finding as title.
        key: unique on the page.
        definition: what is counted and how, for the help beside the heading.
        is_clickable: whether a click chooses a point.
    """
    # Streamlit registers its template, which carries the theme's colours, when this name is first used.
    draw = st.plotly_chart
    picture = go.Figure(figure)
    picture.update_layout(title=None, template="streamlit")
    with st.container(border=True, key=f"chart-{key}"):
        st.subheader(figure.layout.title.text, anchor=False, help=definition)
        config = {"displayModeBar": False, "scrollZoom": False, **chart_locale()}
        if not is_clickable:
            draw(picture, key=key, config=config)
            return []
        picture.update_layout(clickmode="event+select")
        event = draw(picture, key=key, config=config, on_select="rerun", selection_mode="points")
    return list(event["selection"]["points"])
