"""Entries of the authorization matrix: analytics and reports."""

from tests.ingest_api.authorization.entries import Entry, Route

ENTRIES: list[Entry] = []
OPEN: set[Route] = set()
