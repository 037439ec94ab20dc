"""Request ids and the access log: one JSON object per line, without personal data.

Belongs here: what is written about every request. No address of a client, no query string (people search for names),
no body, no token, and the route's template instead of its path.
"""

import contextvars
import json
import logging
import re
import sys
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest_api.errors import unforeseen

HEADER = "x-request-id"
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_request_id: contextvars.ContextVar[str | None] = contextvars.ContextVar("request_id", default=None)

access = logging.getLogger("headway.access")


def request_id() -> str | None:
    """The id of the request being answered, as the client sent it or as it was made here."""
    return _request_id.get()


class JsonFormatter(logging.Formatter):
    """One JSON object per record; what is in `extra={"fields": …}` becomes keys of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            # The type and the place: a message of the database may repeat the values of a row.
            entry["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                entry["where"] = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        return json.dumps(entry)


def configure() -> None:
    """Sends `headway.*` to standard output as JSON, and silences uvicorn's access log (it holds addresses)."""
    logger = logging.getLogger("headway")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    uvicorn_access = logging.getLogger("uvicorn.access")
    uvicorn_access.handlers.clear()
    uvicorn_access.propagate = False


def route_template(scope: Scope) -> str | None:
    """The whole template of the route that answered, as `/api/v1/students/{student_id}`; None when none did.

    The framework's own says nothing of the prefixes that the routers around it add; they hold no parameter.
    """
    own: str | None = getattr(scope.get("route"), "path", None)
    if own is None:
        return None
    parts = scope["path"].split("/")
    return "/".join(parts[: len(parts) - own.count("/")]) + own


class RequestLog:
    """ASGI middleware: gives every request an id, returns it as `X-Request-ID`, writes one line when it is done.

    A socket's line is written when it ends; its status is the close code.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        sent = dict(scope["headers"]).get(HEADER.encode(), b"").decode("latin-1")
        identity = sent if _ACCEPTABLE.fullmatch(sent) else uuid.uuid4().hex
        token = _request_id.set(identity)
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (HEADER.encode(), identity.encode())]
            elif message["type"] == "websocket.close":
                status = message.get("code", 1000)
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        except Exception:
            # Answered and told here, not raised to the server: its log would repeat the values of a row.
            logging.getLogger("headway.api").exception("a request failed")
            if not status and scope["type"] == "http":
                await unforeseen(scope["path"])(scope, receive, send_with_id)
        finally:
            seconds = time.perf_counter() - started
            method, route = scope.get("method", "WEBSOCKET"), route_template(scope)
            if scope["type"] == "http":
                scope["app"].state.metrics.observe(method, route or "none", status, seconds)
            fields = {"method": method, "route": route, "status": status, "duration_ms": round(seconds * 1000, 1)}
            access.info("request", extra={"fields": fields})
            _request_id.reset(token)
