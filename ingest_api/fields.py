"""Field types that several features' schemas share."""

import json
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain the character NUL")
    return text


def _storable_object(value: dict[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("must hold valid Unicode") from error
    except ValueError as error:
        raise ValueError("must hold finite numbers only") from error
    if len(text) > _LONGEST_OBJECT:
        raise ValueError(f"must not be longer than {_LONGEST_OBJECT} characters")
    if "\x00" in text or "\\u0000" in text:
        raise ValueError("must not contain the character NUL")
    return value


def _distinct(ids: list[int]) -> list[int]:
    if len(set(ids)) < len(ids):
        raise ValueError("must not name one twice")
    return ids


_LARGEST_ID = 2**63 - 1
_LONGEST_OBJECT = 20_000
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

RowId = Annotated[int, Field(ge=1, le=_LARGEST_ID)]
"""The id of a row: what fits PostgreSQL's bigint."""

RowIds = Annotated[list[RowId], Field(max_length=200), AfterValidator(_distinct)]
"""Ids of rows, each once."""

PathId = Annotated[int, Path(ge=1, le=_LARGEST_ID)]
"""The id of a row, in a route's path."""

QueryId = Annotated[int | None, Query(ge=1, le=_LARGEST_ID)]
"""The id of a row as a filter."""

Text = Annotated[str, AfterValidator(_storable)]
"""Text that PostgreSQL can store."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_storable)]
"""A name or a title: not empty, and of a line's length."""

LongText = Annotated[str, StringConstraints(max_length=5_000), AfterValidator(_storable)]
"""Notes and descriptions."""

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^\s@\x00]+@[^\s@\x00]+\.[^\s@\x00]+$"
    ),
]
"""An e-mail address, in small letters; whether it exists only a letter to it can tell."""

Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[0-9+()./ -]{3,40}$")]
"""A telephone number as people write it."""

Day = Annotated[date, Field(ge=_FIRST_DAY, le=_LAST_DAY)]
"""A calendar day that an institute may mean."""

QueryDay = Annotated[date | None, Query(ge=_FIRST_DAY, le=_LAST_DAY)]
"""A calendar day as a filter."""

JsonObject = Annotated[dict[str, Any], AfterValidator(_storable_object)]
"""A JSON object that PostgreSQL can store."""


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def kept(**more: Any) -> Any:
    """The default of a field that a partial update may leave out, but not set to null."""
    return Field(default=None, json_schema_extra=_without_default, **more)


class Content(BaseModel):
    """What a client sends. A field that nobody knows is refused: a misspelt one must not be lost silently."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Content):
    """The content of a write that needs none."""


def _ordinary(instant: datetime) -> datetime:
    # Years at the ends of the calendar leave it as soon as a time zone or a duration is added.
    if not 1900 <= instant.year <= 2199:
        raise ValueError("must lie between 1900 and 2199")
    return instant


def _of_a_clock(moment: time) -> time:
    if moment.tzinfo is not None:
        raise ValueError("must have no offset: it is the campus's time")
    return moment.replace(microsecond=0)


ClockTime = Annotated[time, AfterValidator(_of_a_clock)]
"""A time of the day at the campus, to the second."""

OrdinaryDateTime = Annotated[datetime, AfterValidator(_ordinary)]
"""A date and a time, with an offset or without, that every calculation can take."""


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("must have an offset, such as +05:30")
    return _ordinary(instant).astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_in_utc)]
"""An instant with its offset."""

QueryInstant = Annotated[Instant | None, Query()]
"""An instant as a filter."""
