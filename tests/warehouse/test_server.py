"""The embedded server starts when needed, is shared, and stops with its last user."""

from pathlib import Path

import psycopg
import pytest

from warehouse.server import running_server
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
