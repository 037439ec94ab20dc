"""Documents that were made beforehand, for some roles: asking who wants one, and saying why there is none.

Belongs here: what the routes of such documents share. Which document it is, its policy and its readers are theirs.
"""

from collections.abc import Callable, Collection, Mapping
from html import escape
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.routes.http import api_for, problem_response, set_tokens, tokens_of
from dashboards.session import with_tokens
from warehouse.vocabulary import Role


async def served_to(
    readers: Collection[Role], request: Request, serve: Callable[[], Response], headers: Mapping[str, str]
) -> Response:
    """What `serve` answers when one of `readers` asks, always with `headers`; the log-in form when it has ended."""
    client, sent = api_for(request), tokens_of(request)
    try:
        told, tokens = await run_in_threadpool(
            with_tokens, client, sent, lambda token: client.request("GET", "/auth/me", token=token)
        )
    except ApiError as error:
        if error.status == 401 and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"/login?next={quote(request.url.path)}", status_code=303)
        return problem_response(error)
    if Person.from_api(told).role in readers:
        response = serve()
    else:
        names = ", ".join(sorted(role.replace("_", " ") for role in readers))
        response = words(403, "Not open to you", f"This page is for: {names}.")
    response.headers.update(headers)
    if tokens is not sent:
        set_tokens(request, response, tokens)
    return response


def words(status: int, title: str, next_step: str) -> HTMLResponse:
    """A page that says why there is nothing to read, and what to do."""
    return HTMLResponse(
        f"<!doctype html><title>{escape(title)} · Headway</title><h1>{escape(title)}</h1><p>{escape(next_step)}</p>"
        '<p><a href="/">Back to Headway</a></p>',
        status_code=status,
    )
