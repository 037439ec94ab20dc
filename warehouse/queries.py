"""A question that somebody types, put to a snapshot: one reading statement, so many rows, so much time.

Belongs here: what keeps such a question harmless and its failure understandable. Which rows the connection holds is
decided by whoever opens it; that it cannot touch files or other snapshots, by `published.py`.
"""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

_READING: Final = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_BATCH_ROWS: Final = 10_000
# The picture of the faulty line that DuckDB draws below its message: LINE 1: … and a caret.
_PLACE: Final = re.compile(r"^LINE (\d+): (.*)\n( *)\^", re.MULTILINE)


class QueryError(ValueError):
    """The question cannot be answered; the message says why in words for whoever typed it."""


@dataclass(frozen=True)
class Answer:
    """The rows of an answer, whether there would have been more, and how long it took."""

    rows: pa.Table
    is_cut: bool
    seconds: float


def one_reading_statement(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The statement in `query`, without its semicolon.

    Raises:
        QueryError: it is none, several, or one that does not only read.
    """
    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise QueryError(in_words(error)) from error
    if len(statements) != 1:
        said = "There is no question yet: write a select statement." if not statements else "One statement at a time."
        raise QueryError(said)
    if statements[0].type not in _READING:
        kind = statements[0].type.name.replace("_", " ").lower()
        if kind == "multi":
            raise QueryError("pivot without its values is several statements: name them, `pivot … on column in (…)`.")
        raise QueryError(f"A snapshot is only read: write a select statement, not “{kind}”.")
    return query.strip().rstrip(";").rstrip()


@contextmanager
def reading(connection: duckdb.DuckDBPyConnection, *, timeout_seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own on the snapshot, whose statement is ended when the time is over.

    Raises:
        QueryError: from inside, for every fault of the SQL, and when the time is over.
    """
    cursor = connection.cursor()
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        cursor.interrupt()

    timer = threading.Timer(timeout_seconds, end)
    timer.daemon = True
    timer.start()
    try:
        use_snapshot(cursor)
        yield cursor
    except (duckdb.Error, RuntimeError) as error:
        if is_over.is_set():
            raise QueryError(
                f"This took longer than {timeout_seconds:.0f} seconds and was ended: ask for fewer rows or days."
            ) from error
        raise QueryError(in_words(error)) from error
    finally:
        timer.cancel()
        cursor.close()


def ask(connection: duckdb.DuckDBPyConnection, query: str, *, row_limit: int, timeout_seconds: float) -> Answer:
    """Answers a question with at most `row_limit` rows.

    Raises:
        QueryError: the question is not one reading statement, is at fault, or takes too long.
    """
    statement = one_reading_statement(connection, query)
    began = time.monotonic()
    with reading(connection, timeout_seconds=timeout_seconds) as cursor:
        reader = streamed(cursor, statement, _BATCH_ROWS)
        batches: list[pa.RecordBatch] = []
        count = 0
        for batch in reader:
            batches.append(batch)
            count += batch.num_rows
            if count > row_limit:
                break
        rows = pa.Table.from_batches(batches, schema=reader.schema)
    return Answer(rows.slice(0, row_limit), count > row_limit, time.monotonic() - began)


def streamed(cursor: duckdb.DuckDBPyConnection, statement: str, batch_rows: int) -> pa.RecordBatchReader:
    """The rows of a statement as they come, batch by batch."""
    # Of a relation, because what `execute` has answered would be copied once more.
    try:
        relation = cursor.sql(statement)
    except duckdb.Error:
        # A relation's error does not tell the line; the same error of a statement does.
        cursor.execute(f"explain {statement}")
        raise
    if relation is None:
        raise QueryError("This statement has no rows to show.")
    return relation.to_arrow_reader(batch_rows)


def use_snapshot(cursor: duckdb.DuckDBPyConnection) -> None:
    """Chooses the snapshot: a cursor does not inherit the database that its connection has chosen."""
    if ("snapshot",) in cursor.execute("select database_name from duckdb_databases()").fetchall():
        cursor.execute("use snapshot")


def in_words(error: Exception) -> str:
    """DuckDB's message in two lines at most: what is wrong, and where."""
    said = str(error)
    place = _PLACE.search(said)
    what = said[: place.start()] if place else said
    lines = [line.strip() for line in what.strip().splitlines() if line.strip()]
    words = " ".join(lines)
    if place:
        words += f"\nLine {place[1]}: {place[2].strip().removeprefix('explain ')[:200]}"
    return words
