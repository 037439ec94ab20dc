"""Publishing: what dbt built becomes a new, complete, immutable snapshot; then the pointer is switched atomically.

Readers see one build or the next, never a half: everything is read in ONE repeatable-read transaction, written into a
folder that nobody looks at, flushed to disk, and only then named by the pointer. A crash leaves a folder that ends in
`.making`, removed by the next publication.
"""

import json
import os
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as adbc
import duckdb

from warehouse.postgres import connect, libpq_url
from warehouse.published import BUILD_FILE, POINTER, RESTRICTED_FILE, WAREHOUSE_FILE, Build, current_build, read_build
from warehouse.relations import PUBLISHED_SCHEMAS, REPORTING, RESTRICTED
from warehouse.settings import Settings

_COLUMNS = """
select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
from pg_class as c
inner join pg_namespace as n on c.relnamespace = n.oid
inner join pg_attribute as a on c.oid = a.attrelid
where n.nspname = any(%s) and c.relkind in ('r', 'v', 'm') and a.attnum > 0 and not a.attisdropped
order by n.nspname, c.relname, a.attnum
"""
_LAST_EXTRACT = "select extract_id, as_of_date from raw.extract_log order by extract_id desc limit 1"

Columns = list[tuple[str, str]]


class PublicationError(RuntimeError):
    """The warehouse could not be published; the last good snapshot stays."""


def publish(database_url: str, settings: Settings) -> Build:
    """Publishes what the schemas marts, features, reporting and restricted hold now.

    Returns:
        The new build, which every reader sees from now on.

    Raises:
        PublicationError: nothing has been built yet.
    """
    newest = newest_extract(database_url)
    if newest is None:
        raise PublicationError("nothing has been extracted yet")
    extract_id, as_of_date = newest
    built_at = datetime.now(UTC)
    build_id = f"{built_at:%Y%m%dT%H%M%S%f}Z-{extract_id}"
    settings.snapshots_folder.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(settings.snapshots_folder)
    making = settings.snapshots_folder / f"{build_id}.making"
    making.mkdir()
    build = Build(build_id, built_at, as_of_date, extract_id, settings.snapshots_folder / build_id)
    _copy_relations(database_url, making, build)
    (making / BUILD_FILE).write_text(
        json.dumps(
            {
                "build_id": build_id,
                "built_at": built_at.isoformat(),
                "source_as_of": as_of_date.isoformat(),
                "extract_id": extract_id,
            },
            indent=2,
        )
    )
    for file in making.iterdir():
        _flush(file)
    making.rename(build.folder)
    _switch(settings.snapshots_folder, build_id)
    _retire(settings)
    return build


def newest_extract(database_url: str) -> tuple[int, date] | None:
    """Id and day of the newest extract, the one that a publication would hold; None before the first."""
    with connect(database_url) as connection:
        if connection.execute("select to_regclass('raw.extract_log')").fetchone() == (None,):
            return None
        row = connection.execute(_LAST_EXTRACT).fetchone()
    return None if row is None else (row[0], row[1])


def _relations(database_url: str) -> dict[tuple[str, str], Columns]:
    found: dict[tuple[str, str], Columns] = {}
    with connect(database_url) as connection:
        for schema, table, column, kind in connection.execute(_COLUMNS, ([*PUBLISHED_SCHEMAS, RESTRICTED],)):
            # `__dbt_tmp` and `__dbt_backup` are what a killed dbt run may leave behind.
            if not table.endswith(("__dbt_tmp", "__dbt_backup")):
                found.setdefault((schema, table), []).append((column, kind))
    if not any(schema == REPORTING for schema, _ in found):
        raise PublicationError("dbt has built no reporting relation yet")
    return found


def _copy_relations(database_url: str, folder: Path, build: Build) -> None:
    """Streams every relation, batch by batch, from one repeatable-read transaction into the two DuckDB files."""
    relations = _relations(database_url)
    with (
        duckdb.connect(folder / WAREHOUSE_FILE) as open_file,
        duckdb.connect(folder / RESTRICTED_FILE) as restricted_file,
        adbc.connect(libpq_url(database_url)) as source,
    ):
        (folder / RESTRICTED_FILE).chmod(0o600)
        with source.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
        for schema in PUBLISHED_SCHEMAS:
            open_file.execute(f"create schema {schema}")
        tally: list[list[Any]] = []
        for (schema, table), columns in relations.items():
            if schema == RESTRICTED:
                _copy(source, restricted_file, f'"{schema}"."{table}"', f'"{table}"', columns)
            else:
                _copy(source, open_file, f'"{schema}"."{table}"', f'"{schema}"."{table}"', columns)
                tally.append([f"{schema}.{table}", *_tally(open_file, f'"{schema}"."{table}"')])
        _write_build(open_file, build, tally)


def _copy(source: Any, target: duckdb.DuckDBPyConnection, origin: str, name: str, columns: Columns) -> None:
    wanted = ", ".join(_read_expression(column, kind) for column, kind in columns)
    made = ", ".join(_write_expression(column, kind) for column, kind in columns)
    with source.cursor() as cursor:
        cursor.execute(f"select {wanted} from {origin}")  # noqa: S608 - names come from the catalog
        target.register("incoming", cursor.fetch_record_batch())
        target.execute(f"create table {name} as select {made} from incoming")  # noqa: S608
        target.unregister("incoming")


def _read_expression(column: str, kind: str) -> str:
    # Arrow has no counterpart of these; they travel as text.
    if kind.startswith("numeric") or kind in ("json", "jsonb", "uuid"):
        return f'"{column}"::text as "{column}"'
    return f'"{column}"'


def _write_expression(column: str, kind: str) -> str:
    if precise := re.fullmatch(r"numeric(\(\d+,\d+\))", kind):
        return f'cast("{column}" as decimal{precise[1]}) as "{column}"'
    if kind == "numeric":
        return f'cast("{column}" as double) as "{column}"'
    return f'"{column}"'


def _tally(target: duckdb.DuckDBPyConnection, name: str) -> tuple[int, str]:
    """Rows, and a hash of their content that depends neither on their order nor on when they were extracted."""
    content = f"select columns(lambda c: c <> 'extract_id') from {name}"  # noqa: S608 - names come from the catalog
    # fetchall: DuckDB 2 takes no further statement while a result is only half read.
    rows = target.execute(
        f"select count(*), cast(coalesce(sum(cast(hash(t) as hugeint)), 0) as varchar) from ({content}) as t"  # noqa: S608
    ).fetchall()
    return rows[0][0], rows[0][1]


def _write_build(target: duckdb.DuckDBPyConnection, build: Build, tally: list[list[Any]]) -> None:
    target.execute(
        "create table reporting.rpt_build (build_id varchar, built_at timestamptz, source_as_of date, "
        "relation varchar, row_count bigint, content_hash varchar)"
    )
    rows = [[build.build_id, build.built_at, build.source_as_of, *row] for row in tally]
    target.executemany("insert into reporting.rpt_build values (?, ?, ?, ?, ?, ?)", rows)


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


def _remove_leftovers(snapshots: Path) -> None:
    for folder in snapshots.glob("*.making"):
        shutil.rmtree(folder)


def _retire(settings: Settings) -> None:
    """Removes all but the newest snapshots. Who still has one open keeps reading it: the kernel keeps the file."""
    current = current_build(settings)
    folders = sorted(folder for folder in settings.snapshots_folder.iterdir() if (folder / BUILD_FILE).exists())
    builds = [read_build(folder) for folder in folders if not folder.is_symlink()]
    for build in sorted(builds, key=lambda build: build.built_at)[: -settings.keep_snapshots]:
        if current is None or build.build_id != current.build_id:
            shutil.rmtree(build.folder)
