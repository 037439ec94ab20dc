"""Tokens are renewed once, however many ask."""

import threading
from typing import Any

import httpx
import pytest

from dashboards.api_client import ApiClient, ApiError
from dashboards.session import Renewals, Tokens


class Endpoint:
    """A server whose refresh tokens work once, as the API's do."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Response(200, content=request.content).json()["refresh_token"]
        self.asked.append(sent)
        number = len(self.asked)
        told: dict[str, Any] = {"access_token": f"a{number}", "refresh_token": f"r{number}", "expires_in": 900}
        return httpx.Response(200, json=told) if self.asked.count(sent) == 1 else httpx.Response(401, json={})


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture
def client(endpoint: Endpoint) -> ApiClient:
    return ApiClient("http://api.example", httpx.MockTransport(endpoint))


def test_many_at_once_renew_once(client: ApiClient, endpoint: Endpoint) -> None:
    renewals, found = Renewals(), []
    threads = [
        threading.Thread(target=lambda: found.append(renewals.renew(client, Tokens("a0", "r0")))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert endpoint.asked == ["r0"]
    assert {tokens.access for tokens in found} == {"a1"}


def test_an_old_cookie_leads_through_all_renewals_to_the_newest_pair(client: ApiClient) -> None:
    renewals = Renewals()
    first = renewals.renew(client, Tokens("a0", "r0"))
    renewals.renew(client, first)
    assert renewals.newest(Tokens("a0", "r0")).access == "a2"


def test_after_logging_out_nothing_is_remembered(client: ApiClient) -> None:
    renewals = Renewals()
    old = Tokens("a0", "r0")
    renewals.renew(client, renewals.renew(client, old))
    renewals.forget(old)
    assert renewals.newest(old) is old


def test_without_a_refresh_token_one_must_log_in_again(client: ApiClient, endpoint: Endpoint) -> None:
    with pytest.raises(ApiError, match="Your session has ended") as refused:
        Renewals().renew(client, Tokens("a0", None))
    assert refused.value.status == 401
    assert endpoint.asked == []
