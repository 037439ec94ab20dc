"""Connections of dbt that go from one node to the next."""

from urllib.parse import unquote, urlsplit

import psycopg2
import pytest
from dbt.adapters.contracts.connection import Connection, Identifier
from dbt.adapters.postgres.connections import PostgresCredentials
from dbt_common.helper_types import Port

from pipelines.lib.dbt_connections import KeptConnections
from pipelines.lib.reached import STAGING_FOLDER
from pipelines.lib.warm_dbt import WarmDbt
from tests.dbt.conftest import Dbt
from tests.dbt.institute import Institute
from tests.waiting import wait_until


@pytest.fixture
def credentials(institute: Institute) -> PostgresCredentials:
    parts = urlsplit(institute.database_url)
    return PostgresCredentials(
        host=parts.hostname or "",
        port=Port(parts.port or 0),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=parts.path.lstrip("/"),
        schema="staging",
    )


def opened(credentials: PostgresCredentials) -> Connection:
    return KeptConnections.open(Connection(Identifier("postgres"), "a node", credentials))


def ask(connection: Connection, statement: str) -> list[tuple[object, ...]]:
    with connection.handle.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found


def end(connection: Connection) -> None:
    """As dbt ends what it has: gives it back, then closes all that lies idle."""
    KeptConnections.close(connection)
    while KeptConnections._idle:
        KeptConnections._idle.pop().close()


def test_the_next_node_has_the_same_process_and_nothing_that_the_one_before_left(
    credentials: PostgresCredentials,
) -> None:
    first = opened(credentials)
    [(process,)] = ask(first, "select pg_backend_pid()")
    with first.handle.cursor() as cursor:
        cursor.execute(
            "create temporary table left_behind as select 1; set work_mem = '1MB'; create table public.half ()"
        )
    KeptConnections.close(first)
    second = opened(credentials)
    assert ask(second, "select pg_backend_pid()") == [(process,)]
    assert ask(second, "select to_regclass('left_behind'), to_regclass('public.half')") == [(None, None)]
    assert ask(second, "show work_mem") != [("1MB",)]
    assert second.handle.autocommit is False
    end(second)


def test_two_at_once_have_a_process_each(credentials: PostgresCredentials) -> None:
    one, other = opened(credentials), opened(credentials)
    assert ask(one, "select pg_backend_pid()") != ask(other, "select pg_backend_pid()")
    KeptConnections.close(one)
    end(other)


def test_one_that_broke_is_not_given_to_the_next(institute: Institute, credentials: PostgresCredentials) -> None:
    broken = opened(credentials)
    [(process,)] = ask(broken, "select pg_backend_pid()")
    institute.run("select pg_terminate_backend(%s, 10000)", process)
    with pytest.raises(psycopg2.Error):
        ask(broken, "select 1")
    KeptConnections.close(broken)
    following = opened(credentials)
    assert ask(following, "select 1") == [(1,)]
    end(following)


def test_a_command_keeps_few_connections_and_leaves_none_open(
    institute: Institute, dbt: Dbt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WarmDbt, "_parsed", lambda _: dbt.manifest)
    begun: list[object] = []
    connect = psycopg2.connect
    monkeypatch.setattr(psycopg2, "connect", lambda **options: begun.append(None) or connect(**options))
    built = WarmDbt(institute.database_url, 4).build([f"path:models/{STAGING_FOLDER}"])
    # One for each of two threads, and dbt's own.
    assert 0 < len(begun) <= 4 < len(built.models)
    assert not KeptConnections._idle
    # A process of PostgreSQL hears a moment later that its client has gone.
    others = "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'dbt'"
    wait_until(lambda: institute.run(others) == [(0,)], within_seconds=10, what="dbt has no connection left")
