"""Keyset cursors: the sort keys of a page's last row, so that the next page starts there whatever was added since."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime, time

from ingest_api.errors import FieldError, Invalid

Key = str | int | date | datetime | time
Kind = type[str] | type[int] | type[date] | type[datetime] | type[time]


def encode(sort: str, keys: Sequence[Key]) -> str:
    """An opaque cursor for the row with these sort keys."""
    written = [key if isinstance(key, str | int) else key.isoformat() for key in keys]
    return base64.urlsafe_b64encode(json.dumps([sort, *written]).encode()).decode().rstrip("=")


def decode(sort: str, cursor: str, kinds: Sequence[Kind]) -> list[Key]:
    """The sort keys in `cursor`; an instant has its offset.

    Raises:
        Invalid: it was not made here, or for another order.
    """
    made_for: str
    written: list[object]
    try:
        made_for, *written = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
        if made_for != sort:
            raise _unknown()
        return [_read(key, kind) for key, kind in zip(written, kinds, strict=True)]
    except (binascii.Error, ValueError, TypeError) as error:
        raise _unknown() from error


def _read(written: object, kind: Kind) -> Key:
    if kind is int:
        # JSON's true is no number, and PostgreSQL's have 64 bits.
        if type(written) is int and abs(written) < 2**63:
            return written
    elif isinstance(written, str) and "\x00" not in written:
        if issubclass(kind, str):
            return written
        if issubclass(kind, date | time):
            read = kind.fromisoformat(written)
            has_offset = isinstance(read, datetime | time) and read.tzinfo is not None
            if has_offset == isinstance(read, datetime):
                return read
    raise ValueError(written)


def _unknown() -> Invalid:
    message = "use the next_cursor of a page in the same order"
    return Invalid("the cursor is not valid", errors=[FieldError(field="cursor", message=message, code="cursor")])
