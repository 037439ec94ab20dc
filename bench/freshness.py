"""`make bench-freshness`: how long a mark takes into the published snapshot, while marks keep coming. See README.md."""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from bench.api import server, whole_classes
from bench.institute import CLASS_SIZE, SchoolClass, make_classes
from bench.load import Connection
from headway.building import build_once
from headway.database import open_database
from headway.demo import generate
from headway.demonstration import DEMO_TIME_ZONE
from headway.importing import import_with_progress
from headway.up.ports import choose
from warehouse.published import current_build, open_snapshot
from warehouse.settings import Settings, get_settings

CLASSES = 10
TARGET_SMALL_S, TARGET_LARGE_S = 15, 40
LARGE_FROM_ROWS = 5_000_000
LOOK_EVERY_S = 0.05
_STEP = re.compile(r"(\w+) ([\d.]+) s(?:,|$)")


@dataclass
class Seen:
    """When each session was marked, and when a snapshot with its marks was there (both by one clock, in seconds)."""

    marked: dict[int, float] = field(default_factory=dict)
    published: dict[int, float] = field(default_factory=dict)
    snapshots: int = 0

    def waits(self) -> list[float]:
        """Seconds from the answer of the API to the snapshot, by session."""
        return sorted(at - self.marked[session] for session, at in self.published.items())


async def mark(port: int, classes: list[SchoolClass], every: float, seen: Seen) -> None:
    """Marks whole classes one after the other, one every so many seconds."""
    connection = await Connection.to(port)
    per_class = whole_classes("/api/v1", classes, slice(None))
    for round_number in range(len(per_class[0])):
        for own in per_class:
            began = time.monotonic()
            await connection.post(own[round_number])
            seen.marked[int(own[round_number].path.rsplit("/", 1)[1])] = time.monotonic()
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))
    connection.close()


async def watch(settings: Settings, seen: Seen, is_over: asyncio.Event) -> None:
    """Looks at every snapshot that appears for sessions that were not in the one before."""
    build_id: str | None = None
    while not is_over.is_set() or seen.marked.keys() - seen.published.keys():
        await asyncio.sleep(LOOK_EVERY_S)
        build = current_build(settings)
        if build is None or build.build_id == build_id:
            continue
        at, build_id = time.monotonic(), build.build_id
        seen.snapshots += 1
        wanted = sorted(seen.marked.keys() - seen.published.keys())
        with open_snapshot(settings, build=build) as snapshot:
            found = snapshot.execute(
                "select session_id from marts.fct_attendance where list_contains($wanted, session_id) "
                "group by session_id having count(*) = $size",
                {"wanted": wanted, "size": CLASS_SIZE},
            ).fetchall()
        seen.published |= {session: at for (session,) in found}


@contextmanager
def refresher(log: Path, environment: dict[str, str]) -> Iterator[None]:
    """The refresher as `headway up` runs it, telling what it does into a file."""
    command = [sys.executable, "-m", "pipelines.refresher"]
    with (
        log.open("w") as file,
        subprocess.Popen(command, env={**os.environ, **environment}, stdout=file, stderr=subprocess.STDOUT) as process,  # noqa: S603
    ):
        try:
            yield
        finally:
            process.terminate()


def prepare(console: Console, database_url: str) -> int:
    """Imports and builds the demo institute where nothing is published yet.

    Returns:
        Attendance rows in the published snapshot.
    """
    settings = get_settings()
    if current_build(settings) is None:
        with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
            generate(Path(folder), size="small", seed=7, as_of=datetime.now(DEMO_TIME_ZONE).date())
            if not import_with_progress(console, database_url, Path(folder), is_demo=True):
                raise SystemExit(1)
        if not build_once(console, database_url):
            raise SystemExit(1)
    with open_snapshot(settings) as snapshot:
        [(rows,)] = snapshot.execute("select count(*) from marts.fct_attendance").fetchall()
    return int(rows)


async def measure(settings: Settings, port: int, classes: list[SchoolClass], every: float) -> Seen:
    """Marks and watches until everything that was marked is published."""
    warm_up, seen, is_over = Seen(), Seen(), asyncio.Event()
    # The refresher starts, parses the project and builds what the new classes changed: not what is measured.
    is_over.set()
    first = [SchoolClass(one.token, one.topics, one.students, one.sessions[:1]) for one in classes]
    rest = [SchoolClass(one.token, one.topics, one.students, one.sessions[1:]) for one in classes]
    await mark(port, first, 0, warm_up)
    await watch(settings, warm_up, is_over)
    is_over.clear()
    watching = asyncio.create_task(watch(settings, seen, is_over))
    await mark(port, rest, every, seen)
    is_over.set()
    await watching
    return seen


def steps_of(log: Path) -> dict[str, float]:
    """Mean seconds of each step of a refresh, by what the refresher told; the first one, cold, is left out."""
    runs = [dict(_STEP.findall(line)) for line in log.read_text().splitlines() if "refreshed after" in line][1:]
    names = {name for run in runs for name in run}
    return {name: round(statistics.mean(float(run.get(name, 0)) for run in runs), 2) for name in sorted(names)}


def report(console: Console, rows: int, seen: Seen, steps: dict[str, float], every: float) -> None:
    """The table, then one line of JSON."""
    waits = seen.waits()
    cuts = statistics.quantiles(waits, n=100)
    p50, p95 = round(cuts[49], 2), round(cuts[94], 2)
    target = TARGET_LARGE_S if rows >= LARGE_FROM_ROWS else TARGET_SMALL_S
    table = Table(title=f"From the answer of the API to the published snapshot: {rows:,} attendance rows")
    for column in ("classes marked", "one every s", "snapshots", "p50 s", "p95 s", "longest s", "target p95 s"):
        table.add_column(column, justify="right")
    cells = (len(waits), every, seen.snapshots, p50, p95, round(waits[-1], 2), target)
    table.add_row(*(f"{cell:,}" for cell in cells))
    console.print(table)
    spent = Table(title="Where the time of a refresh goes (mean)")
    spent.add_column("step")
    spent.add_column("s", justify="right")
    for step, seconds in steps.items():
        spent.add_row(step, f"{seconds:.2f}")
    console.print(spent)
    console.print(
        "A mark waits for the refresh that is under way and then for its own. The API, the refresher and the embedded "
        "PostgreSQL run on this machine together with the client that marks. bench/README.md says how."
    )
    figures = {
        "p50_s": p50,
        "p95_s": p95,
        "max_s": round(waits[-1], 2),
        "classes": len(waits),
        "snapshots": seen.snapshots,
    }
    document = {"bench": "freshness", "rows": rows, "figures": figures, "steps_s": steps, "target_p95_s": target}
    console.file.write(json.dumps(document | {"ratio_to_target": round(p95 / target, 3)}) + "\n")


def run(console: Console, home: Path, minutes: float, every: float) -> None:
    """Measures in a home of its own, or in one that is kept."""
    os.environ["HEADWAY_HOME"] = str(home)
    get_settings.cache_clear()
    with open_database(console) as database_url:
        rows = prepare(console, database_url)
        settings = get_settings()
        sessions = 1 + max(2, round(minutes * 60 / every / CLASSES))
        with psycopg.connect(database_url, autocommit=True) as connection:
            classes = make_classes(connection, settings.secret("jwt"), CLASSES, sessions)
        port = choose("127.0.0.1", 8900, set())
        ours = {f"HEADWAY_RATE_LIMIT_{group}": "100000000/minute" for group in ("READ", "WRITE", "LOGIN")}
        log = settings.logs_folder / "bench-refresher.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with server("ingest_api.app:app", port, "/api/v1/ready", **ours), refresher(log, {}):
            seen = asyncio.run(measure(settings, port, classes, every))
        report(console, rows, seen, steps_of(log), every)


def main() -> None:
    """Reads the arguments and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a home that is kept, with what is published there")
    parser.add_argument("--minutes", type=float, default=2, help="how long to mark")
    parser.add_argument("--every", type=float, default=1, help="seconds from one class to the next")
    chosen = parser.parse_args()
    console = Console(width=120)
    if chosen.home is not None:
        run(console, chosen.home, chosen.minutes, chosen.every)
        return
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as home:
        run(console, Path(home), chosen.minutes, chosen.every)


if __name__ == "__main__":
    main()
