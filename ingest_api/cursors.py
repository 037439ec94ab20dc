"""Keyset cursors: the sort keys of a page's last row, so that the next page starts there whatever was added since."""

import base64
import binascii
import json

from ingest_api.errors import FieldError, Invalid


def encode(sort: str, keys: list[str | int]) -> str:
    """An opaque cursor for the row with these sort keys."""
    return base64.urlsafe_b64encode(json.dumps([sort, *keys]).encode()).decode().rstrip("=")


def decode(sort: str, cursor: str, key_types: list[type]) -> list[str | int]:
    """The sort keys in `cursor`.

    Raises:
        Invalid: it was not made here, or for another order.
    """
    made_for: str
    keys: list[str | int]
    try:
        made_for, *keys = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError) as error:
        raise _unknown() from error
    fits = len(keys) == len(key_types) and all(type(key) is kind for key, kind in zip(keys, key_types, strict=True))
    if made_for != sort or not fits or any(isinstance(key, str) and "\x00" in key for key in keys):
        raise _unknown()
    if any(isinstance(key, int) and abs(key) >= 2**63 for key in keys):
        raise _unknown()
    return keys


def _unknown() -> Invalid:
    message = "use the next_cursor of a page in the same order"
    return Invalid("the cursor is not valid", errors=[FieldError(field="cursor", message=message, code="cursor")])
