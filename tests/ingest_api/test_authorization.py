"""The authorization matrix: every route × anonymous, each role, somebody else's row, another campus.

A route without an entry in `authorization/` fails.
"""

import psycopg
import pytest
from fastapi import FastAPI

from ingest_api.app import create_app
from tests.ingest_api.authorization import ENTRIES, OPEN
from tests.ingest_api.authorization.entries import Build, Entry
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School, make_school
from warehouse.settings import Settings
from warehouse.vocabulary import Role


def routes(app: FastAPI) -> set[tuple[str, str]]:
    """(method, path) of everything that the API's description lists."""
    return {(method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods}


def surprises(
    api: Api, school: School, role: Role, asked: list[tuple[Entry, Build]], expected: dict[Entry, frozenset[int]]
) -> list[str]:
    """What came out otherwise than expected, one line each."""
    headers = api.log_in(school.users[role])
    calls = [build(api.connection, school).call(entry, headers) for entry, build in asked]
    return [
        f"{entry.method} {entry.path}: {answer.status_code}, not {sorted(expected[entry])}: {answer.text[:300]}"
        for (entry, _), answer in zip(asked, api.at_once(calls), strict=True)
        if answer.status_code not in expected[entry]
    ]


def test_every_route_has_an_entry(settings: Settings) -> None:
    known = [entry.route for entry in ENTRIES]
    assert len(known) == len(set(known))
    assert not OPEN & set(known)
    assert routes(create_app(settings)) == OPEN | set(known)


def test_anonymous_gets_nothing(api: Api, connection: psycopg.Connection) -> None:
    school = make_school(connection)
    answers = api.at_once([entry.own(connection, school).call(entry, {}) for entry in ENTRIES])
    assert {entry.route: answer.status_code for entry, answer in zip(ENTRIES, answers, strict=True)} == {
        entry.route: 401 for entry in ENTRIES
    }


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_what_it_may_see_and_do(api: Api, school: School, role: Role) -> None:
    expected = {entry: entry.right if role in entry.allowed else frozenset({403}) for entry in ENTRIES}
    assert surprises(api, school, role, [(entry, entry.own) for entry in ENTRIES], expected) == []


@pytest.mark.parametrize("role", Role)
def test_another_campus_is_out_of_sight(api: Api, school: School, role: Role) -> None:
    asked = [(entry, entry.elsewhere) for entry in ENTRIES if entry.elsewhere is not None]
    expected = {
        entry: frozenset({403})
        if role not in entry.allowed
        else entry.right
        if role in entry.sees_elsewhere
        else entry.hidden
        for entry, _ in asked
    }
    assert surprises(api, school, role, asked, expected) == []


@pytest.mark.parametrize("role", Role)
def test_somebody_elses_row_is_out_of_sight(api: Api, school: School, role: Role) -> None:
    asked = [(entry, entry.somebody_else) for entry in ENTRIES if entry.somebody_else is not None]
    expected = {
        entry: frozenset({403})
        if role not in entry.allowed
        else entry.right
        if role in entry.sees_somebody_else
        else entry.hidden
        for entry, _ in asked
    }
    assert surprises(api, school, role, asked, expected) == []
