"""A snapshot whose files do not hold what the warehouse holds is made anew; one that is wrong in itself is not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipelines.lib.publication import publish_checked
from pipelines.lib.quality import BreachError
from warehouse import expectations
from warehouse.expectations import Verdict
from warehouse.postgres import connect
from warehouse.published import PARQUET_FOLDER, current_build, open_snapshot
from warehouse.settings import Settings

FACT = "marts.fct_attendance"
BUILT = """
create schema raw; create schema marts; create schema reporting; create schema restricted;
create table raw.extract_log (extract_id bigint, as_of_date date);
create table marts.fct_attendance (attendance_id bigint, session_date date, extract_id bigint);
create table reporting.rpt_empty (id bigint);
insert into raw.extract_log values (1, '2026-03-31');
insert into marts.fct_attendance values (1, '2026-01-15', 1), (2, '2026-02-15', 1), (3, '2026-03-15', 1);
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def built(database_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A published warehouse of one fact, and an extract after it; only this fact is looked at."""
    check = expectations.check_published

    def of_the_fact(folder: Path, settings: Settings, previous: Path | None, **options: bool) -> Verdict:
        verdict = check(folder, settings, previous, **options)
        breaches = tuple(breach for breach in verdict.breaches if breach.relation == FACT)
        return replace(verdict, breaches=breaches, passed=not breaches)

    monkeypatch.setattr("warehouse.expectations.check_published", of_the_fact)
    with connect(database_url) as connection:
        connection.execute(BUILT)
    publish_checked(database_url, settings)
    with connect(database_url) as connection:
        connection.execute("insert into raw.extract_log values (2, '2026-03-31')")
    return database_url


def january(settings: Settings) -> Path:
    """The file of a month that the next snapshot would take over."""
    build = current_build(settings)
    assert build is not None
    [file] = (build.folder / PARQUET_FOLDER / "marts" / "fct_attendance" / "month=2026-01").iterdir()
    return file


def twice(file: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create table rows as from read_parquet('{file}', hive_partitioning = false)")
        connection.execute(f"copy (from rows union all from rows) to '{file}' (format parquet)")


def broken(file: Path) -> None:
    file.write_bytes(b"PAR1")


@pytest.mark.parametrize("spoil", [twice, broken])
def test_spoilt_files_are_not_taken_over(built: str, settings: Settings, spoil: Callable[[Path], None]) -> None:
    spoil(january(settings))
    build = publish_checked(built, settings)
    assert build.extract_id == 2
    with open_snapshot(settings) as snapshot:
        assert snapshot.execute(f"select attendance_id from {FACT} order by 1").fetchall() == [(1,), (2,), (3,)]


def test_what_is_wrong_in_the_warehouse_itself_keeps_the_last_snapshot(built: str, settings: Settings) -> None:
    before = current_build(settings)
    with connect(built) as connection:
        connection.execute("insert into marts.fct_attendance values (3, '2026-03-16', 2)")
    with pytest.raises(BreachError, match="stand in more than one row"):
        publish_checked(built, settings)
    assert current_build(settings) == before
