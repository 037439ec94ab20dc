"""Rows of a snapshot as a file: CSV, Excel or Parquet.

Belongs here: the three formats, streamed batch by batch, so that a large relation never stands in memory whole. Who may
have which rows is decided by whoever opens the connection. The connection itself cannot write files (its snapshot is
sealed), so rows leave it as Arrow. Lists become text in CSV and Excel, joined by `; `.
"""

import datetime
import difflib
import os
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final

import duckdb
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from warehouse.queries import one_reading_statement, reading, streamed
from warehouse.relations import NEWEST

BATCH_ROWS: Final = 50_000
# Excel's own limit, less the line of column names.
EXCEL_ROWS: Final = 1_048_575


class Format(StrEnum):
    """What a file of rows can be."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class ExportError(ValueError):
    """These rows cannot become this file; the message says why."""


def relation_query(connection: duckdb.DuckDBPyConnection, relation: str, where: str | None = None) -> str:
    """The query for a whole relation, or for its rows that meet a condition.

    Args:
        connection: a snapshot.
        relation: `schema.name`.
        where: a condition in SQL, as after the word where.

    Raises:
        ExportError: there is no such relation in the snapshot; the message names those that are called alike.
    """
    known = [
        f"{schema}.{name}"
        for schema, name in connection.execute(
            "select table_schema, table_name from information_schema.tables where table_schema <> ? order by all",
            [NEWEST],
        ).fetchall()
    ]
    if relation not in known:
        alike = difflib.get_close_matches(relation, known, n=5, cutoff=0.4)
        raise ExportError(f"there is no relation {relation!r} in the snapshot; called alike: {', '.join(alike) or '–'}")
    schema, _, name = relation.partition(".")
    condition = f" where {where}" if where else ""
    return f'select * from "{schema}"."{name}"{condition}'  # noqa: S608 - the name is of the catalog


def write_file(connection: duckdb.DuckDBPyConnection, query: str, kind: Format, path: Path) -> int:
    """Writes a query's rows into a file, whole or not at all, and returns how many they are.

    Raises:
        ExportError: the rows do not fit the format.
        QueryError: the SQL is at fault.
        OSError: the file cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as target:
            rows = write_rows(connection, query, kind, target)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return rows


def write_rows(
    connection: duckdb.DuckDBPyConnection, query: str, kind: Format, target: IO[bytes], *, timeout_seconds: float = 3600
) -> int:
    """Writes a query's rows to an open binary file and returns how many they are.

    Raises:
        ExportError: the rows do not fit the format.
        QueryError: the SQL is at fault, or takes too long.
    """
    statement = one_reading_statement(connection, query)
    with reading(connection, timeout_seconds=timeout_seconds) as cursor:
        return _WRITERS[kind](streamed(cursor, statement, BATCH_ROWS), target)


def write_table(rows: pa.Table, kind: Format, target: IO[bytes]) -> int:
    """The same for rows that are there already."""
    return _WRITERS[kind](rows.to_reader(BATCH_ROWS), target)


def _flat(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The batches with lists, records and intervals as text."""
    nested = [place for place, field in enumerate(schema) if _becomes_text(field.type)]
    for batch in batches:
        columns = list(batch.columns)
        for place in nested:
            columns[place] = pa.array([_as_text(value) for value in columns[place].to_pylist()], pa.string())
        yield pa.RecordBatch.from_arrays(columns, schema=_flat_schema(schema))


def _flat_schema(schema: pa.Schema) -> pa.Schema:
    return pa.schema([field.with_type(pa.string()) if _becomes_text(field.type) else field for field in schema])


def _becomes_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_nested(kind) or pa.types.is_interval(kind))


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    return "; ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _write_csv(reader: pa.RecordBatchReader, target: IO[bytes]) -> int:
    rows = 0
    with arrow_csv.CSVWriter(target, _flat_schema(reader.schema)) as writer:
        for batch in _flat(reader, reader.schema):
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _write_parquet(reader: pa.RecordBatchReader, target: IO[bytes]) -> int:
    rows = 0
    with parquet.ParquetWriter(target, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _write_xlsx(reader: pa.RecordBatchReader, target: IO[bytes]) -> int:
    from openpyxl import Workbook

    # Counted before the first cell is written: that is what takes the time.
    batches: list[pa.RecordBatch] = []
    rows = 0
    for batch in _flat(reader, reader.schema):
        batches.append(batch)
        rows += batch.num_rows
        if rows > EXCEL_ROWS:
            raise ExportError(f"an Excel sheet holds at most {EXCEL_ROWS:,} rows; choose CSV, Parquet or fewer rows")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name) for name in reader.schema.names])
    try:
        for batch in batches:
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                sheet.append([_cell(sheet, value) for value in row])
    finally:
        sheet.close()
    book.save(target)
    return rows


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        # Excel knows no time zones: the instant as UTC.
        return value.astimezone(datetime.UTC).replace(tzinfo=None)
    if isinstance(value, str):
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet, value=value)
        # Text stays text, also when it begins like a formula.
        cell.data_type = "s"
        return cell
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal | int | float | bool | datetime.date | datetime.time) or value is None:
        return value
    return str(value)


_WRITERS: Final = {Format.CSV: _write_csv, Format.XLSX: _write_xlsx, Format.PARQUET: _write_parquet}
