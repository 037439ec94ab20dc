"""The API answers as its served description says, whatever is sent: thousands of generated requests, no 5xx.

The requests come from the description itself, from a fixed seed, as every role, onto an institute with rows of every
kind. Half of them are meant to be wrong. What they break is listed whole: one line for each operation and kind.
"""

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from requests.auth import AuthBase
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import drop_database, make_database
from tests.factories.people import PASSWORD
from tests.ingest_api.analytics.snapshots import publish, rows_about
from tests.ingest_api.imports.folders import import_files, small_institute
from tests.ingest_api.realtime.processes import api_process
from tests.ingest_api.school import make_school
from warehouse.postgres import connect
from warehouse.vocabulary import Role

LEAST_REQUESTS = 5000
# In a fresh database these are the ids of real rows, of every kind.
REAL_IDS = 12
# Whoever sees most finds most; the others find what happens out of sight.
ROLES = (Role.SUPER_ADMIN, Role.SUPER_ADMIN, Role.ADMIN, Role.SUPER_ADMIN, Role.FACULTY, Role.COUNSELOR, Role.STUDENT)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = settings(
    max_examples=20,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Ends the very log-in that the requests come with.
LEFT_OUT = {"/api/v1/auth/logout"}


@dataclass(frozen=True)
class Institute:
    """Where the API is served, and somebody of every role who is logged in."""

    address: str
    logins: dict[Role, "Bearer"]


@pytest.fixture(scope="module")
def institute(server_url: str, template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Institute]:
    """A served institute with rows of every kind and a published snapshot, without rate limits."""
    home = tmp_path_factory.mktemp("description")
    name = "test_description"
    database_url = make_database(server_url, name, template_database)
    import_files(database_url, home / "folder", small_institute())
    limits = {f"HEADWAY_RATE_LIMIT_{group}": "" for group in ("LOGIN", "READ", "WRITE", "REPORTS")}
    with connect(database_url, autocommit=True) as connection:
        school = make_school(connection)
        publish(home, rows_about(school))
        with api_process(database_url, home, **limits) as address:
            logins = {role: Bearer(_token(connection, address, user)) for role, user in school.users.items()}
            yield Institute(address, logins)
    drop_database(server_url, name)


class Bearer(AuthBase):
    """Sends the token of a role that is logged in."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def _token(connection: psycopg.Connection, address: str, user_id: int) -> str:
    row = connection.execute("select email from operational.users where id = %s", (user_id,)).fetchone()
    assert row is not None
    answer = httpx.post(f"http://{address}/auth/login", data={"username": row[0], "password": PASSWORD})
    return str(answer.json()["access_token"])


def grounded(value: Any, name: str, numbers: Iterator[int]) -> Any:
    """The value with two of three ids turned into ids of rows that exist: random ones would never hit any."""
    if isinstance(value, dict):
        return {key: grounded(part, key, numbers) for key, part in value.items()}
    if isinstance(value, list):
        return [grounded(part, name, numbers) for part in value]
    is_id = isinstance(value, int) and not isinstance(value, bool) and (name.endswith(("_id", "_ids")) or name == "id")
    number = next(numbers) if is_id else 0
    return 1 + number % REAL_IDS if is_id and number % 3 else value


def test_every_answer_is_as_described(institute: Institute) -> None:
    schema = schemathesis.openapi.from_url(f"http://{institute.address}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [operation for operation in operations if operation.path not in LEFT_OUT]
    numbers, turns = itertools.count(), itertools.count()
    answers: Counter[int] = Counter()
    surprises: dict[tuple[str, str], str] = {}

    with requests.Session() as session:

        def check(case: Case) -> None:
            case.path_parameters = grounded(case.path_parameters, "", numbers)
            case.query = grounded(case.query, "", numbers)
            case.body = grounded(case.body, "", numbers)
            role = ROLES[next(turns) % len(ROLES)]
            response = case.call(session=session, auth=institute.logins[role])
            answers[response.status_code] += 1
            try:
                case.validate_response(response, checks=CHECKS)
            except FailureGroup as group:
                for failure in group.exceptions:
                    what = failure.title if isinstance(failure, Failure) else type(failure).__name__
                    place = f"{case.method} {case.path}"
                    sent = (case.path_parameters, case.query, case.body)
                    surprises.setdefault(
                        (place, what), f"{response.status_code} {response.text[:300]} to {sent!r:.600}"
                    )

        # Operations without parameters have little to vary, so a round gives fewer requests than it asks for.
        for a_round in itertools.takewhile(lambda _: answers.total() < LEAST_REQUESTS, itertools.count()):
            for operation, mode in itertools.product(operations, (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)):
                requested = given(case=operation.as_strategy(generation_mode=mode))(check)
                # What takes nothing cannot be asked wrongly.
                with contextlib.suppress(Unsatisfiable):
                    seed(a_round)(EXAMPLES(requested))()
    lines = [f"{place}: {what}: {example}" for (place, what), example in sorted(surprises.items())]
    assert not lines, "\n".join(lines)
    # They reach the rules, not only the door.
    assert answers[200] + answers[201] >= LEAST_REQUESTS / 20, answers
