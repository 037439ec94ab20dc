"""The running API over a fresh database, and somebody logged in."""

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr

from ingest_api.app import create_app
from ingest_api.auth.tokens import AccessClaims, make_access_token
from ingest_api.database import Pool, make_pool
from tests.conftest import drop_database, make_database
from tests.factories import make_institute
from tests.ingest_api.school import School, make_school, user_of
from warehouse.postgres import connect, engine
from warehouse.settings import Settings


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The loop in which asynchronous tests run."""
    return "asyncio"


@pytest.fixture
async def pool(api_database_url: str) -> AsyncIterator[Pool]:
    """Connections to the tests' database, as a process of the API has them."""
    async with make_pool(api_database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def api_database_url(server_url: str, template_database: str) -> Iterator[str]:
    """One database for all tests of the API: each makes a school of its own and looks at nothing else.

    Cloning one per test would take 20 times as long as the tests themselves.
    """
    name = "test_api"
    url = make_database(server_url, name, template_database)
    with connect(url) as connection:
        make_institute(connection)
    yield url
    engine(url).dispose()
    drop_database(server_url, name)


@pytest.fixture
def connection(api_database_url: str) -> Iterator[psycopg.Connection]:
    """A connection for factories and for looking; everything is committed at once."""
    with connect(api_database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def application(api_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The API, put together once: that takes longer than most tests. It is started anew for each."""
    app = create_app(Settings(home=tmp_path_factory.mktemp("api"), database_url=SecretStr(api_database_url)))
    # Once for all tests, not with every start: it goes through everything that there is.
    gc.collect()
    gc.freeze()
    return app


@pytest.fixture
def settings(application: FastAPI) -> Settings:
    """The API's settings; what an earlier test left in its home is gone."""
    settings: Settings = application.state.settings
    for left in settings.home.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    return settings


@pytest.fixture
def school(connection: psycopg.Connection) -> School:
    return make_school(connection)


class Api:
    """A client of the running API, to be called from plain synchronous tests."""

    def __init__(
        self, portal: BlockingPortal, client: AsyncClient, connection: psycopg.Connection, application: FastAPI
    ) -> None:
        self._portal = portal
        self._client = client
        self._application = application
        self.connection = connection

    def get(self, path: str, headers: dict[str, str] | None = None, **parameters: Any) -> Response:
        return self.at_once([Call("GET", path, headers, {"params": parameters})])[0]

    def post(self, path: str, headers: dict[str, str] | None = None, **content: Any) -> Response:
        return self.at_once([Call("POST", path, headers, content)])[0]

    def put(self, path: str, headers: dict[str, str] | None = None, **content: Any) -> Response:
        return self.at_once([Call("PUT", path, headers, content)])[0]

    def delete(self, path: str, headers: dict[str, str] | None = None, **content: Any) -> Response:
        return self.at_once([Call("DELETE", path, headers, content)])[0]

    def at_once(self, calls: Sequence["Call"]) -> list[Response]:
        """The answers to calls that are all on their way at the same time."""

        async def send() -> list[Response]:
            return await asyncio.gather(
                *(
                    self._client.request(call.method, f"/api/v1{call.path}", headers=call.headers, **call.content)
                    for call in calls
                )
            )

        return self._portal.call(send)

    def log_in(self, user_id: int) -> dict[str, str]:
        """The headers of a user who is logged in, without the time that checking a password takes."""
        family = uuid4()
        row = self.connection.execute(
            "with login as ("
            "insert into operational.refresh_tokens (user_id, family, token_hash, expires_at)"
            " values (%(user)s, %(family)s, %(hash)s, now() + interval '1 day'))"
            " select uuid from operational.users where id = %(user)s",
            {"user": user_id, "family": family, "hash": family.hex},
        ).fetchone()
        assert row is not None
        secret = self._application.state.auth.jwt_secret
        token = make_access_token(AccessClaims(row[0], family), secret, timedelta(hours=1))
        return {"Authorization": f"Bearer {token}"}

    def log_in_as(self, table: str, row_id: int) -> dict[str, str]:
        """The headers of a student or a faculty member."""
        return self.log_in(user_of(self.connection, table, row_id))


@dataclass(frozen=True)
class Call:
    """A request to be sent; `content` goes to httpx."""

    method: str
    path: str
    headers: dict[str, str] | None = None
    content: dict[str, Any] = field(default_factory=dict)


@contextmanager
def serve(app: FastAPI, connection: psycopg.Connection) -> Iterator[Api]:
    """Starts `app` in a loop of its own and gives a client."""

    @asynccontextmanager
    async def started() -> AsyncIterator[AsyncClient]:
        transport = ASGITransport(app)
        async with app.router.lifespan_context(app), AsyncClient(transport=transport, base_url="http://api") as client:
            yield client

    with start_blocking_portal() as portal, portal.wrap_async_context_manager(started()) as client:
        yield Api(portal, client, connection, app)


@pytest.fixture
def api(application: FastAPI, settings: Settings, connection: psycopg.Connection) -> Iterator[Api]:
    with serve(application, connection) as api:
        yield api
