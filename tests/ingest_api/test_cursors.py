"""Cursors: what they hold comes back as it was, and what was not made here is refused before a query is asked."""

import base64
import json
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from ingest_api import cursors
from ingest_api.errors import Invalid

INDIA = timezone(timedelta(hours=5, minutes=30))
KEYS: list[cursors.Key] = [
    "Ünter, den \u0939",
    -7,
    date(2026, 2, 28),
    datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 2, 28, 23, 59, tzinfo=INDIA),
    time(9, 30),
]


def written(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def test_every_kind_comes_back_as_it_was() -> None:
    kinds: list[cursors.Kind] = [type(key) for key in KEYS]
    assert cursors.decode("name", cursors.encode("name", KEYS), kinds) == KEYS


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (int, "7"),
        (int, True),
        (int, 2**63),
        (int, 7.0),
        (str, 7),
        (str, "nul\x00"),
        (str, None),
        (date, "2026-02-29"),
        (date, 20260228),
        (date, "2026-02-28T10:00:00"),
        (datetime, "2026-02-28T10:00:00"),
        (datetime, "yesterday"),
        (time, "25:00"),
        (time, "09:30+05:30"),
        (time, ["09:30"]),
    ],
)
def test_what_does_not_fit_is_refused(kind: cursors.Kind, key: object) -> None:
    with pytest.raises(Invalid):
        cursors.decode("name", written("name", key), [kind])


@pytest.mark.parametrize(
    "cursor",
    ["", "%", "e30", written(), written("name"), written("-name", 1), written("name", 1, 2), written([]), "😀"],
)
def test_what_was_made_elsewhere_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        cursors.decode("name", cursor, [int])
