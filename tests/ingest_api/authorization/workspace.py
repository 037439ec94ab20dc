"""Entries of the authorization matrix: what analysts keep of their questions."""

from collections.abc import Callable

import psycopg

from tests.factories.insert import insert, number
from tests.ingest_api.authorization.entries import ADMINS, READ, Asked, Build, Entry, Route
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

RUN = {"sql": "select 1", "build_id": "build-1", "outcome": "cancelled", "duration_ms": 5}
# A private query and a history are one person's alone, whatever the role; that the person gets them is tested in
# `workspace/`.
NOBODY_S = frozenset({404})
NOBODY: frozenset[Role] = frozenset()
ONE = "/workspace/queries/{query_id}"


def query(connection: psycopg.Connection, user_id: int, *, is_shared: bool) -> int:
    """A saved query of somebody."""
    values = {"name": f"Rows {number()}", "sql": "select 1", "is_shared": is_shared}
    return insert(connection, "saved_queries", user_id=user_id, **values)


def shared(connection: psycopg.Connection, school: School) -> Asked:
    """One that an admin of another campus shares: it holds no rows, and is read by all who may ask."""
    return Asked({"query_id": query(connection, school.other_admin, is_shared=True)})


def private(connection: psycopg.Connection, school: School) -> Asked:
    return Asked({"query_id": query(connection, school.other_admin, is_shared=False)})


def changed(build: Build) -> Build:
    """The same, with a change."""
    return lambda connection, school: Asked(build(connection, school).path, json={"name": "Other rows"})


def somebody_s_run(connection: psycopg.Connection, school: School) -> Asked:
    return Asked({"run_id": insert(connection, "query_runs", user_id=school.other_admin, **RUN)})


def content(values: dict[str, object]) -> Callable[[psycopg.Connection, School], Asked]:
    """A body."""
    return lambda _, __: Asked(json=values)


ENTRIES: list[Entry] = [
    Entry("GET", "/workspace/queries", ADMINS),
    Entry("POST", "/workspace/queries", ADMINS, content({"name": "New", "sql": "select 1"})),
    Entry("GET", ONE, ADMINS, shared, private, sees_elsewhere=NOBODY),
    Entry("PUT", ONE, ADMINS, changed(shared), changed(private), sees_elsewhere=NOBODY, answers=NOBODY_S),
    # A super admin removes what is shared.
    Entry("DELETE", ONE, ADMINS, shared, private, sees_elsewhere=NOBODY, answers=READ | NOBODY_S),
    Entry("GET", "/workspace/runs", ADMINS),
    Entry("POST", "/workspace/runs", ADMINS, content(RUN)),
    Entry("DELETE", "/workspace/runs", ADMINS),
    Entry("GET", "/workspace/runs/{run_id}", ADMINS, somebody_s_run, answers=NOBODY_S),
    Entry("DELETE", "/workspace/runs/{run_id}", ADMINS, somebody_s_run, answers=NOBODY_S),
]
OPEN: set[Route] = set()
