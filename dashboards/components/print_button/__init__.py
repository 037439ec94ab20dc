"""A button that prints the page: a component, because only the browser can."""

from typing import Final

import streamlit as st

from dashboards.components.assets import joined_text
from dashboards.language import words_of

_SCRIPT: Final = joined_text("words.js", "print_button/print.js")
_button = st.components.v2.component(
    "headway_print_button",
    html=joined_text("print_button/print.html"),
    css=joined_text("print_button/print.css"),
    js=_SCRIPT,
)


def print_button() -> None:
    """Shows the button; what is printed is the page without menu and buttons (`assets/report.css`)."""
    _button(key="print", data={"words": words_of(_SCRIPT)})
