"""Entries of the authorization matrix: real time, audit, metrics, freshness, imports.

Sockets are not in the description; who may watch what stands in `tests/ingest_api/realtime`.
"""

import psycopg

from tests.ingest_api.authorization.entries import STAFF, SUPER_ADMIN, Asked, Entry, Route
from tests.ingest_api.school import School


def same_file_twice(_: psycopg.Connection, __: School) -> Asked:
    return Asked(files=[("files", ("students.csv", b"")), ("files", ("students.csv", b""))])


def unknown_import(_: psycopg.Connection, __: School) -> Asked:
    return Asked({"import_id": "0" * 32})


ENTRIES: list[Entry] = [
    Entry("GET", "/audit/events", SUPER_ADMIN),
    Entry("GET", "/metrics", SUPER_ADMIN),
    Entry("GET", "/warehouse/freshness", STAFF),
    Entry("GET", "/imports", SUPER_ADMIN),
    Entry("POST", "/imports", SUPER_ADMIN, same_file_twice),
    Entry("GET", "/imports/{import_id}", SUPER_ADMIN, unknown_import, answers=frozenset({404})),
    Entry("GET", "/imports/{import_id}/errors", SUPER_ADMIN, unknown_import, answers=frozenset({404})),
]
OPEN: set[Route] = set()
