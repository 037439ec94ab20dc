"""How often one user may ask, by group of routes; who is not logged in is counted by address.

Belongs here: which request counts in which group. How much a group allows stands in the settings.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from limits import RateLimitItem, parse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest_api.auth.tokens import read_access_token
from ingest_api.errors import TooManyRequests, Unauthenticated, answer
from ingest_api.limits.store import LimitStore
from warehouse.settings import Settings

# Probes and scrapers come often and cost little.
_UNCOUNTED: Final = ("/health", "/ready", "/metrics")
_LOGIN: Final = "/auth/"
_REPORTS: Final = ("/reports/", "/analytics/")
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def group_of(method: str, path: str) -> str | None:
    """The group in which a request counts; None when it does not."""
    if path.endswith(_UNCOUNTED):
        return None
    if _LOGIN in path and method not in _READING:
        return "login"
    if any(part in path for part in _REPORTS):
        return "reports"
    return "read" if method in _READING else "write"


def limits_of(settings: Settings) -> dict[str, RateLimitItem]:
    """What each group allows; a group without a limit is left out."""
    written = {
        "login": settings.rate_limit_login,
        "read": settings.rate_limit_read,
        "write": settings.rate_limit_write,
        "reports": settings.rate_limit_reports,
    }
    return {group: parse(text) for group, text in written.items() if text}


class RateLimits:
    """ASGI middleware: counts, tells how much is left, and answers 429 when nothing is.

    Needs `state.limits` (a `LimitStore`) and `state.auth` of the application.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._limits = limits_of(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        group = group_of(scope.get("method", "GET"), scope["path"]) if scope["type"] == "http" else None
        item = self._limits.get(group or "")
        if group is None or item is None:
            await self.app(scope, receive, send)
            return
        state = scope["app"].state
        store: LimitStore = state.limits
        hit = await store.hit(item, group, _who(scope, group, state.auth.jwt_secret))
        window_seconds = item.get_expiry()
        headers = {
            "RateLimit-Policy": f'"{group}";q={item.amount};w={window_seconds}',
            "RateLimit": f'"{group}";r={hit.remaining};t={hit.reset_seconds}',
        }

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_raw(headers)]
            await send(message)

        if hit.is_allowed:
            await self.app(scope, receive, send_with_headers)
            return
        refusal = TooManyRequests(
            f"more than {item.amount} requests in {window_seconds} seconds; try again in {hit.reset_seconds} seconds",
            kind="rate-limited",
            headers={"Retry-After": str(hit.reset_seconds)},
        )
        await answer(scope["path"], refusal)(scope, receive, send_with_headers)


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _who(scope: Scope, group: str, secret: str) -> str:
    if group != "login":
        for name, value in scope["headers"]:
            if name == b"authorization":
                user = _user_of(value.decode("latin-1").removeprefix("Bearer "), secret)
                if user is not None:
                    return user
    client = scope.get("client")
    return client[0] if client else "nowhere"


@lru_cache(maxsize=4096)
def _user_of(token: str, secret: str) -> str | None:
    """Whose token it is; whether it still holds is the routes' question."""
    try:
        return str(read_access_token(token, secret).user_uuid)
    except Unauthenticated:
        return None
