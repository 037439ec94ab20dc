"""The door: whoever opens a page without being logged in sees the log-in page instead.

It also renews an expired access token on the way in, so that the Streamlit session which the page opens starts with
fresh cookies. What a page shows is guarded again in the script: this is the courtesy, that is the lock.
"""

from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.api_client import ApiError
from dashboards.routes.http import api_for, clear_tokens, set_tokens
from dashboards.session import RENEWALS, Tokens

OPEN_PATHS: Final = (
    "/login",
    "/welcome",
    "/forgot",
    "/language/",
    "/verify",
    "/calendar/",
    "/auth/",
    "/data/",
    "/healthz",
    "/brand/",
    "/_stcore/",
    "/static/",
    "/favicon",
)


class LogInGuard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, with renewed cookies if need be, or sends it to the log-in page."""
        if scope["type"] != "http" or scope["method"] != "GET" or not self._is_page(scope):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        sent = Tokens.from_cookies(connection.cookies)
        tokens = RENEWALS.newest(sent)
        try:
            if not tokens.access or (tokens is sent and not sent.access):
                tokens = await run_in_threadpool(RENEWALS.renew, api_for(connection), tokens)
        except ApiError as error:
            if error.status == 401:
                await self._log_in_page(connection, had_session=bool(sent.refresh))(scope, receive, send)
                return
        if tokens is sent:
            await self._app(scope, receive, send)
            return

        async def send_with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                carrier = Response()
                set_tokens(connection, carrier, tokens)
                headers = MutableHeaders(scope=message)
                for cookie in carrier.headers.getlist("set-cookie"):
                    headers.append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookies)

    @staticmethod
    def _is_page(scope: Scope) -> bool:
        path: str = scope["path"]
        accepts = HTTPConnection(scope).headers.get("accept", "")
        return "text/html" in accepts and not path.startswith(OPEN_PATHS)

    @staticmethod
    def _log_in_page(connection: HTTPConnection, *, had_session: bool) -> Response:
        url = connection.url
        wanted = url.path + (f"?{url.query}" if url.query else "")
        reason = "&reason=ended" if had_session else ""
        response = RedirectResponse(f"/login?next={quote(wanted, safe='/')}{reason}", status_code=303)
        clear_tokens(response)
        return response
