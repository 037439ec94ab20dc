"""One embedded PostgreSQL per test run, and a fresh migrated database per test, cloned from a template."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from ingest_api.migrations.runner import upgrade
from warehouse.postgres import engine
from warehouse.server import running_server
from warehouse.settings import Settings

TEMPLATE = "headway_template"


@contextmanager
def home_of_a_server() -> Iterator[Path]:
    """A home for an embedded server.

    Not below pytest's own folder: as root, another run starting would lock the server's system user out of it.
    """
    with tempfile.TemporaryDirectory(prefix="headway-test-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "home"


@pytest.fixture
def server_home() -> Iterator[Path]:
    """A home of this test alone in which an embedded server may run."""
    with home_of_a_server() as home:
        yield home


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The URL of this run's server, without a database: append `/name`."""
    with home_of_a_server() as home, running_server(Settings(home=home)) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            # Nobody will miss these databases: creating and dropping them waits for no disk.
            connection.execute("alter system set fsync = off")
            connection.execute("select pg_reload_conf()")
        yield url.rsplit("/", 1)[0]


def make_database(server_url: str, name: str, template: str | None = None) -> str:
    """Creates a database and returns its URL."""
    with psycopg.connect(f"{server_url}/postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}" + (f" template {template}" if template else ""))
    return f"{server_url}/{name}"


def drop_database(server_url: str, name: str) -> None:
    """Drops a database, ending whatever still talks to it."""
    with psycopg.connect(f"{server_url}/postgres", autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def template_database(server_url: str) -> str:
    """A migrated, empty database that tests clone."""
    url = make_database(server_url, TEMPLATE)
    upgrade(url)
    engine(url).dispose()
    return TEMPLATE


@pytest.fixture
def database_url(server_url: str, template_database: str) -> Iterator[str]:
    """A fresh migrated database of this test alone."""
    name = f"test_{uuid.uuid4().hex}"
    url = make_database(server_url, name, template_database)
    yield url
    engine(url).dispose()
    drop_database(server_url, name)
