"""The link from a part to what it is a part of."""

from html import escape

import streamlit as st

from dashboards.components.ways import Way


def way_back(label: str, way: Way) -> None:
    """A link of our own: Streamlit's to the page that is open leaves the address as it was."""
    st.html(f'<a class="hw-aside hw-back" href="{escape(way.href, quote=True)}" target="_self">← {escape(label)}</a>')
