"""dbt's documentation with its lineage graph, for staff.

The page is dbt's own and holds everything it needs; its policy keeps the browser from asking anybody else.
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards.access import STAFF, Person
from dashboards.api_client import ApiError
from dashboards.routes.http import api_for, problem_response, set_tokens, tokens_of
from dashboards.session import with_tokens
from warehouse.documentation import docs_page
from warehouse.settings import get_settings

# dbt's page is one file of inlined scripts and styles, and compiles its templates as it runs.
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; font-src 'self' data:; connect-src 'self' data:; form-action 'none';"
    " frame-ancestors 'self'; base-uri 'none'"
)
_MISSING: Final = (
    "<!doctype html><title>Headway</title><p>dbt's documentation has not been made yet: "
    "<code>headway warehouse docs</code> makes it.</p>"
)


async def warehouse_docs(request: Request) -> Response:
    """GET /warehouse-docs."""
    sent = tokens_of(request)
    client = api_for(request)
    try:
        told, tokens = await run_in_threadpool(
            with_tokens, client, sent, lambda token: client.request("GET", "/auth/me", token=token)
        )
    except ApiError as error:
        if error.status == 401:
            return RedirectResponse("/login?next=/warehouse-docs", status_code=303)
        return problem_response(error)
    response: Response
    if Person.from_api(told).role not in STAFF:
        response = HTMLResponse("<!doctype html><title>Headway</title><p>This page is for staff.</p>", 403)
    elif (page := docs_page(get_settings())).exists():
        response = FileResponse(page, media_type="text/html")
    else:
        response = HTMLResponse(_MISSING, 404)
    response.headers["content-security-policy"] = POLICY
    response.headers["cache-control"] = "private, no-cache"
    if tokens is not sent:
        set_tokens(request, response, tokens)
    return response


ROUTES: Final = [Route("/warehouse-docs", warehouse_docs, methods=["GET"])]
