"""The extract loses no row and takes none twice, whatever the order in which transactions commit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any, LiteralString

import psycopg
import pytest

from warehouse.extract import extract, pending_changes
from warehouse.postgres import connect
from warehouse.relations import EXTRACTED_TABLES, VERSIONED_COLUMNS
from warehouse.versions import version_table

Execute = Callable[[LiteralString], list[tuple[Any, ...]]]


@pytest.fixture
def execute(database_url: str) -> Execute:
    """Runs one statement in a transaction of its own and returns its rows."""

    def run(statement: LiteralString) -> list[tuple[Any, ...]]:
        with connect(database_url) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return run


def add_campus(connection: psycopg.Connection, code: str) -> None:
    connection.execute("insert into operational.campuses (code, name) values (%s, %s)", (code, f"Campus {code}"))


def test_the_first_extract_copies_every_table_and_no_secret(database_url: str, execute: Execute) -> None:
    execute("insert into operational.campuses (code, name) values ('N', 'North'), ('S', 'South')")
    execute("insert into operational.users (first_name, role, password_hash) values ('A', 'super_admin', 'secret')")
    result = extract(database_url)
    assert (result.extract_id, result.is_new, result.is_full) == (1, True, True)
    assert result.changed_rows_by_table == {"campuses": 2, "users": 1}
    tables = execute("select table_name from information_schema.tables where table_schema = 'raw'")
    assert {name for (name,) in tables} == {*EXTRACTED_TABLES, *map(version_table, VERSIONED_COLUMNS), "extract_log"}
    columns = execute("select column_name from information_schema.columns where table_schema = 'raw'")
    assert ("first_name",) in columns
    assert ("password_hash",) not in columns


def test_only_what_changed_gets_the_next_number(database_url: str, execute: Execute) -> None:
    execute("insert into operational.campuses (code, name) values ('N', 'North'), ('S', 'South'), ('W', 'West')")
    extract(database_url)
    execute("update operational.campuses set name = 'Nord' where code = 'N'")
    execute("delete from operational.campuses where code = 'S'")
    execute("insert into operational.campuses (code, name) values ('E', 'East')")
    result = extract(database_url)
    assert (result.extract_id, result.changed_rows, result.is_full) == (2, 3, False)
    assert execute("select code, name, extract_id, is_deleted from raw.campuses order by code") == [
        ("E", "East", 2, False),
        ("N", "Nord", 2, False),
        ("S", "South", 2, True),
        ("W", "West", 1, False),
    ]


def test_of_a_table_that_is_mostly_what_it_was_the_planner_hears_which_extract_wrote_how_many_rows(
    database_url: str, execute: Execute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.extract._ANALYZE_FROM_ROWS", 5)
    told = "select attname, most_common_vals::text || coalesce(histogram_bounds::text, '') from pg_stats "
    of_campuses = (
        f"{told} where schemaname = 'raw' and tablename = 'campuses' and attname in ('extract_id', 'time_zone')"
    )
    execute("insert into operational.campuses (code, name) select 'C' || g, 'C' from generate_series(1, 200) as g")
    extract(database_url)
    execute("analyze raw.campuses")
    before = dict(execute(of_campuses))
    execute("update operational.campuses set time_zone = 'Asia/Kathmandu' where id % 20 = 0")
    extract(database_url)
    after = dict(execute(of_campuses))
    assert "2" in after["extract_id"]
    assert after["time_zone"] == before["time_zone"]
    execute("update operational.campuses set time_zone = 'Asia/Thimphu' where id % 2 = 0")
    extract(database_url)
    assert "Thimphu" in dict(execute(of_campuses))["time_zone"]


def test_a_transaction_that_began_first_and_committed_last_is_not_lost(database_url: str, execute: Execute) -> None:
    extract(database_url)
    with connect(database_url) as slow:
        add_campus(slow, "SLOW")
        execute("insert into operational.campuses (code, name) values ('FAST', 'Fast')")
        assert extract(database_url).changed_rows == 1
        execute("insert into operational.campuses (code, name) values ('NEXT', 'Next')")
        assert extract(database_url).changed_rows == 1
        slow.commit()
    assert extract(database_url).changed_rows == 1
    assert execute("select code, extract_id from raw.campuses order by code") == [
        ("FAST", 2),
        ("NEXT", 3),
        ("SLOW", 4),
    ]


def test_a_savepoint_and_a_rolled_back_transaction_are_told_apart(database_url: str, execute: Execute) -> None:
    extract(database_url)
    with connect(database_url) as connection:
        add_campus(connection, "BEFORE")
        with connection.transaction():
            add_campus(connection, "INSIDE")
        extract(database_url)
    with connect(database_url) as connection:
        add_campus(connection, "UNDONE")
        connection.rollback()
    assert extract(database_url).changed_rows == 2
    assert execute("select code from raw.campuses order by code") == [("BEFORE",), ("INSIDE",)]


def test_a_row_that_is_deleted_and_made_again_lives(database_url: str, execute: Execute) -> None:
    execute("insert into operational.campuses (id, code, name) values (7, 'N', 'North')")
    extract(database_url)
    execute("delete from operational.campuses")
    extract(database_url)
    execute("insert into operational.campuses (id, code, name) values (7, 'N', 'North')")
    extract(database_url)
    assert execute("select id, extract_id, is_deleted from raw.campuses") == [(7, 3, False)]
    with connect(database_url) as connection:
        connection.execute("delete from operational.campuses")
        connection.execute("insert into operational.campuses (id, code, name) values (7, 'N', 'Again')")
    extract(database_url)
    assert execute("select name, extract_id, is_deleted from raw.campuses") == [("Again", 4, False)]


def test_when_nothing_changed_no_number_is_made(database_url: str, execute: Execute) -> None:
    execute("insert into operational.campuses (code, name) values ('N', 'North')")
    first = extract(database_url)
    second = extract(database_url)
    assert (second.extract_id, second.changed_rows, second.is_new) == (first.extract_id, 0, False)
    assert execute("select count(*) from raw.extract_log") == [(1,)]


def test_a_new_day_makes_a_new_number_without_any_change(database_url: str, execute: Execute) -> None:
    assert extract(database_url).as_of_date == datetime.now(UTC).date()
    execute("update raw.extract_log set as_of_date = as_of_date - 1")
    result = extract(database_url)
    assert (result.extract_id, result.changed_rows, result.is_new) == (2, 0, True)


def test_the_institutes_clock_is_the_day_of_the_extract(database_url: str, execute: Execute) -> None:
    execute("insert into operational.institute (id, name, clock_as_of) values (1, 'Institute', '2013-11-26')")
    assert extract(database_url).as_of_date == date(2013, 11, 26)
    assert execute("select as_of_date from raw.extract_log") == [(date(2013, 11, 26),)]


def test_a_full_extract_buries_what_left_no_tombstone_and_leaves_equal_rows_alone(
    database_url: str, execute: Execute
) -> None:
    execute("insert into operational.campuses (code, name) values ('N', 'North'), ('S', 'South')")
    extract(database_url)
    execute(
        "insert into raw.campuses select 99, 'X', 'Ghost', time_zone, now(), now(), 1, '3', 1, false from raw.campuses"
        " where code = 'N'"
    )
    assert not extract(database_url).is_new
    result = extract(database_url, full=True)
    assert result.changed_rows_by_table == {"campuses": 1}
    assert execute("select code, extract_id, is_deleted from raw.campuses order by code") == [
        ("N", 1, False),
        ("S", 1, False),
        ("X", 2, True),
    ]


def test_rows_of_another_server_are_compared_anew(database_url: str, execute: Execute) -> None:
    extract(database_url)
    # What a dump restored elsewhere looks like: rows behind the watermark, and a log that names the old server.
    with connect(database_url) as connection:
        add_campus(connection, "N")
        connection.execute("alter table operational.campuses disable trigger stamp")
        connection.execute("update operational.campuses set written_xid = '3'")
    assert extract(database_url).changed_rows == 0
    execute("update raw.extract_log set source_identity = 'another:1:2'")
    assert pending_changes(database_url)
    result = extract(database_url)
    assert (result.is_full, result.changed_rows) == (True, 1)
    assert not extract(database_url).is_full


def test_a_column_of_a_later_migration_is_added_and_filled(database_url: str, execute: Execute) -> None:
    execute("insert into operational.campuses (code, name) values ('N', 'North'), ('S', 'South')")
    extract(database_url)
    # A default fills old rows without writing them: no stamp tells of it.
    execute("alter table operational.campuses add column seats integer default 40")
    result = extract(database_url)
    assert result.changed_rows_by_table == {"campuses": 2}
    assert execute("select seats, extract_id from raw.campuses") == [(40, 2), (40, 2)]


def test_concurrent_extracts_wait_for_each_other(database_url: str, execute: Execute) -> None:
    for code in "ABCD":
        with connect(database_url) as connection:
            add_campus(connection, code)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: extract(database_url), range(4)))
    assert sorted(result.changed_rows for result in results) == [0, 0, 0, 4]
    assert execute("select extract_id, changed_rows from raw.extract_log") == [(1, 4)]


def test_changes_are_pending_from_the_event_to_the_extract(database_url: str, execute: Execute) -> None:
    assert pending_changes(database_url)
    extract(database_url)
    assert not pending_changes(database_url)
    execute("insert into operational.event (name, source, relation) values ('logged_out', 'api', 'users')")
    assert pending_changes(database_url)
    assert not extract(database_url).is_new
    assert not pending_changes(database_url)


def test_a_log_in_is_nothing_that_the_warehouse_waits_for(database_url: str, execute: Execute) -> None:
    extract(database_url)
    execute("insert into operational.event (name, source, relation) values ('logged_in', 'api', 'refresh_tokens')")
    assert not pending_changes(database_url)


def test_a_new_day_is_pending_too(database_url: str, execute: Execute) -> None:
    extract(database_url)
    execute("update raw.extract_log set as_of_date = as_of_date - 1")
    assert pending_changes(database_url)


def test_an_unmigrated_database_is_refused(database_url: str, execute: Execute) -> None:
    execute("drop schema operational cascade")
    with pytest.raises(psycopg.errors.UndefinedTable):
        extract(database_url)
