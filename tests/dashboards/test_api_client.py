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
        ApiClient("http://api.example", httpx.MockTransport(respond)).request("GET", "/sessions/1")
    return refused.value


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
