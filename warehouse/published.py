"""Read-only access to the published snapshot. Never imports `postgres.py`.

A snapshot is a folder `snapshots/<build_id>` that never changes once it is there:

    warehouse.duckdb    schemas marts, features, reporting: keys and figures, no personal data; `newest` holds the
                        newest months of marts for the views over all of them
    parquet/            facts that grow, by month: parquet/marts/fct_attendance/month=2026-11/*.parquet;
                        warehouse.duckdb has views on them, so that one need not know
    restricted.duckdb   names and contacts; only the application opens it, for who may see them
    build.json          which build this is, and what it holds

`snapshots/current` points at one of them and is switched atomically by `publish.py`.
"""

import json
import weakref
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from warehouse.settings import Settings

WAREHOUSE_FILE = "warehouse.duckdb"
RESTRICTED_FILE = "restricted.duckdb"
PARQUET_FOLDER = "parquet"
BUILD_FILE = "build.json"
POINTER = "current"

# Snapshots that this process has open, by their folders; see `retention.py`.
_OPEN_HERE: Counter[Path] = Counter()


class NothingPublishedError(RuntimeError):
    """No snapshot has been published yet; `headway build` makes the first."""


@dataclass(frozen=True)
class Build:
    """Which build a snapshot holds: its id, when it was made, and the day and extract its figures stand for."""

    build_id: str
    built_at: datetime
    source_as_of: date
    extract_id: int
    folder: Path

    @property
    def warehouse_path(self) -> Path:
        """The DuckDB file that analysts open."""
        return self.folder / WAREHOUSE_FILE


def current_build(settings: Settings) -> Build | None:
    """The build that readers see now, or None before the first publication."""
    pointer = settings.snapshots_folder / POINTER
    try:
        # Resolved once: everything that follows reads the same build, whatever is published meanwhile.
        folder = pointer.resolve(strict=True)
        return read_build(folder)
    except FileNotFoundError:
        return None


def read_build(folder: Path) -> Build:
    """What `build.json` in a snapshot's folder says."""
    told = json.loads((folder / BUILD_FILE).read_text())
    return Build(
        build_id=told["build_id"],
        built_at=datetime.fromisoformat(told["built_at"]),
        source_as_of=date.fromisoformat(told["source_as_of"]),
        extract_id=told["extract_id"],
        folder=folder,
    )


def open_snapshot(
    settings: Settings, *, personal: bool = False, build: Build | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection on one snapshot: `reporting.rpt_at_risk`, `marts.fct_attendance` …; it stays on that build.

    The connection is its own in-memory database with the files attached read-only, so that what one reader attaches
    no other reader of the same process can see; files outside the snapshot are out of its reach. As long as it lives,
    the snapshot is not removed.

    Args:
        settings: says where snapshots are.
        personal: also attach names and contacts, as `restricted.dim_person`.
        build: a build to open instead of the current one.

    Raises:
        NothingPublishedError: there is no snapshot yet.
    """
    build = build or current_build(settings)
    if build is None:
        raise NothingPublishedError("nothing has been published yet; run `headway build`")
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "threads": 2,
            # DuckDB would give each reader four fifths of the machine, and then write into the working directory.
            "memory_limit": settings.snapshot_memory,
            "temp_directory": "",
        },
    )
    connection.execute(f"attach '{_quoted(build.warehouse_path)}' as snapshot (read_only)")
    if personal:
        connection.execute(f"attach '{_quoted(build.folder / RESTRICTED_FILE)}' as restricted (read_only)")
    connection.execute("use snapshot")
    connection.execute(f"set allowed_directories = ['{_quoted(build.folder / PARQUET_FOLDER)}']")
    # Files of a snapshot never change: what stands in their footers is read once.
    connection.execute("set parquet_metadata_cache = true")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    _OPEN_HERE[build.folder] += 1
    weakref.finalize(connection, _let_go, build.folder)
    return connection


def is_open_here(build: Build) -> bool:
    """Whether a connection of this process reads a snapshot."""
    return _OPEN_HERE[build.folder] > 0


def _let_go(folder: Path) -> None:
    _OPEN_HERE[folder] -= 1


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
