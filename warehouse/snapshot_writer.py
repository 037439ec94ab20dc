"""The files of one snapshot: what moved is read from PostgreSQL, what did not is taken over from the last snapshot.

Taken over is the last snapshot's DuckDB file, as one file: copying it costs less than the tables in it one by one.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import adbc_driver_postgresql.dbapi as adbc
import duckdb
import psycopg

from warehouse.inventory import Relation, is_unchanged, moved_months, relations
from warehouse.months import newest_months, newest_table, query_of_months, view_of_months
from warehouse.postgres import connect, libpq_url
from warehouse.published import PARQUET_FOLDER, RESTRICTED_FILE, WAREHOUSE_FILE, Build
from warehouse.relations import MARTS, NEWEST, PUBLISHED_SCHEMAS, RESTRICTED
from warehouse.transfer import Tally, copy_months, copy_table, month_tally, whole


@dataclass(frozen=True)
class Holding:
    """What a snapshot holds of a relation: which table it was, what it amounts to, and the same by month."""

    oid: str
    tally: Tally
    months: dict[str, Tally] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As it stands in `build.json`."""
        return {"oid": self.oid, "rows": self.tally[0], "content": self.tally[1], "months": self.months}


def read_holdings(told: dict[str, Any]) -> dict[str, Holding]:
    """What `build.json` tells of a snapshot's relations; empty for one of an earlier version."""
    return {
        name: Holding(
            one["oid"],
            (one["rows"], one["content"]),
            {month: (rows, content) for month, (rows, content) in one["months"].items()},
        )
        for name, one in told.get("relations", {}).items()
    }


class SnapshotWriter:
    """Writes `warehouse.duckdb`, `restricted.duckdb` and the Parquet folder of one build.

    Attributes:
        relations: what there is to publish.
        written: files that are new, and not yet flushed.
    """

    def __init__(self, database_url: str, build: Build, previous: Build | None, known: dict[str, Holding]) -> None:
        self.build = build
        self.previous = previous
        self.known = known
        self.written: list[Path] = []
        self._database_url = database_url

    def __enter__(self) -> Self:
        folder = self.build.folder
        self._catalog: psycopg.Connection = connect(self._database_url)
        self._catalog.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        self._source = adbc.connect(libpq_url(self._database_url))
        with self._source.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
            # One and the same instant for the catalog and for the rows.
            cursor.execute("select pg_export_snapshot()")
            instant = cursor.fetchall()[0][0]
        self._catalog.execute(f"set transaction snapshot '{instant}'")
        self.relations = relations(self._catalog)
        if self.previous is not None:
            # Nobody else may look into it, not even while it is copied.
            (folder / RESTRICTED_FILE).touch(mode=0o600)
            for file in (WAREHOUSE_FILE, RESTRICTED_FILE):
                shutil.copyfile(self.previous.folder / file, folder / file)
        self._open = duckdb.connect(folder / WAREHOUSE_FILE)
        self._restricted = duckdb.connect(folder / RESTRICTED_FILE)
        (folder / RESTRICTED_FILE).chmod(0o600)
        self.written += [folder / WAREHOUSE_FILE, folder / RESTRICTED_FILE]
        for schema in (*PUBLISHED_SCHEMAS, NEWEST):
            self._open.execute(f"create schema if not exists {schema}")
        self._forget_gone()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in (self._open, self._restricted, self._source, self._catalog):
            connection.close()
        if kind is not None:
            shutil.rmtree(self.build.folder)

    def write(self) -> dict[str, Holding]:
        """Writes every relation, and `reporting.rpt_build` about them."""
        holdings = {relation.name: self._write(relation) for relation in self.relations}
        self._write_build(
            {name: holding for name, holding in holdings.items() if name.split(".")[0] in PUBLISHED_SCHEMAS}
        )
        return holdings

    def _write(self, relation: Relation) -> Holding:
        if relation.month_of is not None:
            return self._write_months(relation)
        target = self._restricted if relation.is_restricted else self._open
        name = f'"{relation.table}"' if relation.is_restricted else relation.quoted
        known = self.known.get(relation.name)
        is_whole = known is not None and not known.months
        if known is not None and is_whole and is_unchanged(self._catalog, relation, known.oid, self._seen):
            return Holding(relation.oid, known.tally)
        _remove(target, name)
        return Holding(relation.oid, copy_table(self._source, target, relation, name))

    def _write_months(self, relation: Relation) -> Holding:
        known = self.known.get(relation.name)
        folder = self.build.folder / PARQUET_FOLDER / relation.schema / relation.table
        moved: set[str] | None = None
        if known is not None:
            moved = moved_months(self._catalog, relation, known.oid, self._seen)
        kept = {} if known is None or moved is None else {m: t for m, t in known.months.items() if m not in moved}
        for month in kept:
            self._link(relation, folder, month)
        if moved is None or moved:
            copy_months(self._source, self._open, relation, folder, moved)
        fresh = {
            path.name.removeprefix("month="): path
            for path in folder.glob("month=*")
            if path.name.removeprefix("month=") not in kept
        }
        self.written += [file for path in fresh.values() for file in path.iterdir()]
        months = kept | {month: month_tally(self._open, path) for month, path in fresh.items()}
        self._name_months(relation, folder, sorted(months), sorted(kept), known)
        return Holding(relation.oid, whole(list(months.values())), dict(sorted(months.items())))

    def _link(self, relation: Relation, folder: Path, month: str) -> None:
        """The same files under another name: they never change, and live as long as any snapshot names them."""
        assert self.previous is not None  # noqa: S101 - only what it holds is known
        origin = self.previous.folder / PARQUET_FOLDER / relation.schema / relation.table / f"month={month}"
        target = folder / f"month={month}"
        target.mkdir(parents=True)
        for file in origin.iterdir():
            os.link(file, target / file.name)

    def _name_months(
        self, relation: Relation, folder: Path, months: list[str], kept: list[str], known: Holding | None
    ) -> None:
        _remove(self._open, relation.quoted)
        if not months:
            # Nothing for a view to read the columns from.
            copy_table(self._source, self._open, relation, relation.quoted)
            return
        newest = newest_months(months) if relation.schema == MARTS else []
        is_held = known is not None and newest == newest_months(list(known.months)) and set(newest) <= set(kept)
        # A snapshot of an earlier version holds none.
        if newest and not (is_held and _kind_of(self._open, newest_table(relation))):
            self._open.execute(f"create or replace table {newest_table(relation)} as {query_of_months(folder, newest)}")
        self._open.execute(f"create view {relation.quoted} as {view_of_months(relation, folder, months, newest)}")

    def _forget_gone(self) -> None:
        """Removes what the last snapshot held and the warehouse does not, and what is written anew each time."""
        standing = {relation.name for relation in self.relations}
        for connection, is_restricted in ((self._open, False), (self._restricted, True)):
            held = connection.execute(
                "select table_schema, table_name from information_schema.tables where table_catalog = current_catalog()"
            ).fetchall()
            for schema, table in held:
                home = RESTRICTED if is_restricted else MARTS if schema == NEWEST else schema
                if f"{home}.{table}" not in standing:
                    _remove(connection, f'"{schema}"."{table}"')

    @property
    def _seen(self) -> int:
        return self.previous.extract_id if self.previous else 0

    def _write_build(self, holdings: dict[str, Holding]) -> None:
        self._open.execute(
            "create table reporting.rpt_build (build_id varchar, built_at timestamptz, source_as_of date, "
            "relation varchar, row_count bigint, content_hash varchar)"
        )
        told = [self.build.build_id, self.build.built_at, self.build.source_as_of]
        rows = [[*told, name, *holding.tally] for name, holding in sorted(holdings.items())]
        self._open.executemany("insert into reporting.rpt_build values (?, ?, ?, ?, ?, ?)", rows)


def _remove(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Removes a table or a view of this (quoted) name, if there is one."""
    kind = _kind_of(connection, name)
    if kind is not None:
        connection.execute(f"drop {kind} {name}")


def _kind_of(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """`table` or `view`, if there is one of this (quoted) name."""
    found = connection.execute(
        "select lower(table_type) from information_schema.tables"
        " where table_catalog = current_catalog()"
        ' and $name in (format(\'"{}"."{}"\', table_schema, table_name), format(\'"{}"\', table_name))',
        {"name": name},
    ).fetchall()
    return next(("view" if kind == "view" else "table" for (kind,) in found), None)
