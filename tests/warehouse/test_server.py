"""The embedded server starts when needed, is shared, and stops with its last user."""

from pathlib import Path

import psycopg
import pytest

from warehouse.server import memory_configuration, running_server
from warehouse.settings import Settings


def test_data_outlives_a_restart_and_the_server_stops_with_its_last_user(server_home: Path) -> None:
    settings = Settings(home=server_home)
    with running_server(settings) as url, psycopg.connect(url) as connection:
        connection.execute("create table kept as select 42 as answer")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    with running_server(settings) as url, psycopg.connect(url) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_a_second_user_shares_the_server_and_keeps_it_alive(server_home: Path) -> None:
    settings = Settings(home=server_home)
    with running_server(settings) as second_url:
        with running_server(settings) as first_url:
            assert first_url == second_url
        with psycopg.connect(second_url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_a_wrong_password_is_refused(server_home: Path) -> None:
    with running_server(Settings(home=server_home)) as url:
        stranger = url.replace(url.split(":")[2].split("@")[0], "guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(stranger)


def test_a_configured_url_is_used_as_it_is(server_home: Path) -> None:
    settings = Settings(home=server_home, database_url="postgresql://elsewhere/db")
    with running_server(settings) as url:
        assert url == "postgresql://elsewhere/db"
    assert not (server_home / "postgres").exists()


@pytest.mark.parametrize(
    ("gibibytes", "shared", "index", "sort", "cached"),
    [
        (1, "128MB", "64MB", "16MB", "512MB"),
        (4, "256MB", "128MB", "42MB", "2048MB"),
        (16, "1024MB", "512MB", "96MB", "8192MB"),
        (256, "2048MB", "1024MB", "96MB", "131072MB"),
    ],
)
def test_memory_follows_the_machine(gibibytes: int, shared: str, index: str, sort: str, cached: str) -> None:
    assert memory_configuration(gibibytes * 2**30) == {
        "shared_buffers": shared,
        "maintenance_work_mem": index,
        "work_mem": sort,
        "effective_cache_size": cached,
    }


def test_a_new_server_has_the_memory_that_the_machine_gives(server_home: Path) -> None:
    with running_server(Settings(home=server_home)) as url, psycopg.connect(url) as connection:
        [(shared,)] = connection.execute("select pg_size_bytes(current_setting('shared_buffers'))").fetchall()
    assert 128 * 2**20 <= shared <= 2048 * 2**20
