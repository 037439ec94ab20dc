"""The months of a fact in one snapshot: taken over, added to, or written anew.

A month of `parquet/<schema>/<relation>` is one file, and beside it, when rows have only come since that was written, a
second: `since-<extract>.parquet` with what a later extract brought. So marks that come in cost what they are, not the
month that they belong to. A row that leaves (a deletion, a correction, which leaves and comes back) writes its month as
one file again, and so does a second file that has grown to a share of the first.
"""

import os
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from warehouse.holdings import Holding
from warehouse.inventory import Moved, Relation, is_only_added_to, moved_months
from warehouse.months import newest_months, newest_table, query_of_months, view_of_months
from warehouse.published import PARQUET_FOLDER, Build
from warehouse.relations import MARTS
from warehouse.transfer import (
    Tally,
    copy_month_since,
    copy_months,
    copy_table,
    month_tally,
    pack_month,
    since_tally,
    whole,
)

_SINCE = "since-"
# A smaller month is written as soon as added to, and read faster as one file.
_WORTH_ADDING_TO = 20_000
# A smaller one is read in no time anyway.
_WORTH_PACKING = 20_000
# Beyond this share of its month a second file costs readers more than it saves.
_LARGEST_SHARE = 0.25


class MonthWriter:
    """Writes the months of facts into one build's folder and names them in its DuckDB file.

    Attributes:
        written: files that are new, and not yet flushed.
    """

    def __init__(
        self,
        source: Any,
        catalog: psycopg.Connection,
        target: duckdb.DuckDBPyConnection,
        build: Build,
        previous: Build | None,
    ) -> None:
        self.written: list[Path] = []
        self._source, self._catalog, self._target = source, catalog, target
        self._build, self._previous = build, previous

    def write(self, relation: Relation, known: Holding | None) -> Holding:
        """Writes what moved of a relation since `known`, what the last snapshot holds of it."""
        folder = self._folder(self._build, relation)
        moved = None if known is None else moved_months(self._catalog, relation, known.oid, self._seen)
        if known is None or moved is None:
            kept: dict[str, Tally] = {}
            growing: dict[str, int] = {}
            copy_months(self._source, self._target, relation, folder, None)
        else:
            growing = self._growing(relation, moved, known)
            kept = {month: tally for month, tally in known.months.items() if month not in moved.months}
            for month in kept:
                self._link(relation, month)
            if anew := moved.months - growing.keys():
                copy_months(self._source, self._target, relation, folder, anew)
        fresh = {
            month: path for path in folder.glob("month=*") if (month := path.name.removeprefix("month=")) not in kept
        }
        months = kept | {month: self._packed(relation, path) for month, path in fresh.items()}
        self.written += [file for path in fresh.values() for file in path.iterdir()]
        if known is not None:
            months |= {month: self._add(relation, month, since, known) for month, since in growing.items()}
        self._name(relation, folder, sorted(months), sorted(kept), set(growing), known)
        return Holding(relation.oid, whole(list(months.values())), dict(sorted(months.items())))

    def _packed(self, relation: Relation, folder: Path) -> Tally:
        """What a month amounts to that was just written; written again, as one file, where that is worth it."""
        tally = month_tally(self._target, folder)
        if relation.schema == MARTS and tally[0] >= _WORTH_PACKING:
            pack_month(self._target, folder)
        return tally

    def _growing(self, relation: Relation, moved: Moved, known: Holding) -> dict[str, int]:
        """Months that are only added to, and after which extract the rows of their second file came."""
        found = {}
        for month in moved.came - moved.left:
            rows = known.months.get(month, (0, ""))[0]
            if rows < _WORTH_ADDING_TO or not is_only_added_to(self._catalog, relation, month, rows, self._seen):
                continue
            second = next(self._before(relation, month).glob(f"{_SINCE}*.parquet"), None)
            if second is None:
                found[month] = self._seen
            elif since_tally(self._target, second, 0)[0] < rows * _LARGEST_SHARE:
                found[month] = int(second.stem.removeprefix(_SINCE))
        return found

    def _add(self, relation: Relation, month: str, since: int, known: Holding) -> Tally:
        """The month's first file as it was, and a second with all that came after it; gives what it amounts to."""
        self._link(relation, month, but=_SINCE)
        file = self._folder(self._build, relation) / f"month={month}" / f"{_SINCE}{since}.parquet"
        copy_month_since(self._source, self._target, relation, file, month, since)
        self.written.append(file)
        return whole([known.months[month], since_tally(self._target, file, self._seen)])

    def _link(self, relation: Relation, month: str, but: str | None = None) -> None:
        """The same files under another name: they never change, and live as long as any snapshot names them."""
        target = self._folder(self._build, relation) / f"month={month}"
        target.mkdir(parents=True)
        for file in self._before(relation, month).iterdir():
            if but is None or not file.name.startswith(but):
                os.link(file, target / file.name)

    def _name(
        self,
        relation: Relation,
        folder: Path,
        months: list[str],
        kept: list[str],
        growing: set[str],
        known: Holding | None,
    ) -> None:
        remove(self._target, relation.quoted)
        if not months:
            # Nothing for a view to read the columns from.
            copy_table(self._source, self._target, relation, relation.quoted)
            return
        newest = newest_months(months) if relation.schema == MARTS else []
        table = newest_table(relation)
        # A snapshot of an earlier version holds none.
        is_held = (
            known is not None
            and newest == newest_months(list(known.months))
            and set(newest) <= set(kept) | growing
            and kind_of(self._target, table) is not None
        )
        if newest and not is_held:
            self._target.execute(f"create or replace table {table} as {query_of_months(folder, newest)}")
        elif added := [month for month in newest if month in growing]:
            seconds = query_of_months(folder, added, f"{_SINCE}*.parquet")
            self._target.execute(f"insert into {table} {seconds} where extract_id > {self._seen}")
        self._target.execute(f"create view {relation.quoted} as {view_of_months(relation, folder, months, newest)}")

    def _before(self, relation: Relation, month: str) -> Path:
        assert self._previous is not None  # noqa: S101 - only what it holds is known
        return self._folder(self._previous, relation) / f"month={month}"

    @staticmethod
    def _folder(build: Build, relation: Relation) -> Path:
        return build.folder / PARQUET_FOLDER / relation.schema / relation.table

    @property
    def _seen(self) -> int:
        return self._previous.extract_id if self._previous else 0


def remove(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Removes a table or a view of this (quoted) name, if there is one."""
    kind = kind_of(connection, name)
    if kind is not None:
        connection.execute(f"drop {kind} {name}")


def kind_of(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """`table` or `view`, if there is one of this (quoted) name."""
    found = connection.execute(
        "select lower(table_type) from information_schema.tables"
        " where table_catalog = current_catalog()"
        ' and $name in (format(\'"{}"."{}"\', table_schema, table_name), format(\'"{}"\', table_name))',
        {"name": name},
    ).fetchall()
    return next(("view" if kind == "view" else "table" for (kind,) in found), None)
