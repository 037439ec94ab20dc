"""The first log-in: a one-time code, then a password; and asking for a code when a password is forgotten.

The code stays in the form between the two steps; it is spent when the password is set. What it is good for, the API
knows.
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards.api_client import ApiClient, ApiError
from dashboards.language import _, gettext_noop
from dashboards.routes.door import door, form, is_demo
from dashboards.routes.http import api_for, cross_origin_refusal, is_same_origin, set_tokens
from dashboards.session import Tokens

LEAST, MOST = 8, 256
_ASKED: Final = gettext_noop(
    "If an account has this e-mail address, the administration of your campus has been told. They hand you a one-time "
    "code, which you enter here."
)


def code_page(request: Request) -> HTMLResponse:
    """GET /welcome."""
    return _code_page()


async def welcome(request: Request) -> Response:
    """POST /welcome: `code` alone asks for a password; with `password` and `again` it is set, and the person is in."""
    if not is_same_origin(request):
        return cross_origin_refusal()
    typed = await request.form()
    code = "".join(str(typed.get("code", "")).split())
    client = api_for(request)
    try:
        owner = await run_in_threadpool(client.request, "POST", "/auth/one-time-token", json={"token": code})
    except ApiError as error:
        return await run_in_threadpool(_code_page, code, error)
    email = str(owner["email"] or "")
    if "password" not in typed:
        return await run_in_threadpool(_password_page, owner, code)
    password, again = str(typed.get("password", "")), str(typed.get("again", ""))
    if wrong := _what_is_wrong(password, again, email):
        return await run_in_threadpool(_password_page, owner, code, wrong, 422)
    try:
        body = {"token": code, "password": password}
        await run_in_threadpool(client.request, "POST", "/auth/password-reset/confirm", json=body)
    except ApiError as error:
        return await run_in_threadpool(_password_page, owner, code, _words(error), error.status)
    return await run_in_threadpool(_logged_in, request, client, email, password)


def _logged_in(request: Request, client: ApiClient, email: str, password: str) -> Response:
    try:
        told = client.request("POST", "/auth/login", form={"username": email, "password": password})
    except ApiError:
        # The password is set all the same; the log-in page says what stands in the way.
        return RedirectResponse("/login?reason=set", status_code=303)
    response = RedirectResponse("/", status_code=303)
    set_tokens(request, response, Tokens.from_api(told))
    return response


def _what_is_wrong(password: str, again: str, email: str) -> str:
    if not LEAST <= len(password) <= MOST:
        return _(
            "The password needs {least} to {most} characters; this one has {count}.",
            least=LEAST,
            most=MOST,
            count=len(password),
        )
    if password != again:
        return _("The two passwords are not the same. Please type both again.")
    if password.lower() in (email.lower(), email.split("@")[0].lower()) or len(set(password)) < 3:
        return _("That is too easy to guess. Put a few words together that only you would.")
    return ""


def _words(error: ApiError) -> str:
    told = [one for one in error.problem.get("errors") or [] if one.get("message")]
    # A code of another length than codes have is no code at all.
    if told and str(told[0].get("code", "")).startswith("string_"):
        return _("This code is not known. Type it as it was handed over, whole.")
    text = str(told[0]["message"]) if told else str(error)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _code_page(code: str = "", error: ApiError | None = None) -> HTMLResponse:
    return door(
        _("Welcome"),
        _("Enter the one-time code that you were given, and choose your own password."),
        form("welcome_code", code=code),
        error=_words(error) if error else "",
        status=error.status if error else 200,
        is_demo=is_demo(),
        path="/welcome",
    )


def _password_page(owner: dict[str, str], code: str, error: str = "", status: int = 200) -> HTMLResponse:
    return door(
        _("Hello {name}", name=owner["first_name"]),
        _("One more step: a password that only you know."),
        form("welcome_password", code=code, email=owner["email"] or "", least=str(LEAST), most=str(MOST)),
        error=error,
        status=status,
        is_demo=is_demo(),
        path="/welcome",
    )


def forgot_page(request: Request) -> HTMLResponse:
    """GET /forgot."""
    return _forgot_page()


async def forgot(request: Request) -> Response:
    """POST /forgot: field `username`; the answer is the same for an unknown e-mail."""
    if not is_same_origin(request):
        return cross_origin_refusal()
    email = str((await request.form()).get("username", "")).strip()
    client = api_for(request)
    try:
        await run_in_threadpool(client.request, "POST", "/auth/password-reset", json={"email": email})
    except ApiError as error:
        message = _("This is not an e-mail address.") if error.status == 422 else str(error)
        return await run_in_threadpool(_forgot_page, email, message, error.status)
    content = form("welcome_code", code="")
    return door(
        _("Help is on its way"),
        _("You set a new password with the code."),
        content,
        notice=_(_ASKED),
        path="/forgot",
    )


def _forgot_page(email: str = "", error: str = "", status: int = 200) -> HTMLResponse:
    lead = _("There is no mail to wait for: the institute hands you a one-time code, as on your first day.")
    content = form("forgot", email=email)
    title = _("Forgot your password?")
    return door(title, lead, content, error=error, status=status, is_demo=is_demo(), path="/forgot")


ROUTES: Final = [
    Route("/welcome", code_page, methods=["GET"]),
    Route("/welcome", welcome, methods=["POST"]),
    Route("/forgot", forgot_page, methods=["GET"]),
    Route("/forgot", forgot, methods=["POST"]),
]
