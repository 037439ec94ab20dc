"""What is on screen as files: tables as CSV, charts as PNG, the page as PDF; one control for every page."""

from typing import Final

import streamlit as st

from dashboards.components.assets import joined_text
from dashboards.language import words_of

_SCRIPT: Final = joined_text("words.js", "page_export/tables.js", "page_export/pictures.js", "page_export/export.js")
_export = st.components.v2.component(
    "headway_page_export",
    html=joined_text("page_export/export.html"),
    css=joined_text("page_export/export.css"),
    js=_SCRIPT,
)


def page_export() -> None:
    """Shows the control. It reads what the browser shows, so nobody gets a row that is not on his screen."""
    _export(key="page-export", data={"words": words_of(_SCRIPT)})
