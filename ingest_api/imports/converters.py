"""How one cell's text becomes a checked value: one function per kind of value.

Belongs here: what a single cell may hold, alone. What a row or two files must agree on stands in `rules.py` and
`cross_checks.py`; which column holds which kind stands in `formats.py`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

KEY_LENGTH = 200
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
# A column of whole numbers with a gap leaves pandas and some spreadsheets as `30.0`.
_INTEGER = re.compile(r"(-?[0-9]{1,9})(?:\.0+)?")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-]\d\d:?\d\d)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_COVERED_TOPIC = re.compile(r"([0-9]{1,5})(?::([1-5])?)?")


class InvalidCellError(ValueError):
    """The cell does not hold what its column asks for."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: its column type in the staging table, how to read it, and the words for what is expected."""

    sql_type: str
    convert: Callable[[str], str]
    expected: str
    # Free text and the keys of large files hardly repeat; remembering them would only fill memory.
    is_repetitive: bool = True


def _unchanged(raw: str) -> str:
    return raw


def _key(raw: str) -> str:
    if len(raw) > KEY_LENGTH:
        raise InvalidCellError
    return raw


def _date(raw: str) -> str:
    if not _DATE.fullmatch(raw) or not 1900 <= date.fromisoformat(raw).year <= 2199:
        raise InvalidCellError
    return raw


def _time(raw: str) -> str:
    if not _TIME.fullmatch(raw):
        raise InvalidCellError
    return raw


def _instant(raw: str) -> str:
    """`HH:MM`, a local `YYYY-MM-DDTHH:MM:SS`, or the same in UTC with `+00:00`."""
    if _TIME.fullmatch(raw):
        return raw
    if not _INSTANT.fullmatch(raw):
        raise InvalidCellError
    instant = datetime.fromisoformat(raw)
    if not 1900 <= instant.year <= 2199:
        raise InvalidCellError
    return (instant.astimezone(UTC) if instant.tzinfo else instant).isoformat(timespec="seconds")


def _moment(raw: str) -> str:
    """An instant with its day; a day alone is its midnight, because that is how workbooks show it."""
    if _DATE.fullmatch(raw):
        return f"{_date(raw)}T00:00:00"
    if _TIME.fullmatch(raw):
        raise InvalidCellError
    return _instant(raw)


def _email(raw: str) -> str:
    if len(raw) > 320 or not _EMAIL.fullmatch(raw):
        raise InvalidCellError
    return raw.lower()


def _items(raw: str) -> list[str]:
    return list(dict.fromkeys(item for item in map(str.strip, raw.split(";")) if item))


def _text_list(raw: str) -> str:
    return ";".join(_items(raw))


def _key_list(raw: str) -> str:
    return ";".join(map(_key, _items(raw)))


def _index_list(raw: str) -> str:
    return ";".join(dict.fromkeys(_whole_number(item, 1, 10_000) for item in _items(raw)))


def _covered_topics(raw: str) -> str:
    """`1:3;2:` normalised to `1:3;2:`; each topic once."""
    covered: dict[str, str] = {}
    for item in _items(raw):
        match = _COVERED_TOPIC.fullmatch(item)
        if match is None or int(match[1]) < 1 or str(int(match[1])) in covered:
            raise InvalidCellError
        covered[str(int(match[1]))] = match[2] or ""
    return ";".join(f"{index}:{understanding}" for index, understanding in covered.items())


def _whole_number(raw: str, least: int, most: int) -> str:
    match = _INTEGER.fullmatch(raw)
    if match is None or not least <= int(match[1]) <= most:
        raise InvalidCellError
    return str(int(match[1]))


TEXT = Kind("text", _unchanged, "text", is_repetitive=False)
NAME = Kind("text", _unchanged, "text")
KEY = Kind("text", _key, f"a key of at most {KEY_LENGTH} characters")
OWN_KEY = Kind("text", _key, f"a key of at most {KEY_LENGTH} characters", is_repetitive=False)
DATE = Kind("date", _date, "a date YYYY-MM-DD between 1900 and 2199")
TIME = Kind("time", _time, "a time HH:MM between 00:00 and 23:59")
INSTANT = Kind("text", _instant, "an instant such as 2024-07-11T09:30:00+05:30, or a time HH:MM", is_repetitive=False)
MOMENT = Kind("text", _moment, "an instant such as 2024-07-11T09:30:00+05:30", is_repetitive=False)
EMAIL = Kind("text", _email, "an e-mail address", is_repetitive=False)
TEXT_LIST = Kind("text", _text_list, "a list separated by ;")
KEY_LIST = Kind("text", _key_list, f"a list of keys separated by ;, each of at most {KEY_LENGTH} characters")
INDEX_LIST = Kind("text", _index_list, "a list of order indexes (whole numbers from 1) separated by ;")
COVERED_TOPICS = Kind(
    "text", _covered_topics, "a list of order_index:understanding separated by ;, understanding 1–5 or empty"
)


def integer(least: int, most: int) -> Kind:
    """A whole number between two bounds, both allowed."""
    return Kind("integer", lambda raw: _whole_number(raw, least, most), f"a whole number from {least} to {most}")


def decimal(least: str, most: str, scale: int) -> Kind:
    """A number between two bounds, both allowed, rounded to `scale` digits after the point as its table would."""

    def convert(raw: str) -> str:
        if not _DECIMAL.fullmatch(raw) or not Decimal(least) <= Decimal(raw) <= Decimal(most):
            raise InvalidCellError
        if len(raw.partition(".")[2]) <= scale:
            return raw
        return str(Decimal(raw).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP))

    return Kind("numeric", convert, f"a number from {least} to {most}, with a decimal point")


def one_of(vocabulary: type[StrEnum]) -> Kind:
    """One of a vocabulary's values, exactly as written there."""
    allowed = frozenset(value.value for value in vocabulary)

    def convert(raw: str) -> str:
        if raw not in allowed:
            raise InvalidCellError
        return raw

    return Kind("text", convert, "one of " + ", ".join(value.value for value in vocabulary))
