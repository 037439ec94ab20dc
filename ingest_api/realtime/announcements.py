"""Tells the hub that a request has changed something, once it is committed."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Announcements:
    """ASGI middleware: a write was answered, so it is committed, so whoever watches may look."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http" or scope["method"] in _READING:
            await self.app(scope, receive, send)
            return

        async def send_and_announce(message: Message) -> None:
            if message["type"] == "http.response.start":
                scope["app"].state.hub.announce()
            await send(message)

        await self.app(scope, receive, send_and_announce)
