"""Every error answer of the API, as RFC 9457 problem details (`application/problem+json`).

Belongs here: the error types that services raise, and the handlers that turn those and the framework's own errors
into answers. Which rule was broken stands with the rule, in the services.
"""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """One thing that is wrong with a request: where, what, and of which kind."""

    field: str = Field(examples=["marks[2].topics[0].topic_id"])
    message: str
    code: str


class ProblemDocument(BaseModel):
    """The body of every error answer. A conflict also carries the current state, under `current`."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] = []


class Problem(Exception):  # noqa: N818 - the field's own term
    """An error with an answer. `kind` is stable and made for programs; `detail` is made for people."""

    status = HTTPStatus.BAD_REQUEST
    kind = "bad-request"

    def __init__(
        self,
        detail: str,
        *,
        kind: str | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.kind = kind or self.kind
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.extensions = extensions


class Unauthenticated(Problem):
    """Nobody, or nobody any more: 401."""

    status = HTTPStatus.UNAUTHORIZED
    kind = "unauthenticated"

    def __init__(self, detail: str, **more: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **more)


class Forbidden(Problem):
    """Known, but not allowed to do this: 403."""

    status = HTTPStatus.FORBIDDEN
    kind = "forbidden"


class NotFound(Problem):
    """Not there, or not there for this user (the two look the same on purpose): 404."""

    status = HTTPStatus.NOT_FOUND
    kind = "not-found"


class Conflict(Problem):
    """The state of things does not allow it: 409."""

    status = HTTPStatus.CONFLICT
    kind = "conflict"


class Invalid(Problem):
    """The request's content is wrong: 422, with every error listed."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    kind = "invalid"


class TooLarge(Problem):
    """The body is larger than bodies may be: 413."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    kind = "too-large"


class TooManyRequests(Problem):
    """Slow down: 429 with Retry-After."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    kind = "too-many-requests"


class Unavailable(Problem):
    """The database does not answer: 503."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    kind = "unavailable"


def _problem_schema() -> dict[str, Any]:
    schema = ProblemDocument.model_json_schema()
    # In place: a reference would point into this schema, not into the description that it becomes part of.
    schema["properties"]["errors"]["items"] = schema.pop("$defs")["FieldError"]
    return schema


# What the routes' OpenAPI says of every error.
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": "A problem, as RFC 9457 describes it",
        "content": {MEDIA_TYPE: {"schema": _problem_schema()}},
    }
    for status in ("4XX", "503")
}


def _answer(
    path: str,
    status: int,
    kind: str,
    detail: str,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> JSONResponse:
    document = {
        "type": f"urn:headway:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "instance": path,
        "errors": [error.model_dump() for error in errors],
        **jsonable_encoder(extensions or {}),
    }
    return JSONResponse(document, status, headers, MEDIA_TYPE)


def answer(path: str, problem: Problem) -> JSONResponse:
    """The answer to a problem that arises before any route is reached."""
    return _answer(
        path, problem.status, problem.kind, problem.detail, problem.errors, problem.headers, problem.extensions
    )


def unforeseen(path: str) -> JSONResponse:
    """The answer to what nobody thought of."""
    return _answer(path, 500, "internal", "something went wrong here; nothing was saved")


def field_path(location: Sequence[str | int]) -> str:
    """`("marks", 2, "topics")` as `marks[2].topics`."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def install(app: FastAPI) -> None:
    """Makes every error of `app` a problem document."""

    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> JSONResponse:
        return answer(request.url.path, error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        # Pydantic would repeat the value that came in; it may be personal, so only place and reason go out.
        errors = [
            FieldError(field=field_path(one["loc"][1:] or one["loc"]), message=one["msg"], code=one["type"])
            for one in error.errors()
        ]
        return _answer(
            request.url.path, 422, Invalid.kind, f"{len(errors)} value(s) of the request are not valid", errors
        )

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> JSONResponse:
        kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        return _answer(request.url.path, error.status_code, kind, str(error.detail), headers=error.headers)

    @app.exception_handler(PoolTimeout)
    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    async def no_database(request: Request, error: Exception) -> JSONResponse:
        logging.getLogger("headway.api").error("the database does not answer: %s", type(error).__name__)
        detail = "the database does not answer; nothing was saved, try again in a moment"
        return _answer(request.url.path, 503, Unavailable.kind, detail, headers={"Retry-After": "2"})
