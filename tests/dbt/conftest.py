"""dbt in process, on a database of its own: the manifest is parsed once per run and kept.

A manifest names its database, so every test here uses the same name, made anew from the template each time.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from pipelines.lib.dbt_connections import keep_connections
from tests.conftest import drop_database, make_database
from tests.dbt.institute import Institute
from warehouse.extract import extract
from warehouse.postgres import connect
from warehouse.settings import PROJECT_ROOT

DATABASE = "headway_dbt"
TEMPLATE = "headway_dbt_built"
PROJECT = PROJECT_ROOT / "dbt"


QUIET = ("--quiet", "--log-level-file", "none", "--no-write-json")
# What grows, and the plain tables that it stands on.
_BELOW = (
    *("fct_enrollment", "dim_date", "dim_holiday", "dim_faculty_history", "dim_faculty_availability_history"),
    *("fct_faculty_time", "int_faculty__day_hours"),
)
INCREMENTAL = ("--select", "config.materialized:incremental", *_BELOW)
MARTS = ("--select", "int_enrollment__link", "int_progress__topic_state", "int_faculty__day_hours", "path:models/marts")
# All that is refreshed with every change: everything but what only the scoring needs.
REFRESHED = ("--exclude", "tag:scoring", "path:models/staging")


class Dbt:
    """Runs dbt's commands on one database; a failing one fails the test with dbt's own words."""

    def __init__(self, manifest: Manifest, target: Path) -> None:
        self.manifest = manifest
        self.arguments = _arguments(target)

    def __call__(self, command: str, *arguments: str) -> None:
        result = dbtRunner(manifest=self.manifest).invoke([*QUIET, command, *arguments, *self.arguments])
        if not result.success:
            rows = getattr(result.result, "results", [])
            failed = [f"{row.node.name}: {row.message}" for row in rows if row.status not in ("success", "pass")]
            raise AssertionError("\n".join(failed) or str(result.exception))

    def results(self, command: str, *arguments: str) -> list[dict[str, Any]]:
        """What of a command's results was not good, as run_results.json tells it."""
        result = dbtRunner(manifest=self.manifest).invoke([*QUIET, command, *arguments, *self.arguments])
        rows = [row.to_dict() | {"unique_id": row.node.unique_id} for row in result.result.results]  # type: ignore[union-attr]
        return [row for row in rows if row["status"] not in ("success", "pass")]


def _arguments(target: Path) -> list[str]:
    return ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(target)]


def set_environment(database_url: str, folder: Path) -> None:
    """Tells dbt where the database is, and to stay quiet."""
    parts = urlsplit(database_url)
    os.environ.update(
        {
            "HEADWAY_DBT_HOST": parts.hostname or "",
            "HEADWAY_DBT_PORT": str(parts.port),
            "HEADWAY_DBT_USER": unquote(parts.username or ""),
            "HEADWAY_DBT_PASSWORD": unquote(parts.password or ""),
            "HEADWAY_DBT_DBNAME": parts.path.lstrip("/"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DBT_VERSION_CHECK": "false",
            "DBT_LOG_PATH": str(folder),
        }
    )


@pytest.fixture(scope="session")
def dbt(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dbt]:
    """dbt, parsed once."""
    folder = tmp_path_factory.mktemp("dbt")
    before = dict(os.environ)
    set_environment(f"{server_url}/{DATABASE}", folder)
    keep_connections()  # as the pipelines have it
    parsed = dbtRunner().invoke([*QUIET, "parse", *_arguments(folder)])
    assert parsed.success, parsed.exception
    assert isinstance(parsed.result, Manifest)
    yield Dbt(parsed.result, folder)
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def built_template(server_url: str, template_database: str, dbt: Dbt) -> str:
    """A database with an institute and every relation built, that tests clone."""
    url = make_database(server_url, DATABASE, template_database)
    Institute.found(url)
    extract(url)
    dbt("run")
    with connect(f"{server_url}/postgres", autocommit=True) as connection:
        connection.execute(f"alter database {DATABASE} rename to {TEMPLATE}")
    return TEMPLATE


@pytest.fixture(scope="session")
def open_institute(server_url: str, built_template: str) -> Callable[[], AbstractContextManager[Institute]]:
    """Opens an institute in a fresh database under dbt's name, as often as one likes; extracted once, built once."""

    @contextmanager
    def opened() -> Iterator[Institute]:
        with Institute(make_database(server_url, DATABASE, built_template)) as institute:
            extract(institute.database_url)
            yield institute
        drop_database(server_url, DATABASE)

    return opened


@pytest.fixture
def institute(open_institute: Callable[[], AbstractContextManager[Institute]]) -> Iterator[Institute]:
    """An institute of this test alone."""
    with open_institute() as institute:
        yield institute
