"""A finished snapshot: whole, readable, with unique keys, and not suddenly smaller than the one before."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from warehouse.expectations import Verdict, check_published
from warehouse.expectations.published import WANTED
from warehouse.published import BUILD_FILE, RESTRICTED_FILE, WAREHOUSE_FILE
from warehouse.settings import Settings

ROWS = 200
BY_MONTH = "marts.fct_attendance"
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a snapshot in which every wanted relation has 200 rows; marks are Parquet files, a hundred a month."""

    def make(name: str, *statements: str) -> Path:
        folder = tmp_path / "snapshots" / name
        folder.mkdir(parents=True)
        with duckdb.connect(folder / WAREHOUSE_FILE) as connection:
            connection.execute("create schema marts; create schema reporting; create schema features")
            for relation, wanted in WANTED.items():
                days = "".join(f", date '2026-06-15' as {day}" for day in wanted.days)
                query = f"select range as {wanted.key}{days} from range({ROWS})"
                if relation == BY_MONTH:
                    write_months(connection, folder, query)
                else:
                    connection.execute(f"create table {relation} as {query}")
            connection.execute(
                "create table reporting.rpt_build as select unnest(?) as relation, ? as row_count", [list(WANTED), ROWS]
            )
            for statement in statements:
                connection.execute(statement)
        with duckdb.connect(folder / RESTRICTED_FILE) as connection:
            connection.execute("create table dim_person (user_id bigint, first_name text)")
        told = {
            "build_id": name,
            "built_at": "2026-06-15T06:00:00+00:00",
            "source_as_of": "2026-06-15",
            "extract_id": 7,
        }
        (folder / BUILD_FILE).write_text(json.dumps(told))
        return folder

    return make


def write_months(connection: duckdb.DuckDBPyConnection, folder: Path, query: str) -> None:
    """Two months of a hundred rows, and the view over them."""
    for month, condition in (("2026-05", "< 100"), ("2026-06", ">= 100")):
        file = month_file(folder, month)
        file.parent.mkdir(parents=True)
        connection.execute(f"copy (from ({query}) where attendance_id {condition}) to '{file}'")
    files = f"{folder}/parquet/marts/fct_attendance/*/*.parquet"
    connection.execute(f"create view {BY_MONTH} as from read_parquet('{files}', hive_partitioning = true)")


def month_file(folder: Path, month: str) -> Path:
    return folder / "parquet" / "marts" / "fct_attendance" / f"month={month}" / "part-0.parquet"


def rewrite_month(folder: Path, month: str, query: str) -> None:
    """Puts other rows into a month, as a file of its own."""
    month_file(folder, month).unlink()
    duckdb.sql(f"copy ({query}) to '{month_file(folder, month)}'")


def link_months(folder: Path, previous: Path) -> None:
    """Months that did not change are the same files, as the publisher leaves them."""
    for month in ("2026-05", "2026-06"):
        month_file(folder, month).unlink()
        os.link(month_file(previous, month), month_file(folder, month))


def found(verdict: Verdict) -> set[tuple[str, str]]:
    return {(breach.relation, breach.column) for breach in verdict.breaches}


def warned(verdict: Verdict) -> set[tuple[str, str]]:
    return {(warning.relation, warning.column) for warning in verdict.warnings}


def test_a_sound_snapshot_passes_first_and_after_another(make: Make, settings: Settings) -> None:
    first, second = make("first"), make("second.making")
    for verdict in (check_published(first, settings, None), check_published(second, settings, first)):
        assert (verdict.passed, verdict.breaches, verdict.warnings, verdict.extract_id) == (True, (), (), 7)


@pytest.mark.parametrize(
    ("statement", "relation", "column"),
    [
        ("drop table marts.fct_payment", "marts.fct_payment", "missing"),
        ("alter table marts.fct_payment drop column paid_on", "marts.fct_payment", "missing_columns"),
        ("update marts.fct_payment set payment_id = 1 where payment_id < 3", "marts.fct_payment", "duplicate_keys"),
        ("update marts.dim_student set student_id = null where student_id = 1", "marts.dim_student", "empty_keys"),
        ("update marts.fct_payment set paid_on = '2026-06-16' where payment_id = 1", "marts.fct_payment",
         "last_day_ahead"),
        ("delete from marts.dim_topic where topic_id = 1", "marts.dim_topic", "miscounted_rows"),
        ("alter table marts.dim_student add column email text", "marts.dim_student", "personal_columns"),
        ("create table features.feat_person as select 'Asha' as first_name", "features.feat_person",
         "personal_columns"),
    ],
)  # fmt: skip
def test_what_readers_rely_on(make: Make, settings: Settings, statement: str, relation: str, column: str) -> None:
    verdict = check_published(make("bad.making", statement), settings, make("good"))
    assert found(verdict) == {(relation, column)}


def test_facts_that_shrink_are_a_breach_and_lists_that_shrink_are_told_of(make: Make, settings: Settings) -> None:
    statements = [f"delete from {relation} where {WANTED[relation].key} >= 100" for relation in WANTED if relation in
                  ("marts.fct_session", "reporting.rpt_institute_at_risk")]  # fmt: skip
    counts = "update reporting.rpt_build set row_count = 100 where relation in"
    statements.append(f"{counts} ('marts.fct_session', 'reporting.rpt_institute_at_risk')")
    verdict = check_published(make("smaller.making", *statements), settings, make("before"))
    assert found(verdict) == {("marts.fct_session", "share_kept")}
    assert warned(verdict) == {("reporting.rpt_institute_at_risk", "share_kept_of_list")}
    allowed = settings.model_copy(update={"quality_rows_kept_min": 0.5})
    assert check_published(make("allowed.making", *statements), allowed, make("as-before")).passed


def test_what_is_not_there_any_more_is_told_of(make: Make, settings: Settings) -> None:
    before = make(
        "before", "create table marts.extra as select 1 as id", "alter table marts.dim_topic add column a int"
    )
    verdict = check_published(make("after.making"), settings, before)
    assert verdict.passed
    assert warned(verdict) == {("marts.extra", "gone"), ("marts.dim_topic", "dropped_columns")}


def test_a_key_that_stands_in_two_months_is_found_although_only_one_is_new(make: Make, settings: Settings) -> None:
    before, after = make("before"), make("after.making")
    link_months(after, before)
    rewrite_month(
        after, "2026-06", "select range as attendance_id, date '2026-06-01' as session_date from range(99, 199)"
    )
    verdict = check_published(after, settings, before)
    assert found(verdict) == {(BY_MONTH, "duplicate_keys")}
    assert verdict.breaches[0].observed == "1"
    # A refresh does not read what exists, only what is new; the night does.
    assert check_published(after, settings, before, across_months=False).passed
    rewrite_month(after, "2026-06", "select 150 as attendance_id, date '2026-06-01' as session_date from range(100)")
    verdict = check_published(after, settings, before, across_months=False)
    assert found(verdict) == {(BY_MONTH, "duplicate_keys")}


def test_a_new_month_that_cannot_be_read_is_a_breach(make: Make, settings: Settings) -> None:
    before, after = make("before"), make("after.making")
    spoil(month_file(after, "2026-06"))
    [breach] = check_published(after, settings, before).breaches
    assert (breach.relation, breach.column) == (BY_MONTH, "unreadable")
    assert str(after) not in breach.says


def test_a_month_that_both_have_is_not_read_again(make: Make, settings: Settings) -> None:
    before, after = make("before"), make("after.making")
    link_months(after, before)
    # Were it read, it would be found: the file is one for both.
    spoil(month_file(before, "2026-05"))
    assert check_published(after, settings, before).passed


def spoil(file: Path) -> None:
    """Overwrites the values and leaves the end of the file, which says what is in it."""
    content = bytearray(file.read_bytes())
    content[4:60] = b"\xff" * 56
    file.write_bytes(bytes(content))


@pytest.mark.parametrize("file", [BUILD_FILE, WAREHOUSE_FILE, RESTRICTED_FILE])
def test_a_snapshot_that_cannot_be_opened_is_a_breach(make: Make, settings: Settings, file: str) -> None:
    folder = make("broken.making")
    (folder / file).write_bytes(b"not what it was")
    verdict = check_published(folder, settings, None)
    assert found(verdict) == {("the snapshot", "unreadable")}
    (folder / file).unlink()
    assert found(check_published(folder, settings, None)) == {("the snapshot", "unreadable")}


def test_a_snapshot_before_that_is_gone_is_not_compared_with(make: Make, settings: Settings) -> None:
    before = make("before")
    shutil.rmtree(before)
    assert check_published(make("after.making"), settings, before).passed
