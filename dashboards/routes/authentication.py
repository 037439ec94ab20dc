"""Logging in and out, and setting a password with a one-time code: the pages, the forms' targets, and the cookies.

The pages are plain HTML, so that it is there at once, password managers know it, and nothing of the app is loaded for
somebody who is not logged in.
"""

from html import escape
from pathlib import Path
from string import Template
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards.api_client import ApiError, api_client
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
from warehouse.settings import get_settings

_HERE: Final = Path(__file__).parent
_PAGE, _LOGIN_FORM, _PASSWORD_FORM = (
    Template((_HERE / name).read_text(encoding="utf-8"))
    for name in ("login.html", "login_form.html", "password_form.html")
)
_DEMO_LABEL: Final = '<span class="demo" data-testid="demo-label">Demo data</span>'
_REASONS: Final = {
    "ended": "Your session has ended. Log in to go on where you were.",
    "out": "You are logged out.",
    "set": "Your password is set. Log in with it.",
}


def login_page(request: Request) -> HTMLResponse:
    """GET /login."""
    reason = _REASONS.get(request.query_params.get("reason", ""), "")
    return _page(next_path=local_path(request.query_params.get("next")), notice=reason, is_demo=_is_demo())


async def log_in(request: Request) -> Response:
    """POST /auth/login: the form's fields `username`, `password` and `next`; sets the cookies and goes on."""
    if not is_same_origin(request):
        return cross_origin_refusal()
    form = await request.form()
    email, password = str(form.get("username", "")).strip(), str(form.get("password", ""))
    next_path = local_path(str(form.get("next", "")))
    credentials = {"username": email, "password": password}
    client = api_for(request)
    try:
        told = await run_in_threadpool(client.request, "POST", "/auth/login", form=credentials)
    except ApiError as error:
        # 422 is the API's word for an empty field; for the person it is the same mistake.
        message = "The e-mail address or the password is wrong." if error.status in (401, 422) else str(error)
        is_demo = await run_in_threadpool(_is_demo)
        return _page(next_path=next_path, error=message, email=email, status=error.status, is_demo=is_demo)
    response = RedirectResponse(next_path, status_code=303)
    set_tokens(request, response, Tokens.from_api(told))
    return response


def password_page(request: Request) -> HTMLResponse:
    """GET /auth/password: for whoever was handed a one-time code."""
    return _password_page(is_demo=_is_demo())


async def set_password(request: Request) -> Response:
    """POST /auth/password: the form's fields `token`, `password` and `again`; leads to the log-in page."""
    if not is_same_origin(request):
        return cross_origin_refusal()
    form = await request.form()
    token, password, again = (str(form.get(name, "")) for name in ("token", "password", "again"))
    try:
        if password != again:
            raise ApiError(422, {"detail": "The two passwords differ. Type the same one twice."})
        content = {"token": token.strip(), "password": password}
        await run_in_threadpool(api_for(request).request, "POST", "/auth/password-reset/confirm", json=content)
    except ApiError as error:
        is_demo = await run_in_threadpool(_is_demo)
        return _password_page(token=token, error=_why_not(error), status=error.status, is_demo=is_demo)
    return RedirectResponse("/login?reason=set", status_code=303)


def _why_not(error: ApiError) -> str:
    fields = {str(one.get("field", "")).rpartition(".")[2] for one in error.problem.get("errors") or []}
    if "token" in fields:
        return "This code does not work: it was used, has expired, or a newer one was made. Ask for a new one."
    if "password" in fields:
        return "The password must have 8 to 256 characters."
    return str(error)


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


def _is_demo() -> bool:
    """Whether the institute is synthetic, which every screen says; an API that does not answer says nothing."""
    try:
        return bool(api_client(get_settings()).request("GET", "/ready", is_patient=False).get("is_demo"))
    except ApiError:
        return False


def _page(
    *, next_path: str, notice: str = "", error: str = "", email: str = "", status: int = 200, is_demo: bool = False
) -> HTMLResponse:
    form = _LOGIN_FORM.substitute(email=escape(email, quote=True), next=escape(next_path))
    return _html("Log in", "Attendance, progress and what needs you today.", form, notice, error, status, is_demo)


def _password_page(*, token: str = "", error: str = "", status: int = 200, is_demo: bool = False) -> HTMLResponse:
    form = _PASSWORD_FORM.substitute(token=escape(token, quote=True))
    lead = "With the one-time code that the office has given you."
    return _html("Set a password", lead, form, "", error, status, is_demo)


def _html(title: str, lead: str, form: str, notice: str, error: str, status: int, is_demo: bool) -> HTMLResponse:
    text = error or notice
    message = (
        f'<p class="message {"error" if error else ""}" role="{"alert" if error else "status"}">{escape(text)}</p>'
    )
    html = _PAGE.substitute(
        title=title,
        lead=lead,
        form=form,
        message=message if text else "",
        demo_label=_DEMO_LABEL if is_demo else "",
    )
    return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})


ROUTES: Final = [
    Route("/login", login_page, methods=["GET"]),
    Route("/auth/login", log_in, methods=["POST"]),
    Route("/auth/password", password_page, methods=["GET"]),
    Route("/auth/password", set_password, methods=["POST"]),
    Route("/auth/logout", log_out, methods=["POST"]),
    Route("/auth/session", session_state, methods=["GET"]),
    Route("/healthz", healthz, methods=["GET"]),
]
