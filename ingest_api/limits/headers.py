"""Headers that tell browsers and proxies what they must not do with an answer."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    # Answers are data: nothing in them is to be run, framed or loaded.
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
]
_NOT_KEPT = (b"cache-control", b"no-store")
_ONE_YEAR = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")

# What scripts of the allowed origins may read of an answer.
EXPOSED = ["ETag", "Idempotent-Replayed", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"]
# What nobody's data is in.
_PUBLIC = ("/health", "/openapi.json")


class SecurityHeaders:
    """ASGI middleware: adds the headers to every answer. `https` is what the server or a trusted proxy says it was."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        added = list(_ALWAYS)
        is_public = scope["path"].endswith(_PUBLIC)
        if scope.get("scheme") == "https":
            added.append(_ONE_YEAR)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                # An answer that says itself how long it may be kept keeps its word.
                if not is_public and all(name != _NOT_KEPT[0] for name, _ in message["headers"]):
                    added.append(_NOT_KEPT)
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self.app(scope, receive, send_with_headers)
