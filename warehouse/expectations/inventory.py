"""What a snapshot's folder holds, relation by relation: the facts that the published edge is judged by.

Belongs here: reading the files of one finished folder, and of the one before it. What must hold of the facts stands in
`published.py`. Facts by month are Parquet files below `parquet/<schema>/<relation>/`; a file that the snapshot before
has too was read when that was checked, so only what is new is read here. The rest stands in the DuckDB files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from warehouse.published import PARQUET_FOLDER, RESTRICTED_FILE, WAREHOUSE_FILE, read_build
from warehouse.relations import PUBLISHED_SCHEMAS, REPORTING, RESTRICTED

_BUILD = f"{REPORTING}.rpt_build"
_NO_NETWORK: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "threads": 2,
}
_COLUMNS = """
select schema_name || '.' || table_name as relation, column_name
from duckdb_columns()
where database_name = 'snapshot' and not internal
order by relation, column_index
"""


@dataclass(frozen=True)
class Wanted:
    """What is known beforehand of a relation: its key, and its columns of days that have come."""

    key: str
    days: tuple[str, ...] = ()


@dataclass
class Facts:
    """What one relation of a snapshot looks like; None where nothing can be said.

    Attributes:
        relation: `schema.table`.
        is_there: whether the snapshot has it.
        unreadable: why it could not be read.
        missing_columns: columns that it must have and has not.
        dropped_columns: columns that it had in the snapshot before.
        personal_columns: columns of the restricted file that it must not have.
        row_count: its rows.
        rows_before: its rows in the snapshot before.
        miscounted_rows: its rows less those that the snapshot says of itself.
        duplicate_keys: keys that stand in more than one row.
        empty_keys: rows without a key.
        last_day_ahead: days from the build's day to its latest day; above 0 it lies ahead.
    """

    relation: str
    is_there: bool = True
    unreadable: str | None = None
    missing_columns: str | None = None
    dropped_columns: str | None = None
    personal_columns: str | None = None
    row_count: int | None = None
    rows_before: int | None = None
    miscounted_rows: int | None = None
    duplicate_keys: int | None = None
    empty_keys: int | None = None
    last_day_ahead: int | None = None


def inventory(
    folder: Path,
    previous: Path | None,
    wanted: Mapping[str, Wanted],
    personal: frozenset[str],
    *,
    across_months: bool = True,
) -> list[Facts]:
    """The facts of every relation of a snapshot, of what must be there, and of what the snapshot before had.

    Args:
        folder: a finished snapshot, whatever its name.
        previous: the snapshot that readers see now, if any.
        wanted: what must be there, by relation.
        personal: names of columns that only the restricted file may have.
        across_months: whether keys of new months are looked for in those that `previous` has too. Every month has to be
            read for that.

    Raises:
        OSError, duckdb.Error: the folder has no build or no warehouse file that can be opened at all.
    """
    as_of = read_build(folder).source_as_of
    before = _Before.read(previous)
    with duckdb.connect(":memory:", config=_NO_NETWORK) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach {_text(folder / RESTRICTED_FILE)} as {RESTRICTED} (read_only)")
        connection.execute(f"attach {_text(folder / WAREHOUSE_FILE)} as snapshot (read_only)")
        columns = _columns(connection)
        stated = _stated_counts(connection, columns)
        found = []
        for relation in sorted(columns.keys() | wanted.keys() | before.columns.keys()):
            reader = _Reader(connection, folder, previous, relation)
            facts = Facts(relation, is_there=relation in columns or bool(reader.files))
            found.append(facts)
            if not facts.is_there:
                continue
            try:
                names = columns.get(relation) or reader.columns()
                facts.missing_columns = _listed(_needed(wanted.get(relation)) - names)
                facts.dropped_columns = _listed(before.columns.get(relation, frozenset()) - names)
                facts.personal_columns = _listed(names & personal)
                facts.row_count = reader.count()
                facts.rows_before = before.rows.get(relation)
                facts.miscounted_rows = facts.row_count - stated.get(relation, facts.row_count)
                if facts.missing_columns is None and relation in wanted:
                    reader.look_closer(facts, wanted[relation], as_of, across_months=across_months)
            except duckdb.Error as error:
                facts.unreadable = plain_reason(error, folder)
    return found


def plain_reason(error: Exception, folder: Path) -> str:
    """The first line of an error, without where on the machine the snapshot lies."""
    return (str(error).splitlines() or [type(error).__name__])[0].replace(f"{folder}/", "").replace(str(folder), "it")


@dataclass(frozen=True)
class _Before:
    """Columns and rows of the snapshot before; a snapshot that cannot be read any more is none."""

    columns: Mapping[str, frozenset[str]]
    rows: Mapping[str, int]

    @classmethod
    def read(cls, folder: Path | None) -> "_Before":
        if folder is None:
            return cls({}, {})
        try:
            with duckdb.connect(":memory:", config=_NO_NETWORK) as connection:
                connection.execute(f"attach {_text(folder / WAREHOUSE_FILE)} as snapshot (read_only)")
                columns = _columns(connection)
                return cls(columns, _stated_counts(connection, columns))
        except duckdb.Error:
            return cls({}, {})


class _Reader:
    """Reads one relation, from its Parquet files where it has any."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, previous: Path | None, name: str) -> None:
        self._connection = connection
        place = Path(PARQUET_FOLDER, *name.split("."))
        self.files = sorted((folder / place).rglob("*.parquet"))
        older = previous / place if previous else None
        self._fresh = [file for file in self.files if not _is_known(file, folder / place, older)]
        self._whole = _read_parquet(self.files) if self.files else f"snapshot.{_name(name)}"
        self._new = _read_parquet(self._fresh) if self._fresh else None
        months = {file.parent for file in self._fresh}
        self._moved = _read_parquet([file for file in self.files if file.parent in months]) if months else None

    def columns(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._ask(f"describe from {self._whole}"))

    def count(self) -> int:
        return int(self._ask(f"select count(*) from {self._whole}")[0][0])  # noqa: S608 - names from the catalog

    def look_closer(self, facts: Facts, wanted: Wanted, as_of: date, *, across_months: bool) -> None:
        """Keys and days; of relations by month only in the files that are new, which are read to their end."""
        source = self._new if self.files else self._whole
        if source is None:
            return
        if self.files:
            self._ask(f"select bit_xor(hash(row)) from {source} as row")  # noqa: S608
        days = ", ".join(f'max("{day}")' for day in wanted.days) or "null"
        empty, *latest = self._ask(f'select count(*) filter ("{wanted.key}" is null), {days} from {source}')[0]  # noqa: S608
        facts.empty_keys = empty
        known = [day for day in latest if day is not None]
        facts.last_day_ahead = (max(known) - as_of).days if known else None
        # A key that moved to another month must have left the one it was in, so all months are asked for the new keys.
        among = f'where "{wanted.key}" in (select "{wanted.key}" from {source})' if self.files else ""  # noqa: S608
        rows = self._whole if across_months else self._moved or source
        twice = f'select "{wanted.key}" from {rows} {among} group by 1 having count(*) > 1'  # noqa: S608
        facts.duplicate_keys = self._ask(f"select count(*) from ({twice})")[0][0]  # noqa: S608

    def _ask(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()


def _is_known(file: Path, place: Path, older: Path | None) -> bool:
    """Whether the snapshot before has this very file: the same under the same name, by link or by copy."""
    if older is None:
        return False
    try:
        then, now = (older / file.relative_to(place)).stat(), file.stat()
    except FileNotFoundError:
        return False
    same_file = (then.st_dev, then.st_ino) == (now.st_dev, now.st_ino)
    return same_file or (then.st_size, then.st_mtime_ns) == (now.st_size, now.st_mtime_ns)


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for relation, column in connection.execute(_COLUMNS).fetchall():
        if relation.split(".")[0] in PUBLISHED_SCHEMAS:
            found.setdefault(relation, set()).add(column)
    return {relation: frozenset(columns) for relation, columns in found.items()}


def _stated_counts(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Rows by relation, as the snapshot says of itself."""
    if not {"relation", "row_count"} <= columns.get(_BUILD, frozenset()):
        return {}
    return dict(connection.execute(f"select relation, row_count from snapshot.{_BUILD}").fetchall())  # noqa: S608


def _needed(wanted: Wanted | None) -> frozenset[str]:
    return frozenset() if wanted is None else frozenset({wanted.key, *wanted.days})


def _listed(names: frozenset[str]) -> str | None:
    return ", ".join(sorted(names)) or None


def _read_parquet(files: list[Path]) -> str:
    return f"read_parquet([{', '.join(_text(file) for file in files)}], hive_partitioning = false)"


def _name(relation: str) -> str:
    return ".".join(f'"{part}"' for part in relation.split("."))


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
