"""Talking to the API: requests, and errors in words that a person can act on.

Belongs here: the HTTP calls that screens and routes make. Tokens live in `session.py`; which page may be opened stands
in `access.py`. Nothing of the API's code is imported, only its routes are known.
"""

import time
from collections.abc import Callable, Sequence
from copy import copy
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Final

import httpx

from dashboards.language import _, gettext_noop
from warehouse.settings import Settings

API_PREFIX: Final = "/api/v1"
TIMEOUT_SECONDS: Final = 10.0
# Files take longer on their way.
UPLOAD_SECONDS: Final = 300.0
# What only asks is asked again when the API is busy or starting anew, each time after a longer pause; not once so much
# time has passed that a person would rather be told.
PAUSES_SECONDS: Final = (0.3, 1.0, 2.0)
PATIENCE_SECONDS: Final = 15.0
_BUSY: Final = frozenset({502, 503, 504})


class ApiError(Exception):
    """The API refused or did not answer.

    Attributes:
        status: the HTTP status, 503 when there was no answer at all.
        problem: the API's `application/problem+json` body, made up when it sent none.
    """

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("detail") or problem.get("title") or _("Something went wrong."))
        self.status = status
        self.problem = problem


_WORDS: Final = {
    401: (gettext_noop("Log in again"), gettext_noop("Your session has ended. Log in again to go on.")),
    413: (
        gettext_noop("Too large"),
        gettext_noop("This is larger than the institute's server takes. Send it in parts."),
    ),
    403: (gettext_noop("Not allowed"), gettext_noop("This is not open to you. Ask your admin if you need it.")),
    404: (gettext_noop("Not found"), gettext_noop("This is not here, or not open to you.")),
    429: (gettext_noop("Too many attempts"), gettext_noop("Too many attempts. Wait a minute and try again.")),
}
_UNAVAILABLE: Final = (
    gettext_noop("The institute's server does not answer"),
    gettext_noop("The server does not answer right now. Try again soon."),
)
_REFUSED: Final = (gettext_noop("Not possible"), gettext_noop("This was not possible."))


class ApiClient:
    """The API, as the screens use it; one per process, thread-safe.

    Args:
        transport: anything that answers httpx requests; the network when None.
        pause: waits so many seconds.
    """

    def __init__(
        self,
        api_url: str,
        transport: httpx.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = pause
        # No proxy from the environment: the API is ours and near, and a token must not travel elsewhere.
        self._client = httpx.Client(
            base_url=api_url.rstrip("/") + API_PREFIX, timeout=TIMEOUT_SECONDS, trust_env=False, transport=transport
        )
        self._headers: dict[str, str] = {}

    def on_behalf_of(self, address: str | None) -> "ApiClient":
        """The same client, which tells the API for whom it asks: log-ins are counted by address.

        Args:
            address: the address that the request came from; anything that is none is not handed on.
        """
        try:
            known = str(ip_address(address or ""))
        except ValueError:
            return self
        client = copy(self)
        client._headers = {"X-Forwarded-For": known}
        return client

    def request(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        json: Any = None,
        content: bytes | None = None,
        form: dict[str, str] | None = None,
        files: Sequence[tuple[str, tuple[str, bytes]]] | None = None,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        is_patient: bool = True,
    ) -> Any:
        """One request; returns the decoded JSON body, another body as bytes, or None when there is none.

        A GET is sent again when there is no answer or the API is busy: it changes nothing. All else is sent once, and
        so is a GET that `is_patient` False says a page can do without.

        Raises:
            ApiError: any status of 400 and above, or no answer.
        """
        pauses = PAUSES_SECONDS if method == "GET" and is_patient else ()
        body = {"json": json, "content": content, "data": form, "files": files, "params": query}
        patience = UPLOAD_SECONDS if files else TIMEOUT_SECONDS
        answer = self._answer(method, path, pauses, token, headers, timeout=patience, **body)
        if not answer.content:
            return None
        return answer.json() if "json" in answer.headers.get("content-type", "") else answer.content

    def fetch(self, path: str, *, token: str | None = None, headers: dict[str, str] | None = None) -> httpx.Response:
        """A file, with the headers that say what it is and how long it may be kept.

        Raises:
            ApiError: see `request`.
        """
        return self._answer("GET", path, PAUSES_SECONDS, token, headers)

    def _answer(
        self,
        method: str,
        path: str,
        pauses: Sequence[float],
        token: str | None,
        headers: dict[str, str] | None,
        **body: Any,
    ) -> httpx.Response:
        sent = self._headers | (headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        answer = self._send(self._client.build_request(method, path, headers=sent, **body), pauses)
        if answer.is_error:
            raise ApiError(answer.status_code, _problem(answer.status_code, answer))
        return answer

    def _send(self, request: httpx.Request, pauses: Sequence[float]) -> httpx.Response:
        """The answer; after each of `pauses` the request is sent once more when there was none."""
        begun = time.monotonic()
        for pause in (*pauses, None):
            is_last = pause is None or time.monotonic() - begun + pause > PATIENCE_SECONDS
            try:
                answer = self._client.send(request)
            except httpx.HTTPError as error:
                if is_last:
                    raise ApiError(503, _problem(503)) from error
            else:
                if is_last or answer.status_code not in _BUSY:
                    return answer
            self._pause(pause or 0)
        raise AssertionError("the last try answers or raises")


def _problem(status: int, answer: httpx.Response | None = None) -> dict[str, Any]:
    """The API's own problem when it sent one, otherwise one in our words."""
    title, detail = _WORDS.get(status, _UNAVAILABLE if status >= 500 else _REFUSED)
    problem: dict[str, Any] = {"type": "about:blank", "title": _(title), "status": status, "detail": _(detail)}
    if answer is not None and "json" in answer.headers.get("content-type", ""):
        told = answer.json()
        # A server error's own words are for its log; a refusal's words are for the person.
        if isinstance(told, dict) and status < 500:
            problem.update({key: value for key, value in told.items() if value is not None})
            problem["detail"] = _sentence(str(problem["detail"]))
    return problem


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=4)
def _client(api_url: str) -> ApiClient:
    return ApiClient(api_url)


def api_client(settings: Settings) -> ApiClient:
    """The client of the configured API, shared by all sessions of this process."""
    return _client(settings.api_url)
