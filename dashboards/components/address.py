"""Choices that stand in the address by a key of their own, so that a link to a view reads in every language.

Belongs here: choices among rows (a campus by its code, a faculty member by her id), of which two may have one name.
Filters whose words are ours stand there as they are shown: `shared_filters.py`.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

import streamlit as st

from dashboards.region import picker_format

_KEY: Final = "at-{name}"
# What the calendar of the API takes, without its first and its last year: the week around a day lies in it too.
FIRST_DAY: Final = date(1901, 1, 1)
LAST_DAY: Final = date(2198, 12, 31)


def chosen(name: str, label: str, names: Mapping[str, str], every: str) -> str | None:
    """One of `names` by its key, or None: all of them, which is shown as `every`. Stands in the address as `name`."""
    key = _begun(name, names, "")
    found = st.selectbox(label, ["", *names], format_func=lambda one: names.get(one) or every, key=key)
    write(name, found or None)
    return found or None


def switched(name: str, label: str, names: Mapping[str, str]) -> str:
    """One of a few `names`, shown side by side; the first, unless the address says another one."""
    first = next(iter(names))
    key = _begun(name, names, first)
    found = st.segmented_control(label, list(names), format_func=names.__getitem__, required=True, key=key)
    write(name, None if found in (None, first) else found)
    return found or first


def day_asked(name: str, label: str, today: date) -> date:
    """A day; today, unless the address says another one."""
    key = _KEY.format(name=name)
    if key not in st.session_state:
        st.session_state[key] = read_day(st.query_params.get(name)) or today
    found = st.date_input(label, min_value=FIRST_DAY, max_value=LAST_DAY, key=key, format=picker_format())
    on = found if isinstance(found, date) else today
    write(name, on.isoformat() if on != today else None)
    return on


def go_to_day(name: str, on: date) -> None:
    """For a button that leads to another day; called before the day is drawn, as callbacks are."""
    st.session_state[_KEY.format(name=name)] = on


def read_day(text: str | None) -> date | None:
    """A day as an address tells it, or None."""
    try:
        on = date.fromisoformat(text or "")
    except ValueError:
        return None
    return on if FIRST_DAY <= on <= LAST_DAY else None


def write(name: str, value: str | None) -> None:
    """Puts a choice into the address, or takes it out."""
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def _begun(name: str, names: Collection[str], otherwise: str) -> str:
    """The key of the choice; it begins with what the address says, and forgets what can be chosen no longer."""
    key = _KEY.format(name=name)
    if key not in st.session_state:
        told = st.query_params.get(name)
        st.session_state[key] = told if told in names else otherwise
    elif st.session_state[key] not in (*names, otherwise):
        st.session_state[key] = otherwise
    return key
