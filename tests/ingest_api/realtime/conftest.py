"""Two API processes over the tests' database, and tokens for its users."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.factories.people import PASSWORD
from tests.ingest_api.realtime.processes import Watch, api_process, watching
from tests.ingest_api.school import School, user_of


@pytest.fixture(scope="session")
def realtime_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("realtime-home")


@pytest.fixture(scope="session")
def process_a(api_database_url: str, realtime_home: Path) -> Iterator[str]:
    with api_process(api_database_url, realtime_home) as address:
        yield address


@pytest.fixture(scope="session")
def process_b(api_database_url: str, realtime_home: Path, process_a: str) -> Iterator[str]:
    # After the first: it has made the secret that signs tokens.
    with api_process(api_database_url, realtime_home) as address:
        yield address


@pytest.fixture
async def watch() -> AsyncIterator[Watch]:
    async with watching() as watch:
        yield watch


@pytest.fixture
def log_in(connection: psycopg.Connection, process_b: str) -> Callable[[int], dict[str, str]]:
    """Logs a user in and gives the pair of tokens."""

    def tokens(user_id: int) -> dict[str, str]:
        row = connection.execute("select email from operational.users where id = %s", (user_id,)).fetchone()
        assert row is not None
        answer = httpx.post(f"http://{process_b}/auth/login", data={"username": row[0], "password": PASSWORD})
        assert answer.is_success, answer.text
        pair: dict[str, str] = answer.json()
        return pair

    return tokens


@pytest.fixture
def faculty_token(connection: psycopg.Connection, school: School, log_in: Callable[[int], dict[str, str]]) -> str:
    return log_in(user_of(connection, "faculties", school.faculty))["access_token"]
