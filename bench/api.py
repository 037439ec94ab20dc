"""`make bench-api`: what marking attendance costs, beside the least it could cost. The method stands in README.md."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

import asyncpg
import httpx
import psycopg
from rich.console import Console
from rich.table import Table

from bench import minimal
from bench.institute import CLASS_SIZE, SchoolClass, make_classes
from bench.load import Connection, Figures, Request, Send, Taken, measure
from headway.up.ports import choose
from ingest_api.migrations.runner import upgrade
from warehouse.server import running_server
from warehouse.settings import Settings

CONNECTIONS = (1, 16)
CLASSES = 16
# In one part each class marks so many sessions whole, and in one more every student alone.
SESSIONS_A_PART = 12
# The ways take turns, so that a machine that grows slower or faster meanwhile does so for all of them.
PARTS = 4
WARM_UP = len(CONNECTIONS)
WAYS = ("raw driver", "minimal endpoint", "headway")
TARGET = 0.4


def wait_for(url: str) -> None:
    """Until the address answers well.

    Raises:
        TimeoutError: it did not within a minute.
    """
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            if httpx.get(url).is_success:
                return
        time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")


@contextmanager
def server(app: str, port: int, probe: str, **environment: str) -> Iterator[None]:
    """One uvicorn worker."""
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "warning", "--no-access-log"]
    # The ways take turns: a connection waits for the others', on a slow machine for longer than uvicorn's five seconds.
    command += ["--timeout-keep-alive", "600"]
    with subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            wait_for(f"http://127.0.0.1:{port}{probe}")
            yield
        finally:
            process.terminate()


@asynccontextmanager
async def senders(way: str, count: int, database_url: str, ports: dict[str, int]) -> AsyncIterator[list[Send]]:
    """So many connections, to the database itself or to a server."""
    if way in ports:
        opened = [await Connection.to(ports[way]) for _ in range(count)]
        yield [connection.post for connection in opened]
        for connection in opened:
            connection.close()
        return
    direct = [await asyncpg.connect(database_url) for _ in range(count)]
    yield [_straight(connection) for connection in direct]
    for connection in direct:
        await connection.close()


def _straight(connection: asyncpg.Connection) -> Send:
    async def send(request: Request) -> None:
        marks = minimal.Marks.model_validate(request.body).marks
        await minimal.save(connection, int(request.path.rsplit("/", 1)[1]), marks)

    return send


def whole_classes(prefix: str, classes: Sequence[SchoolClass], sessions: slice) -> list[list[Request]]:
    """Each class marks its sessions, all students at once."""
    return [[_request(prefix, one, session, one.students) for session in one.sessions[sessions]] for one in classes]


def single_marks(prefix: str, classes: Sequence[SchoolClass], place: int) -> list[list[Request]]:
    """Each class marks one session, student after student."""
    return [[_request(prefix, one, one.sessions[place], [student]) for student in one.students] for one in classes]


def _request(prefix: str, one: SchoolClass, session: int, students: Sequence[int]) -> Request:
    topic = one.topics[session % len(one.topics)]
    marks = [
        {
            "student_id": student,
            "attendance_status": "present",
            "topics": [{"topic_id": topic, "understanding": 1 + (student + session) % 5}],
        }
        for student in students
    ]
    return Request(f"{prefix}/attendance/session/{session}", {"marks": marks}, one.token)


def shared_out(requests: Sequence[Sequence[Request]], connections: int) -> list[list[Request]]:
    """Whole classes to connections: two people rarely mark the same class at the same moment."""
    shares: list[list[Request]] = [[] for _ in range(connections)]
    for place, own in enumerate(requests):
        shares[place % connections] += own
    return shares


async def run(database_url: str, secret: str, ports: dict[str, int]) -> dict[tuple[str, str, int], Figures]:
    """All measurements, by what is marked, way and connections."""
    taken: defaultdict[tuple[str, str, int], Taken] = defaultdict(Taken)
    needed = WARM_UP + len(CONNECTIONS) * PARTS * (SESSIONS_A_PART + 1)
    with psycopg.connect(database_url, autocommit=True) as connection:
        classes = {way: make_classes(connection, secret, CLASSES, needed) for way in WAYS}
        connection.execute("vacuum analyze")
    first = WARM_UP
    for round_number, count in enumerate(CONNECTIONS):
        async with AsyncExitStack() as stack:
            sending = {way: await stack.enter_async_context(senders(way, count, database_url, ports)) for way in WAYS}
            for way, send in sending.items():
                warm_up = whole_classes(_prefix(way), classes[way], slice(round_number, round_number + 1))
                await measure(send, shared_out(warm_up, count), Taken())
            for _ in range(PARTS):
                for way, send in sending.items():
                    single = single_marks(_prefix(way), classes[way], first)
                    await measure(send, shared_out(single, count), taken["one mark", way, count])
                    whole = whole_classes(_prefix(way), classes[way], slice(first + 1, first + 1 + SESSIONS_A_PART))
                    await measure(send, shared_out(whole, count), taken[f"class of {CLASS_SIZE}", way, count])
                first += 1 + SESSIONS_A_PART
    return {what: of.figures for what, of in taken.items()}


def _prefix(way: str) -> str:
    return "/api/v1" if way == "headway" else ""


def report(console: Console, figures: dict[tuple[str, str, int], Figures]) -> None:
    """The table, then one line of JSON."""
    table = Table(title="Marking attendance: one server process, one embedded PostgreSQL, one machine")
    for column in ("marked", "connections", "way", "p50 ms", "p95 ms", "p99 ms", "requests/s", "of minimal"):
        table.add_column(column, justify="left" if column in ("marked", "way") else "right")
    ratios: dict[str, float] = {}
    for (what, way, count), one in sorted(figures.items(), key=lambda item: (item[0][0], item[0][2])):
        ratio = one.per_second / figures[what, "minimal endpoint", count].per_second
        if way == "headway":
            ratios[f"{what}, {count} connections"] = round(ratio, 3)
        cells = (one.p50_ms, one.p95_ms, one.p99_ms, one.per_second)
        table.add_row(what, str(count), way, *(f"{cell:.1f}" for cell in cells), f"{ratio:.2f}")
    console.print(table)
    console.print(
        f"Target: a class of {CLASS_SIZE} at {TARGET} of the minimal endpoint's requests per second or more. The raw"
        " driver and the minimal endpoint write the same marks, topics and event; headway also knows who asks and what"
        " they may do, checks the rules, and derives progress and completion in the same transaction."
        " bench/README.md says how."
    )
    document = {
        "bench": "api",
        "figures": {f"{what}, {way}, {count} connections": asdict(one) for (what, way, count), one in figures.items()},
        "ratio_to_minimal": ratios,
        "target_ratio": TARGET,
    }
    console.file.write(json.dumps(document) + "\n")


def main() -> None:
    """Starts everything anew in a folder that is thrown away, measures, prints."""
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as home:
        settings = Settings(home=Path(home), database_url=None)
        with running_server(settings) as url:
            upgrade(url)
            first = choose("127.0.0.1", 8900, set())
            ports = {"minimal endpoint": first, "headway": choose("127.0.0.1", 8901, {first})}
            # As in production, but for the limits: one client stands for a whole institute here.
            unlimited = {f"HEADWAY_RATE_LIMIT_{group}": "100000000/minute" for group in ("READ", "WRITE", "LOGIN")}
            ours = {"HEADWAY_DATABASE_URL": url, "HEADWAY_HOME": home, **unlimited}
            with (
                server("bench.minimal:app", ports["minimal endpoint"], "/openapi.json", BENCH_DATABASE_URL=url),
                server("ingest_api.app:app", ports["headway"], "/api/v1/ready", **ours),
            ):
                figures = asyncio.run(run(url, settings.secret("jwt"), ports))
    report(Console(width=120), figures)


if __name__ == "__main__":
    main()
