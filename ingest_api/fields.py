"""Field types that several features' schemas share."""

import json
from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, Field


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain the character NUL")
    return text


def _storable_object(value: dict[str, Any]) -> dict[str, Any]:
    if "\\u0000" in json.dumps(value):
        raise ValueError("must not contain the character NUL")
    return value


_LARGEST_ID = 2**63 - 1

RowId = Annotated[int, Field(ge=1, le=_LARGEST_ID)]
"""The id of a row: what fits PostgreSQL's bigint."""

PathId = Annotated[int, Path(ge=1, le=_LARGEST_ID)]
"""The id of a row, in a route's path."""

Text = Annotated[str, AfterValidator(_storable)]
"""Text that PostgreSQL can store."""

JsonObject = Annotated[dict[str, Any], AfterValidator(_storable_object)]
"""A JSON object that PostgreSQL can store."""
