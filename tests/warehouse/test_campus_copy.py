"""An admin's own SQL reaches the rows of the own campus, and no other row by any way."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dashboards.snapshots import make_snapshot
from warehouse.campus_copy import INSTITUTE_WIDE, condition_for, copy_of_campus
from warehouse.compare import relations
from warehouse.published import current_build, open_snapshot
from warehouse.queries import QueryError, ask
from warehouse.settings import Settings

PUNE = 1


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    make_snapshot(tmp_path)
    with open_snapshot(Settings(home=tmp_path)) as snapshot, copy_of_campus(snapshot, PUNE) as copy:
        yield copy


def test_every_relation_holds_the_rows_of_the_campus_only(copy: duckdb.DuckDBPyConnection) -> None:
    assert copy.execute("select campus_code from marts.dim_campus").fetchall() == [("PUNE",)]
    assert copy.execute("select enrollment_id from marts.fct_enrollment order by 1").fetchall() == [(11,), (12,), (14,)]
    told = copy.execute("select distinct campus_code from reporting.rpt_institute_overview").fetchall()
    assert told == [("PUNE",)]
    assert copy.execute("select enrollment_id from reporting.rpt_institute_at_risk order by 1").fetchall() == [
        (11,),
        (12,),
    ]


def test_what_no_column_gives_to_a_campus_is_left_out(copy: duckdb.DuckDBPyConnection) -> None:
    assert "reporting.rpt_model_card" in relations(copy)
    # By its number a student is known only where a relation says which student has it.
    forecast = {"reporting.rpt_completion_forecast": ["enrollment_no", "p50_date"]}
    assert condition_for("reporting.rpt_completion_forecast", forecast, PUNE) is None
    student = {"marts.dim_student": ["enrollment_no", "campus_id"]}
    assert "dim_student" in str(condition_for("reporting.rpt_completion_forecast", forecast | student, PUNE))
    assert condition_for("marts.fct_secret", {"marts.fct_secret": ["amount", "note"]}, PUNE) is None
    assert all(condition_for(relation, {relation: ["anything"]}, PUNE) == "true" for relation in INSTITUTE_WIDE)


def test_neither_the_snapshot_nor_its_files_are_in_reach(copy: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    build = current_build(Settings(home=tmp_path))
    assert build is not None
    for sql in (
        "from snapshot.marts.dim_campus",
        f"from '{build.warehouse_path}'",
        f"select * from read_blob('{build.folder / 'restricted.duckdb'}')",
        f"attach '{build.warehouse_path}' as whole",
        "from query('attach ''x''')",
    ):
        with pytest.raises(QueryError):
            ask(copy, sql, row_limit=10, timeout_seconds=10)


def test_a_super_admins_snapshot_holds_no_names_either(tmp_path: Path) -> None:
    make_snapshot(tmp_path)
    settings = Settings(home=tmp_path)
    build = current_build(settings)
    assert build is not None
    with open_snapshot(settings) as snapshot:
        for sql in (
            "from restricted.dim_person",
            f"select * from read_blob('{build.folder / 'restricted.duckdb'}')",
            f"from '{build.folder / 'build.json'}'",
        ):
            with pytest.raises(QueryError):
                ask(snapshot, sql, row_limit=10, timeout_seconds=10)
