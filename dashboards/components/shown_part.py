"""One part of a page alone (`?show=…`): what a tile opens where the rows behind it stand on its own page."""

from collections.abc import Collection

import streamlit as st

from dashboards.components.way_back import way_back
from dashboards.components.ways import Way
from dashboards.language import _

SHOW = "show"


def part(page: str, name: str, **query: str) -> Way:
    """The way to one part of a page; `query` is what else its address holds."""
    return Way(page, {**query, SHOW: name})


def shown_part(names: Collection[str]) -> str | None:
    """Which part the address asks for; None is the whole page."""
    wanted = st.query_params.get(SHOW)
    return wanted if wanted in names else None


def whole_page(page: str) -> None:
    """The way back from one part to all of the page, with what else stands in the address."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name != SHOW}
    way_back(_("The whole page again"), Way(page, kept))
