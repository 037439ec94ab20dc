"""The entries of the authorization matrix, one module per group of routes; `test_authorization.py` runs them."""

from tests.ingest_api.authorization import (
    answers,
    coursework,
    crm,
    guardians,
    learning,
    live,
    own_day,
    people,
    scheduled,
    teaching,
    workspace,
)
from tests.ingest_api.authorization.entries import Entry, Route

_GROUPS = (people, guardians, teaching, learning, coursework, crm, answers, live, own_day, scheduled, workspace)
ENTRIES: list[Entry] = [entry for group in _GROUPS for entry in group.ENTRIES]
OPEN: set[Route] = {route for group in _GROUPS for route in group.OPEN}
