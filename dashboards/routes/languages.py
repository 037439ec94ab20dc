"""The language of the screens: chosen by a link and kept in a cookie, found for every request to a route of ours."""

from typing import Final

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.language import COOKIE, LANGUAGES, preferred, spoken
from dashboards.routes.http import SECONDS_PER_DAY, local_path

KEPT_DAYS: Final = 365


class ReadersLanguage:
    """ASGI middleware: what a route says is in the language of whoever asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles a request in its reader's language."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        with spoken(preferred(connection.cookies.get(COOKIE), connection.headers.get("accept-language"))):
            await self._app(scope, receive, send)


def choose(request: Request) -> Response:
    """GET /language/{code}?next=: keeps the choice and goes back; a language that we do not have changes nothing."""
    response = RedirectResponse(local_path(request.query_params.get("next")), status_code=303)
    code = request.path_params["code"]
    if code in LANGUAGES:
        days = KEPT_DAYS * SECONDS_PER_DAY
        response.set_cookie(COOKIE, code, max_age=days, path="/", httponly=True, samesite="lax")
    return response


ROUTES: Final = [Route("/language/{code}", choose, methods=["GET"])]
