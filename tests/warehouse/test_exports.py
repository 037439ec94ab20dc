"""A relation becomes a CSV, Excel or Parquet file that says the same, or the reason why not."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from warehouse.exports import EXCEL_ROWS, ExportError, Format, relation_query, write_file
from warehouse.queries import QueryError


@pytest.fixture
def snapshot() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.fct_mark as select * from (values
                (1, '=1+1', date '2026-01-02', [1, 2], 12.50::decimal(5, 2), timestamptz '2026-01-02 10:00+00', true),
                (2, null, null, null, null, null, null)
            ) as t (id, note, day, themes, amount, marked_at, is_attended)
            """
        )
        connection.execute("set enable_external_access = false")
        yield connection


def test_csv_holds_every_row_with_lists_as_text(snapshot: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    assert write_file(snapshot, relation_query(snapshot, "marts.fct_mark"), Format.CSV, path) == 2
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["themes"] == "1; 2"
    assert rows[0]["note"] == "=1+1"
    assert rows[1]["day"] == ""


def test_excel_keeps_types_and_takes_no_text_for_a_formula(snapshot: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "marks.xlsx"
    write_file(snapshot, relation_query(snapshot, "marts.fct_mark"), Format.XLSX, path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    head, first, second = sheet.iter_rows()
    assert [cell.value for cell in head] == ["id", "note", "day", "themes", "amount", "marked_at", "is_attended"]
    assert (first[1].value, first[1].data_type) == ("=1+1", "s")
    assert first[2].value == datetime(2026, 1, 2)  # noqa: DTZ001 - Excel knows no time zones
    assert float(first[4].value) == 12.5
    assert first[5].value == datetime(2026, 1, 2, 10, tzinfo=UTC).replace(tzinfo=None)
    assert [cell.value for cell in second][1:] == [None] * 6


def test_parquet_keeps_every_type_and_only_the_wanted_rows(snapshot: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "marks.parquet"
    assert write_file(snapshot, relation_query(snapshot, "marts.fct_mark", "id = 1"), Format.PARQUET, path) == 1
    row = pd.read_parquet(path).iloc[0]
    assert list(row["themes"]) == [1, 2]
    assert row["day"] == date(2026, 1, 2)


def test_a_relation_that_is_not_there_leads_to_one_that_is(snapshot: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ExportError, match=r"marts\.fct_mark"):
        relation_query(snapshot, "marts.fct_marks")
    with pytest.raises(ExportError, match="no relation"):
        relation_query(snapshot, 'marts.fct_mark" where false --')


@pytest.mark.parametrize("where", ["nothing = 1", "true; drop table marts.fct_mark", "("])
def test_a_faulty_condition_leaves_no_file(snapshot: duckdb.DuckDBPyConnection, tmp_path: Path, where: str) -> None:
    with pytest.raises(QueryError):
        write_file(snapshot, relation_query(snapshot, "marts.fct_mark", where), Format.CSV, tmp_path / "marks.csv")
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused(snapshot: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    snapshot.execute(f"create table marts.fct_long as select range as id from range({EXCEL_ROWS + 1})")
    with pytest.raises(ExportError, match="choose CSV, Parquet"):
        write_file(snapshot, relation_query(snapshot, "marts.fct_long"), Format.XLSX, tmp_path / "marks.xlsx")
    assert list(tmp_path.iterdir()) == []
