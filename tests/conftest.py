"""One embedded PostgreSQL per test run, and a fresh migrated database per test, cloned from a template."""

import os
import shutil
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

pytest_plugins = ["tests.turns"]

TEMPLATE = "headway_template"
# Files that take minutes, longest first. A file stays in one process; begun last, one leaves the other without work.
LONG_FILES = (
    "tests/dbt/test_incremental.py",
    "tests/e2e/test_survival.py",
    "tests/pipelines/test_build.py",
    "tests/e2e/test_a_mark_travels.py",
    "tests/pipelines/test_real_data.py",
    "tests/dbt/test_portable.py",
    "tests/dbt/test_unit_tests.py",
    "tests/dbt/test_one_number.py",
    "tests/e2e/test_start_and_stop.py",
    # Next to each other: they share a running institute (`looked_at` in tests/e2e/conftest.py).
    "tests/e2e/test_every_page.py",
    "tests/e2e/test_every_detail.py",
    "tests/e2e/test_in_hindi.py",
    "tests/e2e/test_what_is_on_screen.py",
    "tests/e2e/test_dialogs.py",
    "tests/e2e/test_an_analysts_day.py",
)


# Names the folder that the processes of a run share.
SHARED_FOLDER = "HEADWAY_TEST_SHARED_FOLDER"


def pytest_configure(config: pytest.Config) -> None:
    """Makes the folder that the processes of a run share; they inherit its name, and one thread for arithmetic each.

    Two processes whose models are taught with a thread for every core wait for each other by spinning.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if not hasattr(config, "workerinput"):
        os.environ[SHARED_FOLDER] = tempfile.mkdtemp(prefix="headway-test-shared-")
        # A server's system user goes through it.
        Path(os.environ[SHARED_FOLDER]).chmod(0o755)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Removes that folder."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[SHARED_FOLDER], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first; within a file nothing moves."""
    place = {name: number for number, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: place.get(item.nodeid.split("::")[0], len(LONG_FILES)))


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
