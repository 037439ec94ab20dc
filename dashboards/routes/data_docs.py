"""The Data Docs as pages, for admins: what is expected of the data, and what was found.

Belongs here: who may read them, and serving the files. They are made by `warehouse/expectations/data_docs.py`.
"""

import re
from html import escape
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards.api_client import ApiError
from dashboards.routes.http import api_for, problem_response, set_tokens, tokens_of
from dashboards.session import with_tokens
from warehouse.expectations.state import data_docs_folder
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

DATA_DOCS: Final = "/data-docs/"
READERS: Final = frozenset({Role.SUPER_ADMIN, Role.ADMIN})
_FILE: Final = re.compile(r"[a-z0-9_-]+\.(html|css)")
_KINDS: Final = {"html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8"}
# Values of rows stand in these pages: nothing in them may run, or ask anybody else.
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
}


def entrance(request: Request) -> Response:
    """GET /data-docs: leads to the folder, below which the pages' own links lie."""
    return RedirectResponse(DATA_DOCS, status_code=307)


async def read_page(request: Request) -> Response:
    """GET /data-docs/{file}: one page, for admins and super admins; the index when no file is named."""
    client = api_for(request)
    sent = tokens_of(request)
    try:
        told, tokens = await run_in_threadpool(
            with_tokens, client, sent, lambda token: client.request("GET", "/auth/me", token=token)
        )
    except ApiError as error:
        return problem_response(error)
    response = _page(request.path_params.get("file") or "index.html", Role(told["role"]))
    if tokens is not sent:
        set_tokens(request, response, tokens)
    return response


def _page(file: str, role: Role) -> Response:
    if role not in READERS:
        return _words(403, "Not open to you", "Data Docs are for admins. Ask your admin what was found.")
    path = data_docs_folder(get_settings()) / file
    kind = _FILE.fullmatch(file)
    if kind is None or not path.is_file():
        next_step = "The next build of the warehouse makes the Data Docs. If there was one, go to /data-docs/ anew."
        return _words(404, "This page is not here", next_step)
    return FileResponse(path, media_type=_KINDS[kind[1]], headers=_HEADERS)


def _words(status: int, title: str, next_step: str) -> HTMLResponse:
    body = f"<!doctype html><title>{escape(title)} · Headway</title><h1>{escape(title)}</h1><p>{escape(next_step)}</p>"
    return HTMLResponse(f'{body}<p><a href="/">Back to Headway</a></p>', status_code=status, headers=_HEADERS)


ROUTES: Final = [
    Route("/data-docs", entrance, methods=["GET"]),
    Route("/data-docs/", read_page, methods=["GET"]),
    Route("/data-docs/{file}", read_page, methods=["GET"]),
]
