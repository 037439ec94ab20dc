"""Rows from PostgreSQL into DuckDB tables and Parquet files, batch by batch as Arrow; and what they amount to."""

import re
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from warehouse.inventory import UNDATED, Relation
from warehouse.relations import MARTS

# Rows, and the sum of their hashes as text: it depends neither on their order nor on when they were extracted.
Tally = tuple[int, str]

# A month of a large institute in one group of rows: every group that a question opens costs it, a second one of few
# rows most.
_MARTS_ROW_GROUP = 500_000


def copy_table(source: Any, target: duckdb.DuckDBPyConnection, relation: Relation, name: str) -> Tally:
    """Makes the table `name` from a relation.

    Args:
        source: an ADBC connection, in the transaction to read from.
        target: where the table is made.
        relation: what to copy.
        name: schema and table, quoted.
    """
    with _incoming(source, target, relation):
        made = ", ".join(_write_expression(column, kind) for column, kind in relation.columns)
        target.execute(f"create table {name} as select {made} from incoming")  # noqa: S608 - names come from the catalog
    return table_tally(target, name)


def copy_rows_since(source: Any, target: duckdb.DuckDBPyConnection, relation: Relation, name: str, since: int) -> None:
    """Makes the temporary table `name` from what came of an incremental relation after the extract `since`."""
    with _incoming(source, target, relation, where=f" where extract_id > {since}"):
        made = ", ".join(_write_expression(column, kind) for column, kind in relation.columns)
        target.execute(f"create temp table {name} as select {made} from incoming")  # noqa: S608 - names come from the catalog


def copy_months(
    source: Any, target: duckdb.DuckDBPyConnection, relation: Relation, folder: Path, months: Set[str] | None
) -> None:
    """Writes months of a relation as `folder/month=YYYY-MM/*.parquet`; every month when `months` is None."""
    dated = _dated(relation)
    month = f"coalesce(to_char({dated}, 'YYYY-MM'), '{UNDATED}')"
    where = ""
    if months is not None:
        where = " where " + " or ".join(_within(dated, one) for one in sorted(months))
    folder.mkdir(parents=True, exist_ok=True)
    # Features are wide, and as many rows of all months at once would not fit into memory.
    groups = f", row_group_size {_MARTS_ROW_GROUP}" if relation.schema == MARTS else ""
    with _incoming(source, target, relation, f', {month} as "month"', where):
        made = ", ".join(_write_expression(column, kind) for column, kind in relation.columns)
        target.execute(
            f"copy (select {made}, \"month\" from incoming) to '{quoted(folder)}' "  # noqa: S608 - names come from the catalog
            f'(format parquet, compression zstd{groups}, partition_by ("month"), overwrite_or_ignore)'
        )


def pack_month(target: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Writes the Parquet files of one month of a mart again, as one file, now that it is known what they hold.

    Rows that stream in may hold a null in every column. Of rows in a file it is known which columns hold none; these
    are then written as required, and read without looking for nulls.
    """
    packed = folder / "packed"
    target.execute(
        f"copy (select * from read_parquet('{quoted(folder)}/*.parquet', hive_partitioning = false)) "  # noqa: S608 - files of our own
        f"to '{quoted(packed)}' (format parquet, compression zstd, row_group_size {_MARTS_ROW_GROUP})"
    )
    for file in folder.glob("*.parquet"):
        file.unlink()
    packed.rename(folder / "data_0.parquet")


def copy_month_since(
    source: Any, target: duckdb.DuckDBPyConnection, relation: Relation, file: Path, month: str, since: int
) -> None:
    """Writes those rows of a month of an incremental relation that came after the extract `since`, as one file."""
    where = f" where extract_id > {since} and {_within(_dated(relation), month)}"
    with _incoming(source, target, relation, where=where):
        made = ", ".join(_write_expression(column, kind) for column, kind in relation.columns)
        target.execute(f"copy (select {made} from incoming) to '{quoted(file)}' (format parquet, compression zstd)")  # noqa: S608 - names come from the catalog


def table_tally(target: duckdb.DuckDBPyConnection, name: str) -> Tally:
    """What a table amounts to; `name` is quoted."""
    return _tally(target, name)


def month_tally(target: duckdb.DuckDBPyConnection, folder: Path) -> Tally:
    """What the Parquet files of one month amount to."""
    return _tally(target, f"read_parquet('{quoted(folder)}/*.parquet', hive_partitioning = false)")


def since_tally(target: duckdb.DuckDBPyConnection, file: Path, since: int) -> Tally:
    """What the rows of one Parquet file that came after an extract amount to."""
    return _tally(target, f"read_parquet('{quoted(file)}', hive_partitioning = false)", f" where extract_id > {since}")


def whole(tallies: list[Tally]) -> Tally:
    """The tally of a relation from those of its months."""
    return sum(rows for rows, _ in tallies), str(sum(int(content) for _, content in tallies))


def quoted(path: Path) -> str:
    """A path inside a string of SQL."""
    return str(path).replace("'", "''")


def _tally(target: duckdb.DuckDBPyConnection, rows: str, where: str = "") -> Tally:
    content = f"select columns(lambda c: c <> 'extract_id') from {rows}{where}"  # noqa: S608 - names come from the catalog
    # fetchall: DuckDB 2 takes no further statement while a result is only half read.
    [(count, total)] = target.execute(
        f"select count(*), cast(coalesce(sum(cast(hash(t) as hugeint)), 0) as varchar) from ({content}) as t"  # noqa: S608
    ).fetchall()
    return count, total


@contextmanager
def _incoming(
    source: Any, target: duckdb.DuckDBPyConnection, relation: Relation, more: str = "", where: str = ""
) -> Iterator[None]:
    """The relation's rows as `incoming` for one statement of the target."""
    wanted = ", ".join(_read_expression(column, kind) for column, kind in relation.columns)
    with source.cursor() as cursor:
        cursor.execute(f"select {wanted}{more} from {relation.quoted}{where}")  # noqa: S608 - names come from the catalog
        target.register("incoming", cursor.fetch_record_batch())
        try:
            yield
        finally:
            target.unregister("incoming")


def _dated(relation: Relation) -> str:
    return f'"{relation.month_of}"'


def _within(dated: str, month: str) -> str:
    """By the days, not by the month: those an index finds."""
    if month == UNDATED:
        return f"{dated} is null"
    return f"({dated} >= date '{month}-01' and {dated} < date '{month}-01' + interval '1 month')"


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
