"""The database itself guards the records: stamps, tombstones, the append-only trail, constraints."""

import psycopg
import pytest

from ingest_api.migrations.runner import is_current, upgrade
from ingest_api.models import Base
from warehouse.postgres import connect
from warehouse.relations import EXTRACTED_TABLES


def test_models_and_migrations_describe_the_same_schema(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from warehouse.postgres import engine

    options = {
        "version_table_schema": "operational",
        "include_schemas": True,
        "include_name": lambda name, kind, _: kind != "schema" or name == "operational",
    }
    with engine(database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    assert is_current(database_url)


def test_every_table_is_extracted_or_named_as_private() -> None:
    private = {"event", "tombstone", "refresh_tokens", "idempotency_keys"}
    assert {table.name for table in Base.metadata.tables.values()} - private == set(EXTRACTED_TABLES)


def test_an_update_bumps_version_and_transaction_id(database_url: str) -> None:
    with connect(database_url, autocommit=True) as connection:
        connection.execute("insert into operational.campuses (code, name) values ('N', 'North')")
        before = connection.execute("select version, written_xid::text::bigint from operational.campuses").fetchone()
        connection.execute("update operational.campuses set name = 'Nord'")
        after = connection.execute("select version, written_xid::text::bigint from operational.campuses").fetchone()
    assert before is not None
    assert after is not None
    assert after[0] == before[0] + 1
    assert after[1] > before[1]


def test_a_deletion_leaves_a_tombstone_and_truncation_is_refused(database_url: str) -> None:
    with connect(database_url, autocommit=True) as connection:
        row = connection.execute(
            "insert into operational.campuses (code, name) values ('N', 'North') returning id"
        ).fetchone()
        connection.execute("delete from operational.campuses")
        found = connection.execute("select relation, row_id from operational.tombstone").fetchall()
        with pytest.raises(psycopg.errors.RestrictViolation):
            connection.execute("truncate operational.campuses cascade")
    assert row is not None
    assert found == [("campuses", row[0])]


def test_the_trail_cannot_be_rewritten(database_url: str) -> None:
    with connect(database_url, autocommit=True) as connection:
        connection.execute("insert into operational.event (name, source, relation) values ('x', 'system', 'users')")
        for statement in ("update operational.event set name = 'y'", "delete from operational.event"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("insert into operational.users (first_name, role, status) values ('A', 'super_admin', 'x')", "status_vocab"),
        ("insert into operational.users (first_name, role) values ('A', 'admin')", "campus_known"),
        ("insert into operational.users (first_name, role, email) values ('A', 'super_admin', 'X@Y')", "email_form"),
        ("insert into operational.subjects (name, code, duration_hours) values ('S', 'S', 0)", "duration_hours"),
        ("insert into operational.institute (id, name) values (2, 'Second')", "single_row"),
    ],
)
def test_impossible_rows_are_refused_by_the_database(database_url: str, statement: str, constraint: str) -> None:
    with connect(database_url) as connection, pytest.raises(psycopg.errors.CheckViolation, match=constraint):
        connection.execute(statement)
