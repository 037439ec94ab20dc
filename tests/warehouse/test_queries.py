"""SQL that somebody types is answered within limits, changes nothing, and fails in words."""

import threading
import time
import warnings
from collections.abc import Iterator

import duckdb
import pytest

from warehouse.queries import Cancel, QueryCancelledError, QueryError, QueryTimeoutError, ask
from warehouse.questions import LONGEST_SQL

ENDLESS = "select count(*) from range(1000000000) as a (x), range(1000000000) as b (y) where x * y % 7 = 3"


@pytest.fixture
def snapshot() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "create schema marts; create table marts.dim_campus as select 1 as campus_id, 'PUNE' as code"
        )
        connection.execute("set enable_external_access = false")
        yield connection


def answered(snapshot: duckdb.DuckDBPyConnection, sql: str, row_limit: int = 100) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = ask(snapshot, sql, row_limit=row_limit, timeout_seconds=30).rows.to_pylist()
    return rows


@pytest.mark.parametrize(
    "sql",
    [
        "select code from marts.dim_campus;",
        "select code from marts.dim_campus -- the end",
        "with c as (from marts.dim_campus) select code from c",
    ],
)
def test_a_reading_statement_is_answered(snapshot: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert answered(snapshot, sql) == [{"code": "PUNE"}]


def test_describe_and_explain_are_answered(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert [row["column_name"] for row in answered(snapshot, "describe marts.dim_campus")] == ["campus_id", "code"]
    assert answered(snapshot, "explain select 1")


def test_no_more_rows_than_wanted_are_read(snapshot: duckdb.DuckDBPyConnection) -> None:
    cut = ask(snapshot, "from range(1000000)", row_limit=7, timeout_seconds=30)
    assert (cut.rows.num_rows, cut.is_cut) == (7, True)
    whole = ask(snapshot, "from range(7)", row_limit=7, timeout_seconds=30)
    assert (whole.rows.num_rows, whole.is_cut) == (7, False)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("", "no question yet"),
        ("select 1; select 2", "One statement at a time"),
        ("drop table marts.dim_campus", "only read: write a select statement, not “drop”"),
        ("create table x as select 1", "not “create”"),
        ("set threads = 1", "not “set”"),
        ("copy marts.dim_campus to 'x.csv'", "not “copy”"),
        ("attach 'x.duckdb'", "not “attach”"),
        ("pivot marts.dim_campus on code using count(*)", "name them"),
        ("selct 1", "syntax error"),
        ("select 1,\n  cod\nfrom marts.dim_campus", "Line 2: cod"),
        ("from marts.dim_campu", "Did you mean"),
        ("select * from read_csv('/etc/hostname')", "disabled by configuration"),
    ],
)
def test_what_cannot_be_answered_is_said(snapshot: duckdb.DuckDBPyConnection, sql: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        answered(snapshot, sql)


def test_what_takes_too_long_is_ended_and_the_next_question_is_answered(snapshot: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryTimeoutError, match="took longer"):
        ask(snapshot, ENDLESS, row_limit=1, timeout_seconds=0.2)
    assert answered(snapshot, "select 1 as a") == [{"a": 1}]


def test_what_is_cancelled_is_ended_and_the_next_question_is_answered(snapshot: duckdb.DuckDBPyConnection) -> None:
    cancel = Cancel()
    timer = threading.Timer(0.2, cancel.now)
    timer.start()
    began = time.monotonic()
    with pytest.raises(QueryCancelledError):
        ask(snapshot, ENDLESS, row_limit=1, timeout_seconds=30, cancel=cancel)
    assert time.monotonic() - began < 10
    timer.join()
    assert answered(snapshot, "select 1 as a") == [{"a": 1}]


@pytest.mark.parametrize("sql", [ENDLESS, "select 1"])
def test_what_is_cancelled_before_it_begins_has_no_answer(snapshot: duckdb.DuckDBPyConnection, sql: str) -> None:
    cancel = Cancel()
    cancel.now()
    with pytest.raises(QueryCancelledError):
        ask(snapshot, sql, row_limit=1, timeout_seconds=30, cancel=cancel)


def test_what_nobody_types_is_not_asked(snapshot: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match="longer than 20000 characters"):
        answered(snapshot, f"select '{'x' * LONGEST_SQL}'")


def test_variables_of_ours_are_no_tables(snapshot: duckdb.DuckDBPyConnection) -> None:
    with warnings.catch_warnings(), pytest.raises(QueryError, match="does not exist"):
        answered(snapshot, "select * from batches")
