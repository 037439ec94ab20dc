"""Brings a database to the newest schema, and tells whether it is there."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from ingest_api.migrations import routines
from warehouse.postgres import engine
from warehouse.relations import OPERATIONAL


def _configuration(database_url: str) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent))
    configuration.attributes["database_url"] = database_url
    return configuration


def upgrade(database_url: str) -> None:
    """Applies every migration that is missing; safe to call at every start and from several processes."""
    command.upgrade(_configuration(database_url), "head")


def is_current(database_url: str) -> bool:
    """Whether the database stands at the newest migration and its functions are those of the code."""
    with engine(database_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table_schema": OPERATIONAL})
        return context.get_current_revision() == _head() and not routines.outdated(connection)


@cache
def _head() -> str | None:
    """The newest migration. It stays while a process lives, and reading all of them takes longer than asking."""
    return ScriptDirectory(str(Path(__file__).parent)).get_current_head()
