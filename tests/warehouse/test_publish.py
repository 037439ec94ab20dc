"""Publishing gives readers one whole build or the next, never a half, and never a name they should not see."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from warehouse.postgres import connect
from warehouse.publish import PublicationError, publish
from warehouse.published import NothingPublishedError, current_build, open_snapshot
from warehouse.retention import retire
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, keep_snapshots=2, keep_days=0, keep_minutes=0)


@pytest.fixture
def built(database_url: str) -> str:
    """A database in which a small warehouse has been built."""
    with connect(database_url) as connection:
        connection.execute(
            """
            create schema raw; create schema marts; create schema reporting; create schema restricted;
            create table raw.extract_log (extract_id bigint, as_of_date date);
            insert into raw.extract_log values (3, '2026-01-02');
            create table marts.fct_mark as
                select g as mark_id, 12.50::numeric(5,2) as share, array['a', 'b'] as reasons, date '2026-01-01' as day,
                       '{"k": 1}'::jsonb as extra, 1.5::numeric as free, time '09:30' as starts,
                       timestamptz '2026-01-01 10:00+05:30' as at
                from generate_series(1, 5) as g;
            create table reporting.rpt_empty (id bigint, name text);
            create table restricted.dim_person as select 1::bigint as user_id, 'Asha' as first_name;
            """
        )
    return database_url


def test_every_type_arrives_as_itself(built: str, settings: Settings) -> None:
    publish(built, settings)
    with open_snapshot(settings) as snapshot:
        row = snapshot.execute("select * from marts.fct_mark where mark_id = 1").df().iloc[0]
        types = dict(snapshot.execute("select column_name, data_type from duckdb_columns()").fetchall())
    assert float(row["share"]) == 12.5
    assert list(row["reasons"]) == ["a", "b"]
    assert types["share"] == "DECIMAL(5,2)"
    assert types["reasons"] == "VARCHAR[]"
    assert types["day"] == "DATE"
    assert types["at"] == "TIMESTAMP WITH TIME ZONE"


def test_the_build_says_what_it_holds(built: str, settings: Settings) -> None:
    build = publish(built, settings)
    assert build.source_as_of == date(2026, 1, 2)
    assert current_build(settings) == build
    with duckdb.connect(build.warehouse_path, read_only=True) as snapshot:
        rows = snapshot.execute("select build_id, relation, row_count from reporting.rpt_build order by 2").fetchall()
    assert rows == [(build.build_id, "marts.fct_mark", 5), (build.build_id, "reporting.rpt_empty", 0)]


def test_the_same_content_has_the_same_hash_and_another_has_not(built: str, settings: Settings) -> None:
    hashes = []
    # As dbt does it: a table is made anew, not changed in place.
    anew = "create table marts.fresh as select * from marts.fct_mark; drop table marts.fct_mark; "
    for change in ("select 1", anew, f"update marts.fct_mark set share = 1; {anew}"):
        with connect(built) as connection:
            connection.execute(change + ("alter table marts.fresh rename to fct_mark" if anew in change else ""))
        publish(built, settings)
        with open_snapshot(settings) as snapshot:
            hashes.append(snapshot.execute("select content_hash from reporting.rpt_build order by relation").fetchall())
    assert hashes[0] == hashes[1]
    assert hashes[1] != hashes[2]


def test_personal_data_is_in_a_file_of_its_own_and_only_on_request(built: str, settings: Settings) -> None:
    build = publish(built, settings)
    with open_snapshot(settings) as plain, pytest.raises(duckdb.CatalogException):
        plain.execute("select * from restricted.dim_person")
    with open_snapshot(settings, personal=True) as full:
        assert full.execute("select first_name from restricted.dim_person").fetchall() == [("Asha",)]
    assert (build.folder / "restricted.duckdb").stat().st_mode & 0o077 == 0
    assert b"Asha" not in build.warehouse_path.read_bytes()


def test_a_reader_cannot_leave_its_snapshot(built: str, settings: Settings) -> None:
    build = publish(built, settings)
    with open_snapshot(settings) as snapshot, pytest.raises(duckdb.Error):
        snapshot.execute(f"attach '{build.folder / 'restricted.duckdb'}' as stolen")
    with open_snapshot(settings) as snapshot, pytest.raises(duckdb.Error):
        snapshot.execute("delete from marts.fct_mark")


def test_a_question_that_takes_too_much_memory_is_ended_and_the_next_is_answered(
    built: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(built, settings)
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    with open_snapshot(settings.model_copy(update={"snapshot_memory": "50MB"})) as snapshot:
        with pytest.raises(duckdb.OutOfMemoryException):
            snapshot.execute("select count(distinct hash(i)) from range(20_000_000) as t (i)")
        assert snapshot.execute("select 1").fetchall() == [(1,)]
    assert list(empty.iterdir()) == []


def test_a_reader_keeps_its_build_while_others_are_published_and_retired(built: str, settings: Settings) -> None:
    first = publish(built, settings)
    reader = open_snapshot(settings)
    for _ in range(3):
        publish(built, settings)
    assert reader.execute("select count(*) from marts.fct_mark").fetchone() == (5,)
    assert first.folder.exists()
    reader.close()
    del reader
    last = publish(built, settings)
    assert not first.folder.exists()
    assert current_build(settings) == last
    kept = [path for path in settings.snapshots_folder.iterdir() if not path.is_symlink()]
    assert len(kept) == settings.keep_snapshots


def test_a_program_that_has_the_file_open_keeps_it(built: str, settings: Settings) -> None:
    first = publish(built, settings)
    reading = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); input()"
    command = [sys.executable, "-c", reading, str(first.warehouse_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        for _ in range(3):
            publish(built, settings)
        assert first.folder.exists()
        reader.communicate("done\n")
    publish(built, settings)
    assert not first.folder.exists()


def test_a_snapshot_that_was_replaced_just_now_is_kept_for_who_reads_its_files(built: str, settings: Settings) -> None:
    slow_readers = settings.model_copy(update={"keep_minutes": 10})
    # Minutes ago: the third was replaced eleven minutes ago, the fourth nine.
    builds = []
    for minutes in (60, 40, 30, 11, 9, 1, 0):
        build = publish(built, settings.model_copy(update={"keep_snapshots": 100}))
        told = json.loads((build.folder / "build.json").read_text())
        told["built_at"] = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()
        (build.folder / "build.json").write_text(json.dumps(told))
        builds.append(build)
    assert retire(slow_readers) == [build.build_id for build in builds[:3]]
    assert [build.folder.exists() for build in builds] == [False] * 3 + [True] * 4
    assert retire(settings) == [build.build_id for build in builds[3:5]]


def test_the_last_snapshot_of_each_day_is_kept_for_a_while(built: str, settings: Settings) -> None:
    builds = []
    all_of_them = settings.model_copy(update={"keep_snapshots": 100})
    for day in range(1, 5):
        for hour in (9, 18):
            build = publish(built, all_of_them)
            told = json.loads((build.folder / "build.json").read_text())
            told["built_at"] = f"2025-01-{day:02}T{hour:02}:00:00+00:00"
            (build.folder / "build.json").write_text(json.dumps(told))
            builds.append(build.build_id)
    assert set(retire(settings.model_copy(update={"keep_days": 3}))) == {builds[0], builds[1], builds[2], builds[4]}


def test_a_publication_that_fails_leaves_the_last_good_one(built: str, settings: Settings) -> None:
    good = publish(built, settings)
    with connect(built) as connection:
        connection.execute("drop schema reporting cascade")
    with pytest.raises(PublicationError, match="reporting"):
        publish(built, settings)
    assert current_build(settings) == good


def test_what_a_killed_publication_left_is_removed(built: str, settings: Settings) -> None:
    leftover = settings.snapshots_folder / "20260101T000000Z-1"
    leftover.mkdir(parents=True)
    publish(built, settings)
    assert not leftover.exists()


def test_before_the_first_publication_readers_are_told(settings: Settings, database_url: str) -> None:
    assert current_build(settings) is None
    with pytest.raises(NothingPublishedError, match="headway build"):
        open_snapshot(settings)
    with pytest.raises(PublicationError, match="extracted"):
        publish(database_url, settings)


def test_a_relation_that_changed_left_or_stayed_is_so_in_the_next_snapshot(built: str, settings: Settings) -> None:
    publish(built, settings)
    with connect(built) as connection:
        connection.execute(
            """
            drop table marts.fct_mark;
            create table marts.fct_mark as select 9 as mark_id;
            drop table reporting.rpt_empty;
            create view reporting.rpt_empty as select 1 as id;
            create table reporting.rpt_new as select 2 as id;
            create table restricted.dim_other as select 3 as id;
            drop table restricted.dim_person;
            insert into raw.extract_log values (4, '2026-01-02');
            """
        )
    build = publish(built, settings)
    with open_snapshot(settings, personal=True) as snapshot:
        assert snapshot.execute("select * from marts.fct_mark").fetchall() == [(9,)]
        assert snapshot.execute("select * from reporting.rpt_empty").fetchall() == [(1,)]
        assert snapshot.execute("select * from reporting.rpt_new").fetchall() == [(2,)]
        assert snapshot.execute("select * from restricted.dim_other").fetchall() == [(3,)]
        with pytest.raises(duckdb.CatalogException):
            snapshot.execute("from restricted.dim_person")
        told = {relation for (relation,) in snapshot.execute("select relation from reporting.rpt_build").fetchall()}
    assert told == {"marts.fct_mark", "reporting.rpt_empty", "reporting.rpt_new"}
    assert (build.folder / "restricted.duckdb").stat().st_mode & 0o077 == 0
    with connect(built) as connection:
        connection.execute("drop table reporting.rpt_new; insert into raw.extract_log values (5, '2026-01-02')")
    publish(built, settings)
    with open_snapshot(settings) as snapshot, pytest.raises(duckdb.CatalogException):
        snapshot.execute("from reporting.rpt_new")
