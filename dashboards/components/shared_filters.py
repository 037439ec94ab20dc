"""Filters that stand in the address, so that a view can be shared, also with somebody who reads another language.

Two ways: what is shown of a choice stands there (`bind="query-params"` and `take_up`), or a name of ours, where what is
shown carries a count or is no text (`in_address`). Links of the own page change a filter like somebody who chooses.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards.language import LANGUAGES, said_in

# What the address last said of a widget: said otherwise, somebody has followed a link.
_SAID: Final = "_address_{key}"
# What was usual then: who has chosen nothing goes along when something else becomes so.
_USUAL: Final = "_usual_{key}"
_BETWEEN: Final = ".."
# The widget has a default of its own.
_OWN: Final = object()


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


@contextmanager
def in_address(
    key: str, options: Mapping[str, Any], usual: str | None = None, *, is_always_said: bool = False
) -> Generator[None]:
    """Keeps the widget `key`, made within, in the address under the name of what is chosen.

    Args:
        key: of the widget, which gets no default of its own; the parameter of the address is called alike.
        options: name → what the widget holds; a name is in no language.
        usual: the name of what is chosen where the address says nothing, and which it does not say then; None: nothing
            is.
        is_always_said: the address says what is usual too, because tomorrow or to somebody else something else is.
    """
    names = {value: name for name, value in options.items()}
    _begin(key, options.get, options.get(usual) if usual else None, lambda value: value in names)
    yield
    name = names.get(st.session_state.get(key))
    _keep(key, None if name == usual and not is_always_said else name)


@contextmanager
def days_in_address(key: str) -> Generator[None]:
    """Keeps the `st.date_input` of this key, for some days or none, in the address as `2026-03-01..2026-03-31`."""
    _begin(key, _days, _OWN, lambda value: isinstance(value, (tuple, list)))
    yield
    chosen = [one for one in st.session_state.get(key) or () if isinstance(one, date)]
    _keep(key, _BETWEEN.join(one.isoformat() for one in chosen) if len(chosen) == 2 else None)


def _begin(key: str, read: Callable[[str], Any], usual: Any, is_known: Callable[[Any], bool]) -> None:
    said = _SAID.format(key=key)
    told = st.query_params.get(key)
    before = st.session_state.get(_USUAL.format(key=key), usual)
    st.session_state[_USUAL.format(key=key)] = usual
    if before != usual and st.session_state.get(key) == before and told is None:
        st.session_state[key] = usual
    is_followed = key not in st.session_state or told != st.session_state.get(said)
    if is_followed or not (st.session_state[key] is None or is_known(st.session_state[key])):
        wanted = read(told) if told is not None else None
        st.session_state[key] = usual if wanted is None else wanted
        if st.session_state[key] is _OWN:
            del st.session_state[key]


def _keep(key: str, name: str | None) -> None:
    st.session_state[_SAID.format(key=key)] = name
    if name is None:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != name:
        st.query_params[key] = name


def _days(told: str) -> tuple[date, date] | None:
    first, _dots, last = told.partition(_BETWEEN)
    with suppress(ValueError):
        span = date.fromisoformat(first), date.fromisoformat(last or first)
        return span if span[0] <= span[1] else None
    return None
