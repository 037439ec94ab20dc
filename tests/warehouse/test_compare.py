"""Two snapshots tell row by row what changed, and what that did to a number."""

import math
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import LiteralString

import duckdb
import pytest
from psycopg import sql

from warehouse.attribution import ROWS, Measure, attribute, dimension, typed_measure
from warehouse.compare import CompareError, changed_relations, difference, relations
from warehouse.differing_months import differing_months
from warehouse.history import UnknownBuildError, find_build, known_builds
from warehouse.postgres import connect
from warehouse.publish import publish
from warehouse.published import Build, open_snapshot
from warehouse.settings import Settings

Change = Callable[[LiteralString], tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]
ATTENDED = Measure("Attendance rate", "count(*) filter (where is_attended)", "count(*)")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, keep_snapshots=9)


@pytest.fixture
def built(database_url: str) -> str:
    """Forty marks in two months on two campuses, every fourth absent."""
    with connect(database_url) as connection:
        connection.execute(
            """
            create schema raw; create schema marts; create schema reporting; create schema restricted;
            create table raw.extract_log (extract_id bigint, as_of_date date);
            insert into raw.extract_log values (1, '2026-03-01');
            create table marts.dim_campus as
                select * from (values (1::bigint, 'PUNE'), (2::bigint, 'GOA')) as t (campus_id, campus_code);
            create table marts.fct_mark as
                select g as mark_id, date '2026-01-15' + (g % 2) * 31 as day, 1 + (g % 2)::bigint as campus_id,
                    g % 4 <> 0 as is_attended, case when g % 2 = 0 then 'a' end as kind, 1::bigint as extract_id
                from generate_series(1, 40) as g;
            create table marts.pairs as
                select * from (values ('x', 1), ('x', 2), ('y', 1)) as t (name, place);
            create table marts.without_key as
                select * from (values ('x', 'z'), ('x', 'z'), ('y', 'z')) as t (side, note);
            create table reporting.rpt_anything as select 1 as id;
            """
        )
    return database_url


@pytest.fixture
def change(built: str, settings: Settings) -> Iterator[Change]:
    """Publishes, runs a statement, publishes again, and opens both snapshots."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def changed(statement: LiteralString) -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]:
        builds: list[Build] = [publish(built, settings)]
        with connect(built) as connection:
            connection.execute(statement)
            for table in ("dim_campus", "fct_mark", "pairs", "without_key"):
                # As dbt does it; what nobody made anew is taken over from the last snapshot.
                name, anew = sql.Identifier(table), sql.Identifier(f"{table}__dbt_tmp")
                connection.execute(sql.SQL("create table marts.{} as table marts.{}").format(anew, name))
                connection.execute(sql.SQL("drop table marts.{}").format(name))
                connection.execute(sql.SQL("alter table marts.{} rename to {}").format(anew, name))
        builds.append(publish(built, settings))
        opened.extend(open_snapshot(settings, build=build) for build in builds)
        return opened[0], opened[1]

    yield changed
    for connection in opened:
        connection.close()


def test_only_what_holds_other_rows_is_named(change: Change) -> None:
    before, after = change(
        """
        insert into marts.fct_mark values (41, '2026-02-15', 1, true, 'a', 2), (42, '2026-02-15', 1, true, 'a', 2);
        delete from marts.fct_mark where mark_id = 7;
        update marts.fct_mark set is_attended = true, extract_id = 2 where mark_id in (4, 8, 12);
        update marts.dim_campus set campus_code = campus_code
        """
    )
    [found] = changed_relations(before, after, {})
    assert (found.relation, found.rows_before, found.rows_after) == ("marts.fct_mark", 40, 41)
    assert (found.added, found.removed, found.changed) == (2, 1, 3)


def test_a_row_that_was_only_written_again_has_not_changed(change: Change) -> None:
    assert changed_relations(*change("update marts.fct_mark set extract_id = 2"), {}) == []


def test_every_changed_value_is_told_with_its_row(change: Change) -> None:
    before, after = change(
        """
        update marts.fct_mark set kind = 'b', is_attended = null where mark_id = 4;
        delete from marts.fct_mark where mark_id = 40; insert into marts.fct_mark values (50, null, 2, true, null, 2)
        """
    )
    with difference(before, after, "marts.fct_mark") as found:
        lines = found.rows()
    assert lines[:2] == [
        ("changed", "mark_id 4", "is_attended", "False", "–"),
        ("changed", "mark_id 4", "kind", "a", "b"),
    ]
    assert lines[2] == ("added", "mark_id 50", "the whole row", "", "mark_id 50, campus_id 2, is_attended True")
    assert lines[3][:3] == ("removed", "mark_id 40", "the whole row")


def test_a_key_of_several_columns_is_found_and_rows_without_one_are_counted(change: Change) -> None:
    before, after = change(
        """
        update marts.pairs set name = 'z' where name = 'y';
        insert into marts.without_key values ('x', 'z'); delete from marts.without_key where side = 'y'
        """
    )
    with difference(before, after, "marts.pairs") as found:
        assert found.key == ("name", "place")
        assert found.counts() == {"added": 1, "removed": 1, "changed": 0}
    with difference(before, after, "marts.without_key") as found:
        assert found.counts() == {"added": 1, "removed": 1, "changed": 0}
        assert [line.row for line in found.rows()] == ["side x, note z", "side y, note z"]


def test_a_column_that_only_one_snapshot_has_does_not_matter(change: Change) -> None:
    before, after = change(
        "alter table marts.fct_mark add column note text; alter table marts.fct_mark drop column kind"
    )
    with difference(before, after, "marts.fct_mark", ("mark_id",)) as found:
        assert found.counts() == {"added": 0, "removed": 0, "changed": 0}


@pytest.mark.parametrize("by", ["month", "campus", "is_attended"])
@pytest.mark.parametrize("measure", [ROWS, ATTENDED], ids=["count", "ratio"])
def test_the_shares_of_kinds_and_of_parts_add_up_to_the_change(change: Change, measure: Measure, by: str) -> None:
    before, after = change(
        """
        insert into marts.fct_mark select 100 + g, '2026-03-02', 2, g % 3 = 0, null, 2 from generate_series(1, 11) as g;
        delete from marts.fct_mark where mark_id in (1, 2, 3);
        update marts.fct_mark set is_attended = not is_attended where mark_id % 7 = 0
        """
    )
    with difference(before, after, "marts.fct_mark") as found:
        told = attribute(before, after, found, measure, by)
    numbers = [
        connection.execute(f"select {measure.value} / {measure.per or 1} from marts.fct_mark").fetchall()[0][0]
        for connection in (before, after)
    ]
    assert told.before == pytest.approx(numbers[0])
    assert told.after == pytest.approx(numbers[1])
    moved = numbers[1] - numbers[0]
    assert moved != 0
    assert math.fsum(share or 0 for share in told.by_kind.values()) == pytest.approx(moved)
    assert math.fsum(part.share_in_change or 0 for part in told.parts) == pytest.approx(moved)


def test_of_a_fact_only_months_that_differ_are_looked_at_and_tell_the_same(built: str, settings: Settings) -> None:
    """Over the end of a year, with a row that moves to another month, one that has no day, and months left alone."""
    written = """
        create table marts.fct_attendance as
        select g as attendance_id, case when g < 90 then {day} end as session_date,
            g % 4 <> {absent} as is_attended, 1::bigint as extract_id
        from generate_series(1, 90) as g
    """
    day, moved = "date '2025-09-20' + g * 2", "case g when 60 then date '2026-02-02' else date '2025-09-20' + g * 2 end"
    builds = []
    for text in (
        written.format(day=day, absent="0"),
        written.format(day=moved, absent="case when g in (55, 90) then g % 4 else 0 end"),
    ):
        with connect(built) as connection:
            connection.execute("drop table if exists marts.fct_attendance")
            connection.execute(sql.SQL(text))  # type: ignore[arg-type]
        builds.append(publish(built, settings))
    within = differing_months(*builds)
    with open_snapshot(settings, build=builds[0]) as before, open_snapshot(settings, build=builds[1]) as after:
        looked_at = "select distinct strftime(session_date, '%Y-%m') from marts.fct_attendance where {} order by 1"
        assert before.execute(looked_at.format(within["marts.fct_attendance"])).fetchall() == [
            ("2026-01",),
            ("2026-02",),
            (None,),
        ]
        assert changed_relations(before, after, {}, within) == changed_relations(before, after, {})
        told = []
        for condition in ("true", within["marts.fct_attendance"]):
            with difference(before, after, "marts.fct_attendance", ("attendance_id",), condition) as found:
                told.append((found.counts(), found.rows(), attribute(before, after, found, ATTENDED, "month")))
        assert told[0] == told[1]
        assert told[0][0] == {"added": 0, "removed": 0, "changed": 3}
        assert changed_relations(before, before, {}, differing_months(builds[0], builds[0])) == []


def test_a_part_tells_its_own_number_and_its_rows(change: Change) -> None:
    before, after = change("update marts.fct_mark set is_attended = true where mark_id = 4")
    with difference(before, after, "marts.fct_mark") as found:
        told = attribute(before, after, found, ATTENDED, "campus")
    [part] = told.parts
    assert (part.label, part.before, part.after, part.changed) == ("PUNE", 0.5, 0.55, 1)
    assert part.share_in_change == pytest.approx(1 / 40)


def test_what_cannot_be_compared_is_said(change: Change) -> None:
    before, after = change("create table marts.fresh as select 1 as id")
    with pytest.raises(CompareError, match="not in the older snapshot"), difference(before, after, "marts.fresh"):
        pass
    with pytest.raises(CompareError, match="does not add up"):
        typed_measure("avg(minutes)")
    with pytest.raises(CompareError, match="by topic; they can be by month, campus, mark_id"):
        dimension(relations(after)["marts.fct_mark"], "topic")


def test_builds_are_found_by_words_days_and_beginnings(built: str, settings: Settings) -> None:
    with pytest.raises(UnknownBuildError, match="headway build"):
        find_build(settings, "current")
    first = publish(built, settings)
    with pytest.raises(UnknownBuildError, match="only one snapshot"):
        find_build(settings, "previous")
    second, third = publish(built, settings), publish(built, settings)
    assert known_builds(settings) == [third, second, first]
    assert find_build(settings, "current") == third
    assert find_build(settings, "previous") == second
    assert find_build(settings, "yesterday") == first
    assert find_build(settings, str(date(2999, 1, 1))) == third
    assert find_build(settings, first.build_id) == first
    with pytest.raises(UnknownBuildError, match=third.build_id):
        find_build(settings, "2001-01-01")
