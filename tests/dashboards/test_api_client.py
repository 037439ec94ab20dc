"""Errors of the API in words that a person can act on."""

import httpx
import pytest

from dashboards.api_client import ApiClient, ApiError


def refusal(answer: httpx.Response | Exception) -> ApiError:
    def respond(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ApiError) as refused:
        ApiClient("http://api.example", httpx.MockTransport(respond), lambda _: None).request("GET", "/sessions/1")
    return refused.value


class Busy:
    """An API that fails in some way until it has been asked so many times, and how long was waited in between."""

    def __init__(self, *answers: httpx.Response | Exception, seconds_each: float = 0.0) -> None:
        self.pauses: list[float] = []
        self.now = 0.0
        self.answers, self._seconds_each = list(answers), seconds_each
        self.client = ApiClient("http://api.example", httpx.MockTransport(self._respond), self._pause)

    def _respond(self, request: httpx.Request) -> httpx.Response:
        self.now += self._seconds_each
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def test_a_refusal_speaks_in_the_apis_own_words_as_a_sentence() -> None:
    error = refusal(httpx.Response(409, json={"detail": "this session was cancelled", "current": []}))
    assert (error.status, str(error)) == (409, "This session was cancelled")
    assert error.problem["current"] == []


def test_a_server_error_keeps_its_own_words_to_itself() -> None:
    error = refusal(httpx.Response(500, json={"detail": "division by zero in line 7"}))
    assert "does not answer" in str(error)


def test_no_answer_is_told_as_such() -> None:
    error = refusal(httpx.ConnectError("refused"))
    assert error.status == 503
    assert "does not answer" in str(error)


def test_an_answer_without_json_still_has_words() -> None:
    assert str(refusal(httpx.Response(404, text="<html>"))) == "This is not here, or not open to you."


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.Response(503), httpx.Response(502)]
)
def test_what_only_asks_is_asked_again_after_a_longer_pause(failure: httpx.Response | Exception) -> None:
    api = Busy(failure, failure, httpx.Response(200, json={"id": 1}))
    assert api.client.request("GET", "/auth/me") == {"id": 1}
    assert api.pauses == [0.3, 1.0]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_changes_something_is_sent_once(method: str) -> None:
    api = Busy(httpx.ReadTimeout("slow"), httpx.Response(200, json={}))
    with pytest.raises(ApiError, match="does not answer"):
        api.client.request(method, "/auth/refresh", json={})
    assert (len(api.answers), api.pauses) == (1, [])


def test_what_a_page_can_do_without_is_asked_once() -> None:
    api = Busy(httpx.Response(503), httpx.Response(200, json={}))
    with pytest.raises(ApiError):
        api.client.request("GET", "/ready", is_patient=False)
    assert (len(api.answers), api.pauses) == (1, [])


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_refusal_is_not_asked_again(status: int) -> None:
    api = Busy(httpx.Response(status), httpx.Response(200, json={}))
    with pytest.raises(ApiError) as refused:
        api.client.request("GET", "/sessions/1")
    assert (refused.value.status, api.pauses) == (status, [])


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Busy(*[httpx.ReadTimeout("slow")] * 4, seconds_each=10.0)
    monkeypatch.setattr("dashboards.api_client.time.monotonic", lambda: api.now)
    with pytest.raises(ApiError, match="does not answer"):
        api.client.request("GET", "/sessions/1")
    assert len(api.answers) == 1


def test_every_try_failed_is_told_at_last() -> None:
    api = Busy(*[httpx.Response(503)] * 4)
    with pytest.raises(ApiError) as refused:
        api.client.request("GET", "/sessions/1")
    assert (refused.value.status, api.pauses) == (503, [0.3, 1.0, 2.0])
