"""How large a body may be: refused by its announced length, and otherwise as soon as more has come."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest_api.errors import TooLarge, answer
from warehouse.settings import Settings

_UPLOADS = "/imports"


class BodyLimit:
    """ASGI middleware: 413 for what is too large."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        settings = self._settings
        most = settings.max_upload_bytes if _UPLOADS in scope["path"] else settings.max_body_bytes
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if announced.isdigit() and int(announced) > most:
            await answer(scope["path"], TooLarge(f"a body has at most {most} bytes here"))(scope, receive, send)
            return
        came = 0

        async def receive_at_most() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                # The framework's own error: it passes through the reading of bodies, which catches all others.
                raise HTTPException(413, f"a body has at most {most} bytes here")
            return message

        await self.app(scope, receive_at_most, send)
