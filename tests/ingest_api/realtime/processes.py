"""Real API processes, and somebody who watches through a real socket."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.waiting import wait_until

READY_WITHIN_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def api_process(database_url: str, home: Path, **environment: str) -> Iterator[str]:
    """One uvicorn that serves the API; gives its address, without a scheme.

    Processes with the same `home` sign tokens with the same secret.
    """
    port = free_port()
    env = {**os.environ, "HEADWAY_DATABASE_URL": database_url, "HEADWAY_HOME": str(home), **environment}
    command = [sys.executable, "-m", "uvicorn", "ingest_api.app:app", "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            ready = f"http://127.0.0.1:{port}/api/v1/ready"
            wait_until(
                lambda: _answers(ready, process),
                within_seconds=READY_WITHIN_SECONDS,
                what="the API is ready",
                pause_seconds=0.05,
            )
            yield f"127.0.0.1:{port}/api/v1"
        finally:
            process.terminate()


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "the API did not start"
    with suppress(httpx.TransportError):
        return httpx.get(url, timeout=2).is_success
    return False


class Watcher:
    """One socket, after its first message."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.last_event_id: str | None = None

    async def authenticate(self, token: str, after: str | None = None) -> None:
        await self.connection.send(json.dumps({"type": "authenticate", "token": token, "after": after}))

    async def hear(self, within_seconds: float = 10) -> dict[str, Any]:
        """The next message; remembers where to resume."""
        message: dict[str, Any] = json.loads(await asyncio.wait_for(self.connection.recv(), within_seconds))
        self.last_event_id = message["last_event_id"]
        return message

    async def events(self, count: int, within_seconds: float = 10) -> list[int]:
        """The ids of the next events, at least `count` of them."""
        ids: list[int] = []
        async with asyncio.timeout(within_seconds):
            while len(ids) < count:
                message = await self.hear()
                ids += [event["id"] for event in message.get("events", [])]
        return ids

    async def close_code(self) -> int:
        """Reads on until the server closes."""
        with suppress(ConnectionClosed):
            while True:
                await self.connection.recv()
        assert self.connection.close_code is not None
        return self.connection.close_code


class Watch(Protocol):
    """Opens a socket and authenticates where a token is given; it is closed when the test ends."""

    async def __call__(
        self, address: str, stream: str, token: str | None = None, after: str | None = None
    ) -> Watcher: ...


@asynccontextmanager
async def watching() -> AsyncIterator[Watch]:
    async with AsyncExitStack() as stack:

        async def watch(address: str, stream: str, token: str | None = None, after: str | None = None) -> Watcher:
            opened = connect(f"ws://{address}/ws/{stream}", subprotocols=[Subprotocol("headway.v1")])
            watcher = Watcher(await stack.enter_async_context(opened))
            if token is not None:
                await watcher.authenticate(token, after)
            return watcher

        yield watch
