"""`headway doctor`: looks at everything that must be right and says, for what is not, how to mend it."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

import duckdb
import typer
from rich.console import Console
from rich.markup import escape

from headway.database import open_database
from warehouse.expectations.state import recent_warnings, standing_breach
from warehouse.postgres import connect
from warehouse.published import current_build, open_snapshot
from warehouse.settings import Settings, get_settings

_FREE_GIB_WANTED = 2
_OLDEST_POSTGRES = 150000


class Verdict(Enum):
    """How a finding is to be taken."""

    GOOD = "[green]✓[/green]"
    NOTE = "[yellow]·[/yellow]"
    BAD = "[red]✗[/red]"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    verdict: Verdict
    subject: str
    words: str
    mend: str = ""


def examine(console: Console) -> bool:
    """Looks at everything and prints what it finds.

    Returns:
        Whether nothing is broken.
    """
    settings = get_settings()
    findings = [_python(), _home(settings)]
    _print(console, findings)
    try:
        with open_database(console) as database_url:
            later = [*_database(database_url), *_contents(database_url), _snapshot(settings)]
            later += held_back(settings)
    except typer.Exit:
        later = [Finding(Verdict.BAD, "database", "does not answer", "see the message above and logs/postgres.log")]
    _print(console, later)
    return not any(finding.verdict is Verdict.BAD for finding in [*findings, *later])


def _print(console: Console, findings: list[Finding]) -> None:
    for finding in findings:
        console.print(f"{finding.verdict.value} {finding.subject:<12} {finding.words}")
        if finding.mend:
            console.print(f"  → {finding.mend}")


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    verdict = Verdict.GOOD if sys.version_info >= (3, 11) else Verdict.BAD
    return Finding(verdict, "python", version, "" if verdict is Verdict.GOOD else "Headway needs Python 3.11 or newer")


def _home(settings: Settings) -> Finding:
    settings.home.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.home, os.W_OK):
        return Finding(Verdict.BAD, "home", f"{settings.home} cannot be written", "set HEADWAY_HOME to another folder")
    free = shutil.disk_usage(settings.home).free / 2**30
    if free < _FREE_GIB_WANTED:
        return Finding(Verdict.BAD, "home", f"{free:.1f} GiB free in {settings.home}", "make room, or set HEADWAY_HOME")
    return Finding(Verdict.GOOD, "home", f"{settings.home}, {free:.0f} GiB free")


def _database(database_url: str) -> Iterator[Finding]:
    from ingest_api.migrations.runner import is_current

    with connect(database_url) as connection:
        version = connection.info.server_version
    if version < _OLDEST_POSTGRES:
        yield Finding(Verdict.BAD, "database", f"PostgreSQL {version // 10000}", "Headway needs PostgreSQL 15 or newer")
    else:
        yield Finding(Verdict.GOOD, "database", f"PostgreSQL {version // 10000} answers")
    if is_current(database_url):
        yield Finding(Verdict.GOOD, "schema", "at the newest migration")
    else:
        yield Finding(Verdict.BAD, "schema", "behind the newest migration", "run `headway up`, which migrates")


def _contents(database_url: str) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    with connect(database_url) as connection:
        for table in ("users", "students", "learning_sessions", "session_attendance"):
            row = connection.execute(f"select count(*) from operational.{table}").fetchone()  # noqa: S608
            counts[table] = row[0] if row else 0
        clock = connection.execute("select clock_as_of from operational.institute").fetchone()
    if counts["users"] == 0:
        mend = "run `headway up` for the demo institute, or `headway import FOLDER`"
        yield Finding(Verdict.NOTE, "institute", "empty", mend)
        return
    words = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
    yield Finding(Verdict.GOOD, "institute", words)
    if clock is not None and clock[0] is not None:
        yield Finding(Verdict.NOTE, "clock", f"stands at {clock[0]}", "an import without --as-of sets it to today")
    yield _freshness(database_url)


def _freshness(database_url: str) -> Finding:
    from warehouse.extract import pending_changes

    if not pending_changes(database_url):
        return Finding(Verdict.GOOD, "freshness", "every change has been extracted")
    mend = "`headway build` publishes them; under `headway up` the sensor does"
    return Finding(Verdict.NOTE, "freshness", "there are changes that are not published yet", mend)


def _snapshot(settings: Settings) -> Finding:
    build = current_build(settings)
    if build is None:
        return Finding(Verdict.NOTE, "snapshot", "nothing published yet", "run `headway build`")
    try:
        with open_snapshot(settings) as snapshot:
            rows = snapshot.execute("select sum(row_count) from reporting.rpt_build").fetchall()[0][0]
    except (duckdb.Error, OSError) as error:
        return Finding(Verdict.BAD, "snapshot", f"{build.build_id} cannot be read: {error}", "run `headway build`")
    age = datetime.now(UTC) - build.built_at
    return Finding(Verdict.GOOD, "snapshot", f"{build.build_id}, {rows:,} rows, {age.total_seconds() / 3600:.1f} h old")


def held_back(settings: Settings) -> Iterator[Finding]:
    """What keeps newer figures back, and what was warned of, one finding each."""
    if told := recent_warnings(settings):
        words = f"warnings of late: {len(told)}, the last on {told[0].at.astimezone(UTC):%d %b %Y, %H:%M} UTC"
        yield Finding(Verdict.NOTE, "data", words, "look at the Data Docs: an admin's dashboards lead to them")
    breach = standing_breach(settings)
    if breach is None:
        return
    since = f"{breach.since.astimezone(UTC):%d %b %Y, %H:%M} UTC"
    yield Finding(Verdict.BAD, "figures", f"stand still since {since}: the last good snapshot stays")
    for one in breach.breaches:
        yield Finding(Verdict.BAD, one.edge, escape(f"{one.relation}, {one.column}"), escape(one.says))
