"""The files of one snapshot: what moved is read from PostgreSQL, what did not is taken over from the last snapshot.

Taken over is the last snapshot's DuckDB file, as one file: copying it costs less than the tables in it one by one.
"""

import shutil
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import adbc_driver_postgresql.dbapi as adbc
import duckdb
import psycopg

from warehouse.holdings import Holding
from warehouse.inventory import Relation, is_unchanged, relations
from warehouse.month_writer import MonthWriter, remove
from warehouse.postgres import connect, libpq_url
from warehouse.published import RESTRICTED_FILE, WAREHOUSE_FILE, Build
from warehouse.relations import MARTS, NEWEST, PUBLISHED_SCHEMAS, RESTRICTED
from warehouse.table_patch import patch_table
from warehouse.transfer import copy_table

_ABOUT = "reporting.rpt_build"


class SnapshotWriter:
    """Writes `warehouse.duckdb`, `restricted.duckdb` and the Parquet folder of one build.

    Attributes:
        relations: what there is to publish.
        written: files that are new, and not yet flushed.
        seconds: what each relation took.
    """

    def __init__(self, database_url: str, build: Build, previous: Build | None, known: dict[str, Holding]) -> None:
        self.build = build
        self.previous = previous
        self.known = known
        self.written: list[Path] = []
        self.seconds: dict[str, float] = {}
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
        if self.previous is not None and not self._is_like_the_last():
            # Of facts by month the files are still taken over.
            self.known = {name: holding for name, holding in self.known.items() if holding.months}
        elif self.previous is not None:
            # Nobody else may look into it, not even while it is copied.
            (folder / RESTRICTED_FILE).touch(mode=0o600)
            for file in (WAREHOUSE_FILE, RESTRICTED_FILE):
                shutil.copyfile(self.previous.folder / file, folder / file)
        self._open = duckdb.connect(folder / WAREHOUSE_FILE)
        self._restricted = duckdb.connect(folder / RESTRICTED_FILE)
        (folder / RESTRICTED_FILE).chmod(0o600)
        self.written += [folder / WAREHOUSE_FILE, folder / RESTRICTED_FILE]
        self._months = MonthWriter(self._source, self._catalog, self._open, self.build, self.previous)
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
        holdings = {}
        for relation in self.relations:
            began = time.monotonic()
            holdings[relation.name] = self._write(relation)
            self.seconds[relation.name] = round(time.monotonic() - began, 3)
        self.written += self._months.written
        self._write_build(
            {name: holding for name, holding in holdings.items() if name.split(".")[0] in PUBLISHED_SCHEMAS}
        )
        return holdings

    def _write(self, relation: Relation) -> Holding:
        if relation.month_of is not None:
            return self._months.write(relation, self.known.get(relation.name))
        target = self._restricted if relation.is_restricted else self._open
        name = f'"{relation.table}"' if relation.is_restricted else relation.quoted
        known = self.known.get(relation.name)
        is_whole = known is not None and not known.months
        if known is not None and is_whole and is_unchanged(self._catalog, relation, known.oid, self._seen):
            return Holding(relation.oid, known.tally)
        if known is not None and is_whole and known.oid == relation.oid and not relation.is_restricted:
            tally = patch_table(self._source, self._catalog, target, relation, known.tally, self._seen)
            if tally is not None:
                return Holding(relation.oid, tally)
        remove(target, name)
        return Holding(relation.oid, copy_table(self._source, target, relation, name))

    def _is_like_the_last(self) -> bool:
        """Whether the last snapshot's file holds nothing that is gone: a copy would keep the room of that for good."""
        assert self.previous is not None  # noqa: S101 - the caller has looked
        standing = {relation.name for relation in self.relations} | {_ABOUT}
        with duckdb.connect(":memory:") as connection:
            file = str(self.previous.folder / WAREHOUSE_FILE).replace("'", "''")
            connection.execute(f"attach '{file}' as last (read_only)")
            held = connection.execute(
                "select table_schema, table_name from information_schema.tables where table_catalog = 'last'"
            ).fetchall()
        return {f"{MARTS if schema == NEWEST else schema}.{table}" for schema, table in held} <= standing

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
                    remove(connection, f'"{schema}"."{table}"')

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
