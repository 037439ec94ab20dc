"""The Data Docs as pages, for admins: what is expected of the data, and what was found.

Belongs here: who may read them, and serving the files. They are made by `warehouse/expectations/data_docs.py`.
"""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards.routes.documents import served_to, words
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
    file = request.path_params.get("file") or "index.html"
    return await served_to(READERS, request, lambda: _page(file), _HEADERS)


def _page(file: str) -> Response:
    path = data_docs_folder(get_settings()) / file
    kind = _FILE.fullmatch(file)
    if kind is None or not path.is_file():
        next_step = "The next build of the warehouse makes the Data Docs. If there was one, go to /data-docs/ anew."
        return words(404, "This page is not here", next_step)
    return FileResponse(path, media_type=_KINDS[kind[1]])


ROUTES: Final = [
    Route("/data-docs", entrance, methods=["GET"]),
    Route("/data-docs/", read_page, methods=["GET"]),
    Route("/data-docs/{file}", read_page, methods=["GET"]),
]
