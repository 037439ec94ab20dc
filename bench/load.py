"""Sends requests over kept connections and takes the time of each.

As little as a client can be, so that it is not what is measured.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """What one request posts, and as whom."""

    path: str
    body: dict[str, Any]
    token: str


@dataclass(frozen=True)
class Figures:
    """Milliseconds and requests per second of one measurement."""

    p50_ms: float
    p95_ms: float
    p99_ms: float
    per_second: float


Send = Callable[[Request], Awaitable[None]]


class Connection:
    """One HTTP/1.1 connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> "Connection":
        """Connects."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, request: Request) -> None:
        """Posts and waits for the whole answer.

        Raises:
            RuntimeError: it is not 200.
        """
        body = json.dumps(request.body).encode()
        head = (
            f"POST {request.path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {request.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        content = await self._reader.readexactly(length)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{answer[:40]!r} {content[:500]!r}")

    def close(self) -> None:
        """Hangs up."""
        self._writer.close()


@dataclass
class Taken:
    """What a measurement has taken so far, in one part or in several."""

    times_ms: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def figures(self) -> Figures:
        """All requests of all parts, by the time of all parts."""
        cuts = statistics.quantiles(self.times_ms, n=100)
        p50, p95, p99 = (round(cuts[percent - 1], 2) for percent in (50, 95, 99))
        return Figures(p50, p95, p99, round(len(self.times_ms) / self.seconds, 1))


async def measure(senders: Sequence[Send], requests: Sequence[Sequence[Request]], taken: Taken) -> None:
    """Adds to `taken` all senders at once, each working through its own requests one after the other."""

    async def work(send: Send, own: Sequence[Request]) -> None:
        for request in own:
            began = time.perf_counter()
            await send(request)
            taken.times_ms.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(work(send, own) for send, own in zip(senders, requests, strict=True)))
    taken.seconds += time.perf_counter() - began
