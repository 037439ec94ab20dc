"""The attendance sheet's way to the API: same origin, the cookie's token, idempotency key handed through.

Belongs here: forwarding. The sheet itself is `components/attendance_sheet/`; the rules of a mark are the API's.
"""

from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.api_client import ApiError
from dashboards.routes.http import (
    api_for,
    cross_origin_refusal,
    is_same_origin,
    problem_response,
    set_tokens,
    tokens_of,
)
from dashboards.session import with_tokens

MAX_BODY_BYTES: Final = 1_000_000


async def read_sheet(request: Request) -> Response:
    """GET /data/sessions/{session_id}: the session with its roster and topics, as it stands now."""
    return await _forward(request, "GET", f"/sessions/{request.path_params['session_id']}")


async def save_marks(request: Request) -> Response:
    """POST /data/sessions/{session_id}/attendance: marks; needs the header `Idempotency-Key`."""
    if not is_same_origin(request):
        return cross_origin_refusal()
    key = request.headers.get("idempotency-key", "")
    body = await request.body()
    if not key or len(body) > MAX_BODY_BYTES or request.headers.get("content-type", "") != "application/json":
        detail = "A save needs an Idempotency-Key and a JSON body of at most 1 MB."
        return problem_response(ApiError(400, {"title": "Not possible", "status": 400, "detail": detail}))
    return await _forward(
        request,
        "POST",
        f"/attendance/session/{request.path_params['session_id']}",
        content=body,
        headers={"Idempotency-Key": key, "Content-Type": "application/json"},
    )


async def _forward(request: Request, method: str, path: str, **options: Any) -> Response:
    client = api_for(request)
    sent = tokens_of(request)

    def call(token: str) -> Any:
        return client.request(method, path, token=token, **options)

    try:
        told, tokens = await run_in_threadpool(with_tokens, client, sent, call)
    except ApiError as error:
        return problem_response(error)
    response = JSONResponse(told, headers={"cache-control": "no-store"})
    if tokens is not sent:
        set_tokens(request, response, tokens)
    return response


ROUTES: Final = [
    Route("/data/sessions/{session_id:int}", read_sheet, methods=["GET"]),
    Route("/data/sessions/{session_id:int}/attendance", save_marks, methods=["POST"]),
]
