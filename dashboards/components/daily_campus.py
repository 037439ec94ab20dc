"""Whose day a page is about, for somebody who belongs to no campus: one campus at a time, kept in the address.

A day of the whole institute is thousands of rows that nobody reads. Figures of all campuses together have their own
choice (`campus_filter.py`).
"""

from collections.abc import Mapping

import streamlit as st

from dashboards.components.shared_filters import in_address
from dashboards.language import _


def daily_campus(campuses: Mapping[str, str]) -> str | None:
    """Shows the choice, and returns the code of a campus; None where there is nothing to choose.

    Args:
        campuses: names by code, those that the person sees.
    """
    if len(campuses) < 2:
        return None
    # To somebody else another one may be the first.
    with in_address("campus", {code: code for code in campuses}, next(iter(campuses)), is_always_said=True):
        code: str = st.selectbox(_("Campus"), list(campuses), format_func=campuses.__getitem__, key="campus", width=280)
    return code
