"""Filters that stand in the address, so that a view can be shared, also with somebody who reads another language."""

from collections.abc import Iterable

import streamlit as st

from dashboards.language import LANGUAGES, said_in


def take_up(key: str, options: Iterable[str]) -> None:
    """Finds the option that the address names in another language's words; called before the widget `key` is made.

    Streamlit writes and reads what a widget shows. What it does not know it takes out of the address, and the filter
    would stand on its default. In the address it stands again, in the reader's words, from the next run on.

    Args:
        key: of a widget that is bound to the address.
        options: as the widget gets them, before they are translated.
    """
    told = st.query_params.get(key)
    if told is None or key in st.session_state:
        return
    named = next((one for one in options if told in {said_in(code, one) for code in LANGUAGES}), None)
    if named is not None:
        st.session_state[key] = named
