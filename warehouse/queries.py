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

from warehouse.questions import LONGEST_SQL

_READING: Final = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_BATCH_ROWS: Final = 10_000
# The picture of the faulty line that DuckDB draws below its message: LINE 1: … and a caret.
_PLACE: Final = re.compile(r"^LINE (\d+): (.*)\n( *)\^", re.MULTILINE)


# How often an ending is told to DuckDB until it has ended: one that comes just before a statement begins is not heard.
_INSIST_SECONDS: Final = 0.1


class QueryError(ValueError):
    """The question cannot be answered; the message says why in words for whoever typed it."""


class QueryTimeoutError(QueryError):
    """The question took longer than it may."""


class QueryCancelledError(QueryError):
    """Whoever asked no longer wants to know."""


class Cancel:
    """Ends a question from another thread; before it begins, too."""

    def __init__(self) -> None:
        self._wanted = threading.Event()

    @property
    def is_wanted(self) -> bool:
        """Whether somebody wants it to end."""
        return self._wanted.is_set()

    def now(self) -> None:
        """Ends it."""
        self._wanted.set()


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
def reading(
    connection: duckdb.DuckDBPyConnection, *, timeout_seconds: float, cancel: Cancel | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own on the snapshot, whose statement is ended when the time is over or somebody cancels it.

    Raises:
        QueryTimeoutError: the time is over.
        QueryCancelledError: somebody cancelled it.
        QueryError: from inside, for every fault of the SQL.
    """
    cursor = connection.cursor()
    watch = _Watch(cursor, timeout_seconds, cancel or Cancel())
    try:
        use_snapshot(cursor)
        yield cursor
        watch.raise_if_ended()
    except (duckdb.Error, RuntimeError) as error:
        watch.raise_if_ended(error)
        raise QueryError(in_words(error)) from error
    finally:
        watch.stop()
        cursor.close()


class _Watch:
    """Looks after one statement in a thread of its own, and ends it when it is to end."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, timeout_seconds: float, cancel: Cancel) -> None:
        self._cursor, self._timeout_seconds, self._cancel = cursor, timeout_seconds, cancel
        self._is_done, self._is_over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        until = time.monotonic() + self._timeout_seconds
        while not self._is_done.wait(min(_INSIST_SECONDS, max(0.0, until - time.monotonic()))):
            if time.monotonic() >= until:
                self._is_over.set()
            if self._is_over.is_set() or self._cancel.is_wanted:
                self._cursor.interrupt()
                self._is_done.wait(_INSIST_SECONDS)

    def raise_if_ended(self, error: Exception | None = None) -> None:
        """Says why the statement was ended, if it was."""
        if self._cancel.is_wanted:
            raise QueryCancelledError("You have cancelled this.") from error
        if self._is_over.is_set():
            seconds = f"{self._timeout_seconds:.0f}"
            raise QueryTimeoutError(
                f"This took longer than {seconds} seconds and was ended: ask for fewer rows or days."
            ) from error

    def stop(self) -> None:
        """The statement has ended; from here on its cursor is left alone."""
        self._is_done.set()
        self._thread.join()


def ask(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    *,
    row_limit: int,
    timeout_seconds: float,
    cancel: Cancel | None = None,
) -> Answer:
    """Answers a question with at most `row_limit` rows.

    Raises:
        QueryTimeoutError, QueryCancelledError: it was ended.
        QueryError: the question is not one reading statement, or is at fault.
    """
    if len(query) > LONGEST_SQL:
        raise QueryError(f"This is longer than {LONGEST_SQL} characters: say it more briefly.")
    statement = one_reading_statement(connection, query)
    began = time.monotonic()
    with reading(connection, timeout_seconds=timeout_seconds, cancel=cancel) as cursor:
        reader = streamed(cursor, statement, _BATCH_ROWS)
        batches: list[pa.RecordBatch] = []
        count = 0
        for batch in reader:
            batches.append(batch)
            count += batch.num_rows
            if count > row_limit or (cancel and cancel.is_wanted):
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
