"""Logging in and out: the page, the form's target, and the cookies. A first password is set in `welcome.py`."""

from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards.api_client import ApiError
from dashboards.language import _, gettext_noop
from dashboards.routes.door import door, form, is_demo
from dashboards.routes.http import (
    api_for,
    clear_tokens,
    cross_origin_refusal,
    is_same_origin,
    local_path,
    problem_response,
    set_tokens,
    tokens_of,
)
from dashboards.session import RENEWALS, Tokens, with_tokens

_REASONS: Final = {
    "ended": gettext_noop("Your session has ended. Log in to go on where you were."),
    "out": gettext_noop("You are logged out."),
    "set": gettext_noop("Your password is set. Log in with it."),
}


def login_page(request: Request) -> HTMLResponse:
    """GET /login."""
    reason = request.query_params.get("reason", "")
    notice = _(_REASONS.get(reason, ""))
    return _page(next_path=local_path(request.query_params.get("next")), notice=notice, is_demo=is_demo())


async def log_in(request: Request) -> Response:
    """POST /auth/login: the form's fields `username`, `password` and `next`; sets the cookies and goes on."""
    if not is_same_origin(request):
        return cross_origin_refusal()
    typed = await request.form()
    email, password = str(typed.get("username", "")).strip(), str(typed.get("password", ""))
    next_path = local_path(str(typed.get("next", "")))
    credentials = {"username": email, "password": password}
    client = api_for(request)
    try:
        told = await run_in_threadpool(client.request, "POST", "/auth/login", form=credentials)
    except ApiError as error:
        # 422 is the API's word for an empty field; for the person it is the same mistake.
        message = _("The e-mail address or the password is wrong.") if error.status in (401, 422) else str(error)
        demo = await run_in_threadpool(is_demo)
        return _page(next_path=next_path, error=message, email=email, status=error.status, is_demo=demo)
    response = RedirectResponse(next_path, status_code=303)
    set_tokens(request, response, Tokens.from_api(told))
    return response


async def log_out(request: Request) -> Response:
    """POST /auth/logout: revokes the refresh token, removes the cookies, shows the log-in page."""
    if not is_same_origin(request):
        return cross_origin_refusal()
    tokens = RENEWALS.newest(tokens_of(request))
    response = RedirectResponse("/login?reason=out", status_code=303)
    clear_tokens(response)
    if tokens.refresh:
        try:
            body = {"refresh_token": tokens.refresh}
            client = api_for(request)
            await run_in_threadpool(client.request, "POST", "/auth/logout", token=tokens.access, json=body)
        except ApiError:
            # Without its cookies this browser is logged out all the same; the token runs out by itself.
            response.headers["x-headway-revoked"] = "no"
        RENEWALS.forget(tokens_of(request))
    return response


def session_state(request: Request) -> Response:
    """GET /auth/session: 204 while logged in (renewing the cookies when due), 401 after."""
    client = api_for(request)
    sent = tokens_of(request)
    try:
        _, tokens = with_tokens(client, sent, lambda token: client.request("GET", "/auth/me", token=token))
    except ApiError as error:
        return problem_response(error)
    response = Response(status_code=204, headers={"cache-control": "no-store"})
    if tokens is not sent:
        set_tokens(request, response, tokens)
    return response


def healthz(request: Request) -> JSONResponse:
    """GET /healthz: this process answers. Whether the API does is the API's own health route."""
    return JSONResponse({"status": "ok"})


def _page(
    *, next_path: str, notice: str = "", error: str = "", email: str = "", status: int = 200, is_demo: bool = False
) -> HTMLResponse:
    content = form("login", email=email, next=next_path)
    lead, path = _("Attendance, progress and what needs you today."), f"/login?next={quote(next_path)}"
    return door(_("Log in"), lead, content, notice=notice, error=error, status=status, is_demo=is_demo, path=path)


ROUTES: Final = [
    Route("/login", login_page, methods=["GET"]),
    Route("/auth/login", log_in, methods=["POST"]),
    Route("/auth/logout", log_out, methods=["POST"]),
    Route("/auth/session", session_state, methods=["GET"]),
    Route("/healthz", healthz, methods=["GET"]),
]
