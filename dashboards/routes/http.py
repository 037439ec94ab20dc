"""What every own route needs: cookies, the same-origin check, and the API's problems as answers.

Belongs here: HTTP mechanics. Which tokens are valid is the API's business, how they are renewed stands in `session.py`.
"""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from dashboards.api_client import ApiClient, ApiError, api_client
from dashboards.session import ACCESS_COOKIE, REFRESH_COOKIE, Tokens
from warehouse.settings import get_settings

SECONDS_PER_DAY: Final = 86_400


def api_for(request: HTTPConnection) -> ApiClient:
    """The API, asked on behalf of whoever sent this request."""
    return api_client(get_settings()).on_behalf_of(request.client.host if request.client else None)


def is_same_origin(request: HTTPConnection) -> bool:
    """Whether a page of ours sent this request; a foreign page must not act with somebody's cookies."""
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def set_tokens(request: HTTPConnection, response: Response, tokens: Tokens) -> None:
    """Puts a token pair into HttpOnly cookies; the access cookie ends when its token does."""
    is_https = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))
    lifetimes = (
        (ACCESS_COOKIE, tokens.access, tokens.expires_in_seconds),
        (REFRESH_COOKIE, tokens.refresh, get_settings().refresh_token_days * SECONDS_PER_DAY),
    )
    for name, value, seconds in lifetimes:
        if value:
            response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=is_https)


def clear_tokens(response: Response) -> None:
    """Removes both cookies."""
    for name in (ACCESS_COOKIE, REFRESH_COOKIE):
        response.delete_cookie(name, path="/", httponly=True, samesite="lax")


def problem_response(error: ApiError) -> JSONResponse:
    """The API's refusal, handed on as it is."""
    return JSONResponse(error.problem, status_code=error.status, media_type="application/problem+json")


def cross_origin_refusal() -> JSONResponse:
    """The answer to a request that another site's page sent."""
    return JSONResponse(
        {
            "type": "about:blank",
            "title": "Not allowed",
            "status": 403,
            "detail": "This request came from another site.",
        },
        status_code=403,
        media_type="application/problem+json",
    )


def local_path(wanted: str | None) -> str:
    """A path of ours to go to after logging in; anything else becomes `/`."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted


def tokens_of(request: Request) -> Tokens:
    """The tokens that the browser sent."""
    return Tokens.from_cookies(request.cookies)
