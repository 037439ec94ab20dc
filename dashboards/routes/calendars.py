"""The calendar at a secret address, for programs that find the screens but not the API."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboards.api_client import ApiError
from dashboards.routes.http import api_for, problem_response

_HANDED_ON: Final = ("content-type", "etag", "cache-control", "content-disposition")
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def calendar(request: Request) -> Response:
    """GET /calendar/{token}.ics."""
    token = request.path_params["token"]
    if not _LETTERS.issuperset(token):
        detail = "There is no calendar at this address."
        return problem_response(ApiError(404, {"title": "Not found", "status": 404, "detail": detail}))
    known = {name: value for name, value in request.headers.items() if name == "if-none-match"}
    try:
        answer = api_for(request).fetch(f"/calendar/feed/{token}", headers=known)
    except ApiError as error:
        return problem_response(error)
    headers = {name: answer.headers[name] for name in _HANDED_ON if name in answer.headers}
    return Response(answer.content, status_code=answer.status_code, headers=headers)


ROUTES: Final = [Route("/calendar/{token}.ics", calendar, methods=["GET"])]
