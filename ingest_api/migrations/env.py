"""Alembic's entry: runs the migrations and brings the functions up, in one transaction, one process at a time."""

from alembic import context
from sqlalchemy import text

from ingest_api.migrations import routines
from ingest_api.models import Base
from warehouse.postgres import engine
from warehouse.relations import OPERATIONAL

ADVISORY_LOCK = 4_217_001  # any fixed number: two starting processes must not migrate at once


def run() -> None:
    """Takes the lock, makes the schema, and lets Alembic work."""
    with engine(context.config.attributes["database_url"]).begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        connection.execute(text(f"create schema if not exists {OPERATIONAL}"))
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            version_table_schema=OPERATIONAL,
            include_schemas=True,
            include_name=lambda name, kind, _: kind != "schema" or name == OPERATIONAL,
        )
        context.run_migrations()
        routines.install(connection)


run()
