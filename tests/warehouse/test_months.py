"""Facts are published by month; a publication writes the months that moved and takes over what did not."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.postgres import connect
from warehouse.publish import publish
from warehouse.published import Build, open_snapshot
from warehouse.relocation import relocate
from warehouse.settings import Settings

FACT = "marts.fct_attendance"


@pytest.fixture
def built(empty_warehouse: str) -> str:
    """A fact of three months and an undated row, as dbt leaves it, and a dimension."""
    run(
        empty_warehouse,
        """
        create table marts.fct_attendance (
            attendance_id bigint, session_date date, share numeric(5, 2), extract_id bigint
        );
        create table marts.dim_campus as select 1 as campus_id, 'PUNE' as campus_code;
        create table restricted.dim_person as select 1 as user_id;
        insert into marts.fct_attendance
        values (1, '2026-01-31', 1.25, 1), (2, '2026-02-01', 1.5, 1), (3, '2026-02-28', 2, 1), (4, '2026-03-01', 3, 1),
            (5, null, 4, 1);
        """,
    )
    return empty_warehouse


def run(url: str, statements: str) -> None:
    with connect(url) as connection:
        connection.execute(statements)


def rows(settings: Settings) -> list[tuple[Any, ...]]:
    with open_snapshot(settings) as snapshot:
        return snapshot.execute(f"select attendance_id, session_date, share from {FACT} order by 1").fetchall()


def inodes(build: Build) -> dict[str, int]:
    folder = build.folder / "parquet" / "marts" / "fct_attendance"
    return {file.parent.name.removeprefix("month="): file.stat().st_ino for file in folder.glob("month=*/*.parquet")}


def content(settings: Settings) -> list[tuple[Any, ...]]:
    with open_snapshot(settings) as snapshot:
        return snapshot.execute("select relation, row_count, content_hash from reporting.rpt_build").fetchall()


def test_a_fact_is_there_month_by_month_and_as_one_relation(built: str, settings: Settings) -> None:
    build = publish(built, settings)
    assert inodes(build).keys() == {"2026-01", "2026-02", "2026-03", "undated"}
    assert [row[0] for row in rows(settings)] == [1, 2, 3, 4, 5]
    with open_snapshot(settings) as snapshot:
        types = snapshot.execute(f"select column_name, column_type from (describe {FACT})").fetchall()
    assert types == [
        ("attendance_id", "BIGINT"),
        ("session_date", "DATE"),
        ("share", "DECIMAL(5,2)"),
        ("extract_id", "BIGINT"),
    ]


def test_only_months_in_which_rows_came_or_left_are_written(built: str, settings: Settings) -> None:
    before = inodes(publish(built, settings))
    run(
        built,
        """
        insert into raw.extract_log values (2, '2026-03-02');
        delete from marts.fct_attendance where attendance_id = 1;
        insert into changes.removed_row values ('fct_attendance', 2, '2026-01-31'), ('fct_session', 2, '2026-02-01');
        insert into marts.fct_attendance values (6, '2026-03-02', 5, 2), (7, '2026-04-01', 5, 2);
        """,
    )
    after = inodes(publish(built, settings))
    assert [row[0] for row in rows(settings)] == [2, 3, 4, 5, 6, 7]
    # January is empty now.
    assert after.keys() == {"2026-02", "2026-03", "2026-04", "undated"}
    assert {month for month in after if after[month] == before.get(month)} == {"2026-02", "undated"}


def test_what_was_taken_over_amounts_to_the_same_as_what_is_written_anew(
    built: str, settings: Settings, tmp_path: Path
) -> None:
    publish(built, settings)
    run(
        built,
        """
        insert into raw.extract_log values (2, '2026-03-02');
        delete from marts.fct_attendance where attendance_id = 5;
        insert into marts.fct_attendance values (5, '2026-03-02', 5, 2);
        insert into changes.removed_row values ('fct_attendance', 2, null);
        """,
    )
    publish(built, settings)
    elsewhere = Settings(home=tmp_path / "elsewhere")
    publish(built, elsewhere)
    assert content(settings) == content(elsewhere)
    assert rows(settings) == rows(elsewhere)


def test_a_question_about_the_newest_months_reads_nothing_earlier(built: str, settings: Settings) -> None:
    run(built, "insert into marts.fct_attendance values (0, '2025-12-31', 5, 1)")
    build = publish(built, settings)
    # The columns are read from the first file, whatever is asked.
    for file in (build.folder / "parquet" / "marts").glob("*/month=2026-*/*.parquet"):
        file.write_bytes(b"")
    since = f"select attendance_id from {FACT} where session_date >= $day order by 1"
    with open_snapshot(settings) as snapshot:
        assert snapshot.execute(since, {"day": date(2026, 2, 1)}).fetchall() == [(2,), (3,), (4,)]
        with pytest.raises(duckdb.Error):
            snapshot.execute(since, {"day": date(2026, 1, 31)})


def test_the_newest_months_are_held_anew_when_they_move_or_others_become_the_newest(
    built: str, settings: Settings
) -> None:
    def held() -> tuple[list[int], str]:
        with open_snapshot(settings) as snapshot:
            [(sql,)] = snapshot.execute("select sql from duckdb_views() where view_name = 'fct_attendance'").fetchall()
            rows = snapshot.execute("select attendance_id from newest.fct_attendance order by 1").fetchall()
        return [row for (row,) in rows], sql.split("session_date")[1][:18]

    publish(built, settings)
    assert held()[0] == [2, 3, 4]
    run(built, "insert into raw.extract_log values (2, '2026-03-02'); "
               "insert into marts.fct_attendance values (6, '2026-03-02', 5, 2);")  # fmt: skip
    publish(built, settings)
    assert held()[0] == [2, 3, 4, 6]
    run(built, "insert into raw.extract_log values (3, '2026-04-02'); "
               "insert into marts.fct_attendance values (7, '2026-04-02', 5, 3);")  # fmt: skip
    publish(built, settings)
    assert held()[0] == [4, 6, 7]
    assert [row[0] for row in rows(settings)] == [1, 2, 3, 4, 5, 6, 7]
    run(built, "insert into raw.extract_log values (4, '2026-04-02'); "
               "delete from marts.fct_attendance where attendance_id = 7; "
               "insert into changes.removed_row values ('fct_attendance', 4, '2026-04-02');")  # fmt: skip
    publish(built, settings)
    assert held()[0] == [2, 3, 4, 6]
    assert [row[0] for row in rows(settings)] == [1, 2, 3, 4, 5, 6]


def test_a_snapshot_of_an_earlier_version_is_taken_over(built: str, settings: Settings) -> None:
    build = publish(built, settings)
    with duckdb.connect(build.warehouse_path) as connection:
        connection.execute("drop schema newest cascade")
    publish(built, settings)
    assert [row[0] for row in rows(settings)] == [1, 2, 3, 4, 5]


def test_a_fact_that_was_made_anew_is_written_anew(built: str, settings: Settings) -> None:
    before = inodes(publish(built, settings))
    run(
        built,
        """
        create table marts.fresh as
        select attendance_id, session_date, 9.00::numeric(5, 2) as share, extract_id from marts.fct_attendance;
        drop table marts.fct_attendance;
        alter table marts.fresh rename to fct_attendance;
        """,
    )
    after = inodes(publish(built, settings))
    assert not set(before.values()) & set(after.values())
    assert {share for _, _, share in rows(settings)} == {9}


def test_a_month_outlives_the_snapshot_that_wrote_it(built: str, settings: Settings) -> None:
    few = settings.model_copy(update={"keep_snapshots": 2, "keep_days": 0, "keep_minutes": 0})
    first = publish(built, few)
    for number in range(2, 5):
        run(built, f"insert into raw.extract_log values ({number}, '2026-03-02')")
        last = publish(built, few)
    assert not first.folder.exists()
    assert last.folder.exists()
    assert [row[0] for row in rows(few)] == [1, 2, 3, 4, 5]


def test_a_snapshot_of_another_database_is_not_built_upon(built: str, settings: Settings) -> None:
    before = inodes(publish(built, settings))
    told = settings.snapshots_folder / "current" / "build.json"
    told.write_text(told.read_text().replace('"source": "', '"source": "another '))
    assert not set(before.values()) & set(inodes(publish(built, settings)).values())


def test_what_everybody_has_heard_of_is_forgotten(built: str, settings: Settings) -> None:
    run(built, "insert into changes.removed_row values ('fct_attendance', 1, '2026-01-31')")
    publish(built, settings)
    run(built, "insert into raw.extract_log values (2, '2026-03-02')")
    publish(built, settings)
    with connect(built) as connection:
        assert connection.execute("select count(*) from changes.removed_row").fetchall() == [(0,)]


def test_a_home_that_was_copied_elsewhere_reads_its_own_files(built: str, settings: Settings, tmp_path: Path) -> None:
    publish(built, settings)
    copied = Settings(home=tmp_path / "copied")
    shutil.copytree(settings.snapshots_folder, copied.snapshots_folder, symlinks=True)
    shutil.rmtree(settings.snapshots_folder)
    assert relocate(copied) == 1
    assert relocate(copied) == 0
    assert [row[0] for row in rows(copied)] == [1, 2, 3, 4, 5]


def test_a_fact_without_rows_is_an_empty_relation(built: str, settings: Settings) -> None:
    run(built, "truncate marts.fct_attendance")
    publish(built, settings)
    assert rows(settings) == []
