"""dbt's documentation with its lineage graph, for staff.

The page is dbt's own and holds everything it needs; its policy keeps the browser from asking anybody else.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from dashboards.pages_table import STAFF
from dashboards.routes.documents import served_to, words
from warehouse.documentation import docs_page
from warehouse.settings import get_settings

# dbt's page is one file of inlined scripts and styles, and compiles its templates as it runs.
_HEADERS: Final = {
    "cache-control": "private, no-cache",
    "content-security-policy": "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' data:;"
    " form-action 'none'; frame-ancestors 'self'; base-uri 'none'",
}


async def warehouse_docs(request: Request) -> Response:
    """GET /warehouse-docs."""
    return await served_to(STAFF, request, _page, _HEADERS)


def _page() -> Response:
    page = docs_page(get_settings())
    if not page.exists():
        return words(404, "Not made yet", "The command headway warehouse docs makes dbt's documentation.")
    return FileResponse(page, media_type="text/html")


ROUTES: Final = [Route("/warehouse-docs", warehouse_docs, methods=["GET"])]
