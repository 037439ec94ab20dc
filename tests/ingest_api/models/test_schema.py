"""The database itself guards the records: stamps, tombstones, the append-only trail, constraints."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from ingest_api import migrations
from ingest_api.migrations.runner import is_current, upgrade
from ingest_api.models import Base
from ingest_api.rows import stamped
from tests.conftest import drop_database, make_database
from tests.factories import make_campus, make_session, make_student, make_subject
from warehouse.postgres import connect, engine
from warehouse.relations import EXTRACTED_TABLES, NOT_EXTRACTED_TABLES, OFTEN_WRITTEN

# The first migration doubled the percent signs of a LIKE, which means the same.
DEFINITIONS = """
select 'index', indexname::text, indexdef from pg_indexes
where schemaname = 'operational' and tablename <> 'alembic_version'
union all
select 'constraint', conname::text, replace(pg_get_constraintdef(oid), '%%', '%') || ' on ' || conrelid::regclass::text
from pg_constraint
where connamespace = 'operational'::regnamespace and conrelid::regclass::text <> 'operational.alembic_version'
"""


def definitions(database_url: str) -> set[tuple[str, ...]]:
    """Every index and constraint of the operational schema, as PostgreSQL itself writes it."""
    with connect(database_url) as connection:
        return set(connection.execute(DEFINITIONS).fetchall())


@pytest.fixture
def empty_database_url(server_url: str) -> Iterator[str]:
    """A database that has never been migrated."""
    name = f"test_{uuid.uuid4().hex}"
    url = make_database(server_url, name)
    yield url
    engine(url).dispose()
    drop_database(server_url, name)


def test_models_and_migrations_describe_the_same_schema(database_url: str) -> None:
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


def test_every_table_is_extracted_or_says_why_not() -> None:
    assert not NOT_EXTRACTED_TABLES.keys() & set(EXTRACTED_TABLES)
    assert all(NOT_EXTRACTED_TABLES.values())
    mapped = {table.name for table in Base.metadata.tables.values()}
    assert mapped == NOT_EXTRACTED_TABLES.keys() | set(EXTRACTED_TABLES)


def test_migrated_constraints_and_indexes_are_those_of_the_models(database_url: str, empty_database_url: str) -> None:
    """Alembic's comparison does not look at checks, nor at what makes an index partial or a key deferrable."""
    with engine(empty_database_url).begin() as connection:
        connection.execute(text("create schema operational"))
        Base.metadata.create_all(connection)
    assert definitions(database_url) ^ definitions(empty_database_url) == set()


def test_every_table_is_stamped_and_buried_or_append_only(database_url: str) -> None:
    with connect(database_url) as connection:
        found = connection.execute(
            "select c.relname, array_agg(t.tgname::text order by t.tgname) from pg_trigger as t "
            "inner join pg_class as c on t.tgrelid = c.oid where not t.tgisinternal group by c.relname"
        ).fetchall()
    usual = ["bury", "no_truncate", "stamp"]
    expected = {table.name: usual for table in Base.metadata.tables.values()}
    expected |= {name: ["append_only", "no_truncate"] for name in ("event", "tombstone")}
    expected["session_attendance_topics"] = sorted([*usual, "name_student"])
    expected |= {name: [*usual, "stamp_again"] for name in OFTEN_WRITTEN}
    assert dict(found) == expected


def test_rows_of_the_first_migration_survive_the_way_up_and_down(empty_database_url: str) -> None:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(migrations.__file__).parent))
    configuration.attributes["database_url"] = empty_database_url
    command.upgrade(configuration, "0001")
    first = definitions(empty_database_url)
    with connect(empty_database_url, autocommit=True) as connection:
        campus_id = make_campus(connection)
        student_id = make_student(connection, campus_id)
        session_id = make_session(connection, campus_id, make_subject(connection), student_id=student_id)

    assert not is_current(empty_database_url)
    upgrade(empty_database_url)
    assert is_current(empty_database_url)
    command.downgrade(configuration, "0001")

    assert definitions(empty_database_url) == first
    with connect(empty_database_url) as connection:
        found = connection.execute("select id, version from operational.learning_sessions").fetchall()
    assert found == [(session_id, 1)]


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


def test_of_what_is_written_often_no_b_tree_moves_with_the_transaction(database_url: str) -> None:
    """One that did would move with every update, and all other indexes with it."""
    with connect(database_url) as connection:
        found = connection.execute(
            "select c.relname, m.amname from pg_index as i inner join pg_class as c on i.indrelid = c.oid "
            "inner join pg_class as x on i.indexrelid = x.oid inner join pg_am as m on x.relam = m.oid "
            "where pg_get_indexdef(i.indexrelid) like '%written_xid::%' or x.relname like '%written_xid'"
        ).fetchall()
    assert {table for table, kind in found if kind == "brin"} == OFTEN_WRITTEN
    assert not OFTEN_WRITTEN & {table for table, kind in found if kind != "brin"}


@pytest.mark.parametrize("stamps_itself", [True, False])
def test_a_row_that_is_written_often_is_stamped_once_whoever_stamps_it(database_url: str, stamps_itself: bool) -> None:
    known: LiteralString = "select version, written_xid::text::bigint, updated_at from operational.learning_sessions"
    change: LiteralString = "update operational.learning_sessions as session set notes = %s"
    with connect(database_url) as connection:
        campus_id = make_campus(connection)
        student_id = make_student(connection, campus_id)
        make_session(connection, campus_id, make_subject(connection), student_id=student_id)
        connection.commit()
        before = connection.execute(known).fetchall()[0]
        for note in ("first", "second"):  # in one transaction
            connection.execute(change + (f", {stamped('session')}" if stamps_itself else ""), (note,))
        after = connection.execute(known).fetchall()[0]
        assert connection.execute("select pg_current_xact_id()::text::bigint").fetchall() == [(after[1],)]
    assert after[0] == before[0] + 2
    assert after[1] > before[1]
    assert after[2] > before[2]


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
