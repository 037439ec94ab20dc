"""How the reader's country writes days, numbers and money, in the reader's language.

The country is the one of the campus's time zone, as the Unicode CLDR has it (Babel): somebody in Kolkata reads
`5 Nov 2026` and `12,34,567`, somebody in New York `Nov 5, 2026` and `1,234,567`. Who belongs to no campus reads the
international form. Belongs here: formats. Texts are in `language.py`, names of things in `components/labels.py`.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from copy import copy
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.numbers import NumberPattern
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboards.language import language

# CLDR's code of the whole world.
_NOWHERE: Final = "001"
_KEPT: Final = "_region"
# Outside of Streamlit, such as in a test.
_outside: ContextVar[tuple[str, str | None, str]] = ContextVar("region", default=(_NOWHERE, None, "UTC"))


def live_in(time_zone: str | None, money: str | None = None) -> None:
    """From now on this session's reader lives where that time zone is (None: in no country) and counts this money."""
    here = territory_of(time_zone), money, time_zone or "UTC"
    if get_script_run_ctx(suppress_warning=True) is None:
        _outside.set(here)
    else:
        st.session_state[_KEPT] = here


def _here() -> tuple[str, str | None, str]:
    if get_script_run_ctx(suppress_warning=True) is None:
        return _outside.get()
    found: tuple[str, str | None, str] = st.session_state.get(_KEPT, (_NOWHERE, None, "UTC"))
    return found


def currency() -> str | None:
    """The institute's currency, as an ISO 4217 code; None where it is not known."""
    return _here()[1]


def day_of(instant: str) -> date:
    """The day on which an instant that the API told falls at the reader's campus."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(_here()[2])).date()


@lru_cache(maxsize=512)
def territory_of(time_zone: str | None) -> str:
    """The country of a time zone by its code, such as `IN`; `001` when it belongs to none."""
    canonical = get_global("zone_aliases").get(time_zone or "", time_zone or "")
    found = get_global("zone_territories").get(canonical, _NOWHERE)
    return _NOWHERE if found == "ZZ" else str(found)


def locale() -> Locale:
    """The reader's language as it is written in the reader's country."""
    return _locale(language(), _here()[0])


@lru_cache(maxsize=512)
def _locale(code: str, territory: str) -> Locale:
    for name in (f"{code}_{territory}", f"{code}_{_NOWHERE}"):
        try:
            return Locale.parse(name)
        except UnknownLocaleError:
            continue
    return Locale(code)


def date_text(value: date, skeleton: str) -> str:
    """A day with these parts (a skeleton of CLDR such as `yMMMd`), in the order and with the signs of the country."""
    return str(format_skeleton(skeleton, _day(value), locale=locale()))


def whole_date(value: date) -> str:
    """A day with its month's whole name and its year."""
    return str(format_date(_day(value), "long", locale=locale()))


def date_part(value: date, pattern: str) -> str:
    """One part of a day by itself, such as `EEEE` for the whole name of its weekday."""
    return str(format_date(_day(value), pattern, locale=locale()))


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def number_text(value: float, digits: int = 0) -> str:
    """A number with so many decimals, grouped as the country does."""
    here = locale()
    return str(_with_digits(here.decimal_formats[None], digits).apply(value, here))


def percent_text(share: float, digits: int = 0) -> str:
    """A share of 0 to 1 in hundredths, with the sign where the country writes it."""
    here = locale()
    return str(_with_digits(here.percent_formats[None], digits).apply(share, here))


def money_text(value: float, currency: str | None, digits: int = 0) -> str:
    """An amount with the sign of its currency (an ISO 4217 code), where the country writes it."""
    if currency is None:
        return number_text(value, digits)
    here = locale()
    pattern = _with_digits(here.currency_formats["standard"], digits)
    return str(pattern.apply(value, here, currency=currency, currency_digits=False))


def _with_digits(pattern: NumberPattern, digits: int) -> NumberPattern:
    made = copy(pattern)
    made.frac_prec = (digits, digits)
    return made


def picker_format() -> str:
    """How a field for a day shows it: one of the three orders that Streamlit knows."""
    order = "".join(sign for sign in locale().date_formats["short"].pattern if sign in "dMy")
    if order.startswith("M"):
        return "MM/DD/YYYY"
    return "DD/MM/YYYY" if order.startswith("d") else "YYYY-MM-DD"


def axis_day(*, has_year: bool = False) -> str:
    """A day on an axis of a chart, as a format of d3."""
    day = "%-d %b" if date_text(date(2026, 1, 2), "MMMd").startswith("2") else "%b %-d"
    return f"{day} %Y" if has_year else day


def chart_locale() -> dict[str, Any]:
    """What Plotly is told in a chart's configuration, so that axes and hovers read like the page around them."""
    here = locale()
    return {"locale": str(here), "locales": {str(here): {"dictionary": {}, "format": _chart_format(str(here))}}}


@lru_cache(maxsize=64)
def _chart_format(name: str) -> Mapping[str, Any]:
    here = Locale.parse(name)
    months, days = here.months["format"], here.days["format"]
    primary, secondary = here.decimal_formats[None].grouping
    signs = here.number_symbols.get("latn", here.number_symbols)
    # CLDR's weeks begin on Monday (0), those of d3 on Sunday.
    from_sunday = [6, 0, 1, 2, 3, 4, 5]
    return {
        "days": [days["wide"][place] for place in from_sunday],
        "shortDays": [days["abbreviated"][place] for place in from_sunday],
        "months": [months["wide"][place] for place in range(1, 13)],
        "shortMonths": [months["abbreviated"][place] for place in range(1, 13)],
        "decimal": signs["decimal"],
        "thousands": signs["group"],
        # From the right; d3 repeats them, so the second stands often enough for any amount.
        "grouping": [primary, *[secondary] * 6],
    }
