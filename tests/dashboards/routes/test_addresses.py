"""The API counts log-ins by the address of whoever logs in, not by that of the dashboards in between.

The limit is two a minute here. A peer at 127.0.0.1 stands for a proxy that is trusted, one at 127.0.0.2 for anybody.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from dashboards.api_client import API_PREFIX, ApiClient
from ingest_api.app import create_app
from tests.dashboards.conftest import Institute, serve
from warehouse.settings import Settings, get_settings


@pytest.fixture
def strict_api(institute: Institute, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An API with a small limit of log-ins, which the dashboards use too."""
    url = SecretStr(institute.database_url)
    settings = Settings(home=tmp_path / "api", database_url=url, rate_limit_login="2/minute")
    with serve(create_app(settings)) as api_url:
        monkeypatch.setenv("HEADWAY_API_URL", api_url)
        get_settings.cache_clear()
        yield api_url


def tries(base_url: str, path: str, says: str | None, *, peer: str = "127.0.0.1", times: int = 1) -> list[int]:
    """The status codes of log-ins with wrong passwords, whose X-Forwarded-For is `says`."""
    headers = {} if says is None else {"X-Forwarded-For": says}
    transport = httpx.HTTPTransport(local_address=peer)
    with httpx.Client(base_url=base_url, transport=transport, headers=headers) as client:
        return [
            client.post(path, data={"username": f"nobody{place}@example.org", "password": "wrong"}).status_code
            for place in range(times)
        ]


def test_two_people_do_not_share_the_limit_of_log_ins(strict_api: str, dashboards_url: str) -> None:
    assert tries(dashboards_url, "/auth/login", "203.0.113.1", times=3) == [401, 401, 429]
    assert tries(dashboards_url, "/auth/login", "203.0.113.2") == [401]
    assert tries(dashboards_url, "/auth/login", "2001:db8::7", times=3) == [401, 401, 429]


def test_who_is_no_proxy_cannot_choose_an_address(strict_api: str, dashboards_url: str) -> None:
    said = [f"198.51.100.{place}" for place in range(3)]
    login = f"{API_PREFIX}/auth/login"
    direct = [tries(strict_api, login, address, peer="127.0.0.2")[0] for address in said]
    assert direct == [401, 401, 429]
    behind = [tries(dashboards_url, "/auth/login", address, peer="127.0.0.3")[0] for address in said]
    assert behind == [401, 401, 429]
    assert tries(dashboards_url, "/auth/login", "127.0.0.3, 198.51.100.9") == [401]


def test_only_the_last_address_that_no_proxy_of_ours_added_counts(strict_api: str, dashboards_url: str) -> None:
    said = [f"198.51.100.{place}, 203.0.113.8" for place in range(3)]
    assert [tries(dashboards_url, "/auth/login", one)[0] for one in said] == [401, 401, 429]


@pytest.mark.parametrize("address", [None, "", "testclient", "1.2.3.4\r\nX-Evil: 1", "unix:"])
def test_what_is_no_address_is_not_handed_on(address: str | None) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        assert "x-forwarded-for" not in request.headers
        return httpx.Response(204)

    client = ApiClient("http://api.example", httpx.MockTransport(respond))
    assert client.on_behalf_of(address).request("GET", "/health") is None
