"""Entries of the authorization matrix: real time, audit, metrics."""

from tests.ingest_api.authorization.entries import Entry, Route

ENTRIES: list[Entry] = []
OPEN: set[Route] = set()
