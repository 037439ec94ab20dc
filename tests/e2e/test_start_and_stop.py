"""`headway up` as a person meets it: it tells what it does, gives way on ports, stops cleanly, starts again quickly."""

import socket
from pathlib import Path

import httpx
import psycopg
import pytest

from headway.up import leftovers
from tests.e2e.installation import Installation

pytestmark = pytest.mark.e2e


def test_without_demo_data_it_serves_an_empty_institute_and_gives_way_on_ports(server_home: Path) -> None:
    installation = Installation(server_home, environment={"HEADWAY_DEMO": "0"})
    with socket.socket() as somebody_else:
        somebody_else.bind(("127.0.0.1", installation.ports["api"]))
        somebody_else.listen()
        taken = installation.ports["api"]
        installation.start()
    installation.ports["api"] = next(
        port for port in range(taken + 1, taken + 100) if f":{port}/" in installation.output
    )
    assert httpx.get(f"{installation.api}/health").json()["status"] == "ok"
    email, password = installation.login("super admin")
    answer = httpx.post(f"{installation.api}/auth/login", data={"username": email, "password": password})
    assert answer.status_code == 200
    assert installation.published("select count(*) from marts.fct_attendance") == [(0,)]
    url = installation.database_url()

    assert installation.stop() == 0
    assert leftovers.find(installation.home) == []
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)

    installation.start()
    assert "Building" not in installation.output
    assert installation.published("select count(*) from marts.fct_attendance") == [(0,)]
    assert installation.stop() == 0
