"""Entries of the authorization matrix: real time, audit, metrics, freshness.

Sockets are not in the description; who may watch what stands in `tests/ingest_api/realtime`.
"""

from tests.ingest_api.authorization.entries import STAFF, SUPER_ADMIN, Entry, Route

ENTRIES: list[Entry] = [
    Entry("GET", "/audit/events", SUPER_ADMIN),
    Entry("GET", "/metrics", SUPER_ADMIN),
    Entry("GET", "/warehouse/freshness", STAFF),
]
OPEN: set[Route] = set()
