"""Entries of the authorization matrix: leads, follow-ups, feedback, rewards, fees, interventions, notifications."""

from tests.ingest_api.authorization.entries import Entry, Route

ENTRIES: list[Entry] = []
OPEN: set[Route] = set()
