"""Analysts read marts, features, reporting and predictions in PostgreSQL; nothing else, and nothing is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr

from warehouse.analysts import READABLE_SCHEMAS, AnalystRoleError, analyst_url, ensure_analyst
from warehouse.postgres import connect
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, analyst_timeout_seconds=7)


@pytest.fixture
def analyst(database_url: str, settings: Settings) -> Iterator[psycopg.Connection]:
    """A database with one table in every schema, opened by the analyst."""
    url = ensure_analyst(database_url, settings)
    with connect(database_url, autocommit=True) as owner:
        for schema in (*READABLE_SCHEMAS, "raw", "staging", "intermediate", "restricted"):
            name = sql.Identifier(schema)
            owner.execute(sql.SQL("create schema if not exists {}").format(name))
            owner.execute(sql.SQL("create table {}.secret_or_not as select 1 as id").format(name))
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("schema", READABLE_SCHEMAS)
def test_published_schemas_can_be_read_also_tables_made_later(analyst: psycopg.Connection, schema: str) -> None:
    query = sql.SQL("select id from {}.secret_or_not").format(sql.Identifier(schema))
    assert analyst.execute(query).fetchall() == [(1,)]


@pytest.mark.parametrize("schema", ["operational", "raw", "staging", "intermediate", "restricted"])
def test_personal_data_is_refused(analyst: psycopg.Connection, schema: str) -> None:
    table = "users" if schema == "operational" else "secret_or_not"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        analyst.execute(sql.SQL("select * from {}.{}").format(sql.Identifier(schema), sql.Identifier(table)))


@pytest.mark.parametrize(
    "statement",
    [
        "insert into marts.secret_or_not values (2)",
        "update marts.secret_or_not set id = 2",
        "delete from marts.secret_or_not",
        "drop table marts.secret_or_not",
        "create table marts.mine (id int)",
        "create table public.mine (id int)",
    ],
)
def test_writing_is_refused_also_when_the_session_asks_for_it(
    analyst: psycopg.Connection, statement: LiteralString
) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        analyst.execute(statement)
    analyst.execute("set default_transaction_read_only = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        analyst.execute(statement)


def test_a_query_that_takes_too_long_is_ended(analyst: psycopg.Connection) -> None:
    assert analyst.execute("show statement_timeout").fetchone() == ("7s",)
    assert analyst.execute("show idle_in_transaction_session_timeout").fetchone() == ("7s",)


def test_a_table_that_is_replaced_as_dbt_does_it_stays_readable(analyst: psycopg.Connection, database_url: str) -> None:
    with connect(database_url) as owner:
        owner.execute("create table marts.secret_or_not__dbt_tmp as select 2 as id")
        owner.execute("alter table marts.secret_or_not rename to secret_or_not__dbt_backup")
        owner.execute("alter table marts.secret_or_not__dbt_tmp rename to secret_or_not")
        owner.execute("drop table marts.secret_or_not__dbt_backup cascade")
    assert analyst.execute("select id from marts.secret_or_not").fetchall() == [(2,)]


def test_the_password_is_kept_and_can_be_chosen(database_url: str, settings: Settings, tmp_path: Path) -> None:
    assert ensure_analyst(database_url, settings) == ensure_analyst(database_url, settings)
    chosen = Settings(home=tmp_path, analyst_password=SecretStr("p@ss/word:1"))
    with psycopg.connect(ensure_analyst(database_url, chosen)) as connection:
        assert connection.execute("select current_user").fetchone() == ("analyst",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(analyst_url(database_url, settings))


def test_a_role_that_somebody_else_made_keeps_its_password(database_url: str, tmp_path: Path) -> None:
    with connect(database_url, autocommit=True) as owner:
        owner.execute("create role reader_of_all login password 'theirs'")
    try:
        theirs = Settings(home=tmp_path, analyst_role="reader_of_all", analyst_password=SecretStr("theirs"))
        with psycopg.connect(ensure_analyst(database_url, theirs)) as connection:
            assert connection.execute("show statement_timeout").fetchone() == ("0",)
            assert connection.execute("select count(*) from pg_tables where schemaname = 'marts'").fetchone() == (0,)
    finally:
        with connect(database_url, autocommit=True) as owner:
            owner.execute("drop owned by reader_of_all")
            owner.execute("drop role reader_of_all")


def test_without_the_right_to_make_roles_the_administrator_is_told_what_to_do(
    database_url: str, server_url: str, tmp_path: Path
) -> None:
    with connect(database_url, autocommit=True) as owner:
        owner.execute("create role plain login password 'plain'")
    host = server_url.rpartition("@")[2]
    plain = f"postgresql://plain:plain@{host}/{database_url.rpartition('/')[2]}"
    try:
        with pytest.raises(AnalystRoleError, match="create role nobody_yet login password"):
            ensure_analyst(plain, Settings(home=tmp_path, analyst_role="nobody_yet"))
    finally:
        with connect(database_url, autocommit=True) as owner:
            owner.execute("drop role plain")
