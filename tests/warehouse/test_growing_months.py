"""A large month that is only added to keeps its file and gets a second one; what leaves writes it as one again."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.postgres import connect
from warehouse.publish import publish
from warehouse.published import Build, open_snapshot
from warehouse.settings import Settings

FACT = "marts.fct_attendance"
# Of each of three months. January is not among the two newest, which stand in the DuckDB file too.
ROWS = 20_000


@pytest.fixture
def built(empty_warehouse: str) -> str:
    """A fact of three large months and a small one before them, as dbt leaves it."""
    with connect(empty_warehouse) as connection:
        connection.execute(
            f"""
            create table marts.fct_attendance (
                attendance_id bigint, session_date date, share numeric(5, 2), extract_id bigint
            );
            insert into marts.fct_attendance values (0, '2025-12-31', 1.25, 1);
            insert into marts.fct_attendance
            select month * {ROWS} + one, make_date(2026, month, 1 + one % 28), 1.25, 1
            from generate_series(1, 3) as month cross join generate_series(0, {ROWS - 1}) as one;
            """
        )
    return empty_warehouse


class Institute:
    """Publishes what comes and leaves, extract after extract."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.url, self.settings, self.extract = url, settings, 1
        self.build = publish(url, settings)

    def next(self, statements: str, left: str | None = None) -> Build:
        """A change and its publication; `@` is the extract's number, `left` the day of a row that left."""
        self.extract += 1
        removed = f"insert into changes.removed_row values ('fct_attendance', @, '{left}')" if left else "select 1"
        changes = f"insert into raw.extract_log values (@, '2026-03-31'); {statements}; {removed}"
        with connect(self.url) as connection:
            connection.execute(changes.replace("@", str(self.extract)))
        self.build = publish(self.url, self.settings)
        return self.build

    def files(self, month: str) -> dict[str, int]:
        """Inode by name."""
        folder = self.build.folder / "parquet" / "marts" / "fct_attendance" / f"month={month}"
        return {file.name: file.stat().st_ino for file in folder.iterdir()}

    def is_like_one_written_anew(self, elsewhere: Path) -> bool:
        """Whether this snapshot has the rows and the sums of one that takes over nothing."""
        anew = Settings(home=elsewhere)
        publish(self.url, anew)
        return told(self.settings) == told(anew)


def told(settings: Settings) -> list[Any]:
    with open_snapshot(settings) as snapshot:
        return [
            snapshot.execute("select relation, row_count, content_hash from reporting.rpt_build order by 1").fetchall(),
            snapshot.execute(f"select * from {FACT} order by attendance_id").fetchall(),
            snapshot.execute("select * from newest.fct_attendance order by attendance_id").fetchall(),
        ]


def test_in_a_large_month_a_column_without_a_null_is_written_as_such(built: str, settings: Settings) -> None:
    with connect(built) as connection:
        connection.execute("update marts.fct_attendance set share = null where attendance_id % 7 = 0")
    institute = Institute(built, settings)
    assert list(institute.files("2026-01")) == ["data_0.parquet"]
    file = institute.build.folder / "parquet" / "marts" / "fct_attendance" / "month=2026-01" / "data_0.parquet"
    schema = duckdb.sql(f"select name, repetition_type from parquet_schema('{file}') where repetition_type is not null")
    assert dict(schema.fetchall()[-4:]) == {
        "attendance_id": "REQUIRED",
        "session_date": "REQUIRED",
        "share": "OPTIONAL",
        "extract_id": "REQUIRED",
    }
    with open_snapshot(settings) as snapshot, connect(built) as connection:
        query = f"select attendance_id, session_date, share from {FACT} order by attendance_id"
        assert snapshot.execute(query).fetchall() == connection.execute(query).fetchall()


@pytest.mark.parametrize("month", ["2026-01", "2026-03"])
def test_what_comes_in_leaves_the_month_s_file_alone(
    built: str, settings: Settings, tmp_path: Path, month: str
) -> None:
    institute = Institute(built, settings)
    [(name, inode)] = institute.files(month).items()
    add = (
        f"insert into marts.fct_attendance select 1000000 * @ + one, '{month}-15', 2, @ from generate_series(1, 9) one"
    )
    for _ in range(3):
        institute.next(add)
        # One second file, whatever has come meanwhile, with all that came since the first.
        assert institute.files(month).keys() == {name, "since-1.parquet"}
        assert institute.files(month)[name] == inode
        assert institute.is_like_one_written_anew(tmp_path / str(institute.extract))
    # Nothing moved: both are taken over.
    before = institute.files(month)
    institute.next("select 1")
    assert institute.files(month) == before
    assert institute.is_like_one_written_anew(tmp_path / "idle")


@pytest.mark.parametrize("month", ["2026-01", "2026-03"])
def test_a_correction_and_a_deletion_write_the_month_as_one_file(
    built: str, settings: Settings, tmp_path: Path, month: str
) -> None:
    institute = Institute(built, settings)
    day = f"{month}-15"
    institute.next(f"insert into marts.fct_attendance values (1000000, '{day}', 2, @)")
    assert len(institute.files(month)) == 2
    institute.next("update marts.fct_attendance set share = 3, extract_id = @ where attendance_id = 1000000", left=day)
    assert len(institute.files(month)) == 1
    assert institute.is_like_one_written_anew(tmp_path / "corrected")
    institute.next(f"insert into marts.fct_attendance values (1000001, '{day}', 2, @)")
    assert institute.files(month).keys() == {"data_0.parquet", "since-3.parquet"}
    institute.next("delete from marts.fct_attendance where attendance_id = 1000000", left=day)
    assert len(institute.files(month)) == 1
    assert institute.is_like_one_written_anew(tmp_path / "deleted")


def test_a_small_month_and_one_to_which_much_came_are_one_file(built: str, settings: Settings, tmp_path: Path) -> None:
    institute = Institute(built, settings)
    many = f"select 1000000 * @ + one, date '2026-03-15', 2, @ from generate_series(1, {ROWS // 2}) as one"
    institute.next(
        f"insert into marts.fct_attendance values (1000000, '2025-12-30', 2, @);insert into marts.fct_attendance {many}"
    )
    assert len(institute.files("2025-12")) == 1
    assert len(institute.files("2026-03")) == 2
    institute.next("insert into marts.fct_attendance values (1000001, '2026-03-15', 2, @)")
    assert len(institute.files("2026-03")) == 1
    assert institute.is_like_one_written_anew(tmp_path / "much")


def test_a_build_that_broke_off_is_made_up_for(built: str, settings: Settings, tmp_path: Path) -> None:
    institute = Institute(built, settings)
    # Extract 2 was built and never published; extract 3 is.
    with connect(built) as connection:
        connection.execute("insert into marts.fct_attendance values (1000000, '2026-01-15', 2, 2)")
    institute.extract = 2
    institute.next("insert into marts.fct_attendance values (1000001, '2026-01-15', 2, @)")
    assert institute.files("2026-01").keys() == {"data_0.parquet", "since-1.parquet"}
    assert institute.is_like_one_written_anew(tmp_path / "made-up")


@pytest.mark.parametrize("first", [True, False])
def test_a_row_in_another_s_place_of_which_no_log_tells_writes_the_month_anew(
    built: str, settings: Settings, tmp_path: Path, first: bool
) -> None:
    institute = Institute(built, settings)
    if not first:
        institute.next("insert into marts.fct_attendance values (1000000, '2026-01-15', 2, @)")
    institute.next(
        f"update marts.fct_attendance set extract_id = @, share = 2 where attendance_id = {ROWS};"
        "insert into marts.fct_attendance values (1000001, '2026-01-15', 2, @)"
    )
    assert len(institute.files("2026-01")) == 1
    assert institute.is_like_one_written_anew(tmp_path / "anew")


def test_a_month_without_a_day_is_counted_too(built: str, settings: Settings, tmp_path: Path) -> None:
    with connect(built) as connection:
        connection.execute(
            f"insert into marts.fct_attendance select 4000000 + one, null, 1, 1 from generate_series(1, {ROWS}) as one"
        )
    institute = Institute(built, settings)
    institute.next("insert into marts.fct_attendance values (5000000, null, 2, @)")
    assert len(institute.files("undated")) == 2
    institute.next("update marts.fct_attendance set extract_id = @ where attendance_id = 4000001")
    assert len(institute.files("undated")) == 1
    assert institute.is_like_one_written_anew(tmp_path / "anew")


def test_what_is_gone_leaves_no_room_behind_and_months_are_still_taken_over(
    built: str, settings: Settings, tmp_path: Path
) -> None:
    with connect(built) as connection:
        connection.execute(
            "create table reporting.rpt_old as select one, md5(one::text) as text"
            " from generate_series(1, 400000) as one;"
            "create schema features; create table features.int_step (id bigint)"
        )
    institute = Institute(built, settings)
    inode = institute.files("2026-01")
    large = institute.build.warehouse_path.stat().st_size
    institute.next("drop table reporting.rpt_old")
    assert institute.files("2026-01") == inode
    assert institute.build.warehouse_path.stat().st_size < large / 2
    assert institute.is_like_one_written_anew(tmp_path / "anew")
    with open_snapshot(settings) as snapshot:
        relations = snapshot.execute("select relation from reporting.rpt_build order by 1").fetchall()
    # A step between models is no relation to be read.
    assert relations == [(FACT,), ("reporting.rpt_empty",)]
