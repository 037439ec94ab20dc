"""Publishing: what dbt built becomes a new, complete, immutable snapshot; then the pointer is switched atomically.

Readers see one build or the next, never a half: everything is read in ONE repeatable-read transaction, written into a
folder that nobody looks at, flushed to disk, and only then named by the pointer. A crash leaves a folder that is newer
than the one the pointer names; the next publication removes it.

It costs what changed, not what exists: relations that dbt did not touch are taken over from the last snapshot, facts
are Parquet files by month of which only the months that moved are written, and the others are hard links. What only
came into a large month is a file of its own beside it (`month_writer.py`).
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from warehouse.holdings import Holding, read_holdings
from warehouse.postgres import connect
from warehouse.published import BUILD_FILE, POINTER, Build, current_build, read_build
from warehouse.relations import REPORTING
from warehouse.retention import retire
from warehouse.settings import Settings
from warehouse.snapshot_writer import SnapshotWriter

_LAST_EXTRACT = "select extract_id, as_of_date from raw.extract_log order by extract_id desc limit 1"
_SOURCE = """
select concat_ws(
    ':',
    (select system_identifier from pg_control_system()),
    (select oid from pg_database where datname = current_database())
)
"""
_WORTH_TELLING = 0.01
_FORGET = """
do $$ begin
    if to_regclass('changes.removed_row') is not null then
        delete from changes.removed_row where extract_id <= {seen};
    end if;
end $$
"""


class PublicationError(RuntimeError):
    """The warehouse could not be published; the last good snapshot stays."""


def publish(
    database_url: str,
    settings: Settings,
    *,
    inspect: Callable[[Path, Path | None], None] | None = None,
    takes_over: bool = True,
) -> Build:
    """Publishes what the schemas marts, features, reporting and restricted hold now.

    Args:
        database_url: where dbt built.
        settings: where snapshots stand, and how many are kept.
        inspect: looks at the finished folder, beside the last snapshot's (None when there is none), before anybody
            reads it; what it raises keeps the last good snapshot in force.
        takes_over: whether what did not move is taken over from the last snapshot, instead of read anew.

    Returns:
        The new build, which every reader sees from now on.

    Raises:
        PublicationError: nothing has been built yet.
    """
    newest = newest_extract(database_url)
    if newest is None:
        raise PublicationError("nothing has been extracted yet")
    extract_id, as_of_date = newest
    previous = current_build(settings)
    built_at = datetime.now(UTC)
    build_id = f"{built_at:%Y%m%dT%H%M%S%f}Z-{extract_id}"
    snapshots = settings.snapshots_folder.resolve()
    snapshots.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(snapshots, previous)
    build = Build(build_id, built_at, as_of_date, extract_id, snapshots / build_id)
    build.folder.mkdir()
    source = _source(database_url)
    known = _known(previous, source) if takes_over else {}
    with SnapshotWriter(database_url, build, previous if known else None, known) as writer:
        if not any(relation.schema == REPORTING for relation in writer.relations):
            raise PublicationError("dbt has built no reporting relation yet")
        holdings = writer.write()
    _describe(build, source, holdings, writer.seconds)
    if inspect is not None:
        try:
            inspect(build.folder, previous.folder if previous else None)
        except BaseException:
            shutil.rmtree(build.folder)
            raise
    for path in [*writer.written, build.folder / BUILD_FILE, *_folders(build.folder), build.folder]:
        _flush(path)
    _switch(snapshots, build_id)
    if previous is not None:
        with connect(database_url, autocommit=True) as connection:
            connection.execute(_FORGET.replace("{seen}", str(int(min(previous.extract_id, extract_id - 1)))))
    retire(settings)
    return build


def newest_extract(database_url: str) -> tuple[int, date] | None:
    """Id and day of the newest extract, the one that a publication would hold; None before the first."""
    with connect(database_url) as connection:
        if connection.execute("select to_regclass('raw.extract_log')").fetchone() == (None,):
            return None
        row = connection.execute(_LAST_EXTRACT).fetchone()
    return None if row is None else (row[0], row[1])


def _source(database_url: str) -> str:
    """Which database this is: another one's table oids mean nothing here."""
    with connect(database_url) as connection:
        return str(connection.execute(_SOURCE).fetchall()[0][0])


def _known(previous: Build | None, source: str) -> dict[str, Holding]:
    """What the last snapshot holds, if it was made from this database and says so."""
    if previous is None:
        return {}
    told = json.loads((previous.folder / BUILD_FILE).read_text())
    return read_holdings(told) if told.get("source") == source else {}


def seconds_by_relation(build: Build) -> dict[str, float]:
    """Seconds that the relations of a build took to publish, the longest first, but for the quickest."""
    told: dict[str, float] = json.loads((build.folder / BUILD_FILE).read_text()).get("seconds", {})
    return {name: taken for name, taken in sorted(told.items(), key=lambda one: -one[1]) if taken >= _WORTH_TELLING}


def _describe(build: Build, source: str, holdings: dict[str, Holding], seconds: dict[str, float]) -> None:
    told = {
        "build_id": build.build_id,
        "built_at": build.built_at.isoformat(),
        "source_as_of": build.source_as_of.isoformat(),
        "extract_id": build.extract_id,
        "folder": str(build.folder),
        "source": source,
        "relations": {name: holding.told() for name, holding in holdings.items()},
        "seconds": seconds,
    }
    (build.folder / BUILD_FILE).write_text(json.dumps(told, indent=1))


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_dir()]


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _switch(snapshots: Path, build_id: str) -> None:
    fresh = snapshots / f".{POINTER}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(build_id)
    fresh.replace(snapshots / POINTER)
    _flush(snapshots)


def _remove_leftovers(snapshots: Path, current: Build | None) -> None:
    for folder in snapshots.iterdir():
        if folder.is_dir() and not folder.is_symlink() and _is_leftover(folder, current):
            shutil.rmtree(folder)


def _is_leftover(folder: Path, current: Build | None) -> bool:
    """Whether a publication, or a removal, did not come to its end here."""
    try:
        build = read_build(folder)
    except (FileNotFoundError, ValueError):
        return True
    return current is None or build.built_at > current.built_at
