"""The dashboards over the really running API, a database of their own, and a small snapshot."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
import uvicorn
from pydantic import SecretStr

from dashboards.api_client import API_PREFIX
from dashboards.streamlit_app import app
from ingest_api.app import create_app
from tests.conftest import drop_database, make_database
from tests.dashboards.snapshots import make_snapshot
from tests.factories import make_institute
from tests.factories.people import PASSWORD
from tests.ingest_api.school import School, make_school
from warehouse.postgres import connect, engine
from warehouse.settings import Settings, get_settings
from warehouse.vocabulary import Role


@dataclass(frozen=True)
class Institute:
    """A school that the API serves under `api_url`."""

    api_url: str
    database_url: str
    school: School
    connection: psycopg.Connection

    def email(self, user_id: int) -> str:
        row = self.connection.execute("select email from operational.users where id = %s", (user_id,)).fetchone()
        assert row is not None
        return str(row[0])

    def credentials(self, role: Role) -> dict[str, str]:
        """What somebody of this role types into the log-in form."""
        return {"username": self.email(self.school.users[role]), "password": PASSWORD}

    def log_in(self, role: Role) -> dict[str, str]:
        """The API's answer to a log-in: access_token, refresh_token, expires_in."""
        url = f"{self.api_url}{API_PREFIX}/auth/login"
        told: dict[str, str] = httpx.post(url, data=self.credentials(role), trust_env=False).json()
        return told


@contextmanager
def serve(app: object) -> Iterator[str]:
    """Serves an ASGI application on a free port, in a thread of its own."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    has_started = threading.Event()
    start = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await start(sockets)
        has_started.set()

    server.startup = startup
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert has_started.wait(30)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(scope="session")
def institute(server_url: str, template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Institute]:
    url = make_database(server_url, "test_dashboards", template_database)
    settings = Settings(home=tmp_path_factory.mktemp("api"), database_url=SecretStr(url))
    with serve(create_app(settings)) as api_url, connect(url, autocommit=True) as connection:
        make_institute(connection, name="Sunrise <Institute>", is_demo=True)
        yield Institute(api_url, url, make_school(connection), connection)
    engine(url).dispose()
    drop_database(server_url, "test_dashboards")


@pytest.fixture(scope="session")
def dashboards_url() -> Iterator[str]:
    """The dashboards, served; their settings are those of the test that asks."""
    with serve(app) as url:
        yield url


@pytest.fixture
def browser(dashboards_url: str, home: Path) -> Iterator[httpx.Client]:
    """A browser with cookies that follows no redirect and has not logged in."""
    with httpx.Client(base_url=dashboards_url, trust_env=False) as browser:
        yield browser


@pytest.fixture
def home(institute: Institute, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """HEADWAY_HOME with a snapshot, and the settings pointing at it and at the running API."""
    make_snapshot(tmp_path)
    monkeypatch.setenv("HEADWAY_HOME", str(tmp_path))
    monkeypatch.setenv("HEADWAY_API_URL", institute.api_url)
    get_settings.cache_clear()
    yield tmp_path
    get_settings.cache_clear()
