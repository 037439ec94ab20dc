"""Who is logged in: tokens in HttpOnly cookies, renewed when they run out.

Belongs here: the two cookies, the renewal, and the person behind a script run. Does not belong here: the routes that
set the cookies (`routes/`) and the permissions (`access.py`).

A renewal spends the refresh token, and a running Streamlit session keeps the cookies of its first handshake. So this
process remembers which pair replaced which refresh token: an old cookie leads to the newest pair, and two requests that
find their token expired at the same moment renew it once.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiClient, ApiError, api_client
from dashboards.region import live_in
from warehouse.settings import get_settings

ACCESS_COOKIE: Final = "headway_access"
REFRESH_COOKIE: Final = "headway_refresh"
PERSON_TTL_SECONDS: Final = 60.0
REMEMBERED_RENEWALS: Final = 20_000


@dataclass(frozen=True)
class Tokens:
    """An access token and the refresh token that renews it; either may be missing."""

    access: str | None = None
    refresh: str | None = None
    expires_in_seconds: int = 0

    @classmethod
    def from_cookies(cls, cookies: Mapping[str, str]) -> "Tokens":
        """What the browser sent."""
        return cls(cookies.get(ACCESS_COOKIE), cookies.get(REFRESH_COOKIE))

    @classmethod
    def from_api(cls, told: dict[str, Any]) -> "Tokens":
        """The answer of `/auth/login` and `/auth/refresh`."""
        return cls(told["access_token"], told["refresh_token"], int(told["expires_in"]))


class Renewals:
    """Renews tokens, each refresh token once, and remembers what it was replaced by."""

    def __init__(self) -> None:
        # Striped, so that one slow renewal does not hold up everybody else's.
        self._locks = [threading.Lock() for _ in range(64)]
        self._replaced_by: OrderedDict[str, Tokens] = OrderedDict()

    def newest(self, tokens: Tokens) -> Tokens:
        """The newest pair known for these tokens; the same object when nothing replaced them."""
        while tokens.refresh and (fresh := self._replaced_by.get(tokens.refresh)):
            tokens = fresh
        return tokens

    def renew(self, client: ApiClient, tokens: Tokens) -> Tokens:
        """A working pair for an access token that is missing or was refused.

        Raises:
            ApiError: 401 when the refresh token is missing, spent or revoked.
        """
        spent = tokens.refresh
        if not spent:
            raise ApiError(401, {"title": "Log in again", "status": 401, "detail": "Your session has ended."})
        with self._locks[hash(spent) % len(self._locks)]:
            if known := self._replaced_by.get(spent):
                return known
            fresh = Tokens.from_api(client.request("POST", "/auth/refresh", json={"refresh_token": spent}))
            self._replaced_by[spent] = fresh
            while len(self._replaced_by) > REMEMBERED_RENEWALS:
                self._replaced_by.popitem(last=False)
            return fresh

    def forget(self, tokens: Tokens) -> None:
        """Drops what is remembered of a session that logged out."""
        current = tokens.refresh
        while current and (fresh := self._replaced_by.pop(current, None)):
            current = fresh.refresh


RENEWALS: Final = Renewals()


def with_tokens(client: ApiClient, tokens: Tokens, call: Callable[[str], Any]) -> tuple[Any, Tokens]:
    """Runs `call(access token)`, renewing the token once when it is missing or refused.

    Returns:
        What `call` returned, and the tokens that worked (to be set as cookies when they are not the ones sent).

    Raises:
        ApiError: 401 when nobody is logged in any more; otherwise whatever the call ran into.
    """
    tokens = RENEWALS.newest(tokens)
    if tokens.access:
        try:
            return call(tokens.access), tokens
        except ApiError as error:
            if error.status != 401:
                raise
    tokens = RENEWALS.renew(client, tokens)
    return call(tokens.access or ""), tokens


def api(method: str, path: str, **options: Any) -> Any:
    """A request to the API as the person of this Streamlit session.

    Raises:
        ApiError: see `ApiClient.request`.
    """
    return api_elsewhere()(method, path, **options)


def api_elsewhere() -> Callable[..., Any]:
    """What `api` does, for a thread that belongs to no script run: the browser's cookies are read here.

    Raises (when called):
        ApiError: see `ApiClient.request`.
    """
    client = api_client(get_settings())
    tokens = Tokens.from_cookies(st.context.cookies)

    def request(method: str, path: str, **options: Any) -> Any:
        return with_tokens(client, tokens, lambda token: client.request(method, path, token=token, **options))[0]

    return request


def download(path: str) -> Callable[[], bytes]:
    """What fetches a file of the API for a download button, as the person of this Streamlit session.

    The button calls it outside of any script run, where the browser's cookies are not known: they are read here.

    Raises (when called):
        ApiError: see `ApiClient.request`.
    """
    tokens = Tokens.from_cookies(st.context.cookies)

    def fetch() -> bytes:
        client = api_client(get_settings())
        content: bytes = with_tokens(client, tokens, lambda token: client.fetch(path, token=token).content)[0]
        return content

    return fetch


def current_person() -> Person:
    """The person of this Streamlit session, asked anew of the API once a minute.

    Raises:
        ApiError: 401 when nobody is logged in, 503 when the API does not answer.
    """
    known: tuple[float, Person] | None = st.session_state.get("_person")
    if known and time.monotonic() - known[0] < PERSON_TTL_SECONDS:
        return known[1]
    person = Person.from_api(api("GET", "/auth/me"))
    live_in(person.time_zone, person.currency)
    st.session_state["_person"] = (time.monotonic(), person)
    return person
