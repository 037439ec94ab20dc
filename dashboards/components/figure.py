"""A chart on a page: its finding as a heading that wraps, its definition beside it, then the picture."""

import plotly.graph_objects as go
import streamlit as st


def show(figure: go.Figure, key: str, definition: str) -> None:
    """Shows a chart.

    Args:
        figure: from `charts/`, with its finding as title.
        key: unique on the page.
        definition: what is counted and how, for the help beside the heading.
    """
    # Streamlit registers its template, which carries the theme's colours, when this name is first used.
    draw = st.plotly_chart
    picture = go.Figure(figure)
    picture.update_layout(title=None, template="streamlit")
    with st.container(border=True, key=f"chart-{key}"):
        st.subheader(figure.layout.title.text, anchor=False, help=definition)
        draw(picture, key=key, config={"displayModeBar": False, "scrollZoom": False})
