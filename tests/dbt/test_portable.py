"""The same project on DuckDB, from exported raw rows, makes the same relations and gives the same answers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.artifacts.resources.types import NodeType

from headway.documentation import example_queries
from tests.dbt.conftest import PROJECT, Dbt
from tests.dbt.happenings import ask_pay_and_tell, follow_up_on, live_through_a_term
from tests.dbt.institute import Institute
from warehouse.extract import extract
from warehouse.postgres import connect
from warehouse.raw_export import export_raw

AT_RISK = (
    "insert into predictions.at_risk select id, '2026-03-02', 0.7, 'high', array['No session', 'Low marks'], 'rule-1' "
    "from operational.student_subject_enrollments"
)
FORECAST = (
    "insert into predictions.completion_forecast (enrollment_id, scored_as_of, p10_date, p50_date, p90_date, method)"
    " select id, '2026-03-02', '2026-03-10', '2026-03-20', '2026-04-20', "
    "'pace' from operational.student_subject_enrollments"
)

DEMAND = (
    "insert into predictions.demand_forecast (series_week, campus_code, measure, week_start, forecasted_as_of, p10,"
    " p50, p90, method, weeks_known, model_version)"
    " select code || '/sessions@' || day::date, code, 'sessions', day::date,"
    " '2026-03-02', 1.5, 2.25, 3, 'recent_weeks', 20, 'demand-1'"
    " from (select code from operational.campuses union all select 'all') as campus"
    " cross join generate_series(date '2026-03-02', date '2026-05-25', interval '7 days') as day"
)
UPLIFT = (
    "insert into predictions.intervention_uplift (comparison, estimated_as_of, status, treated, untreated, more_needed,"
    " more_needed_to_tell, method, model_version) values"
    " ('alert', '2026-03-02', 'not_enough_data', 1, 0, 40, 400, 'lot', 'interventions-1')"
)


def build_on_duckdb(folder: Path, raw: Path) -> Path:
    """Builds the project from `raw`, as one does by hand, and returns the DuckDB file."""
    file = folder / "portable.duckdb"
    done = subprocess.run(
        [str(Path(sys.executable).parent / "dbt"), "build", "--target", "portable"],
        cwd=PROJECT,
        env=os.environ
        | {
            "HEADWAY_RAW_FOLDER": str(raw),
            "HEADWAY_PORTABLE_FILE": str(file),
            "DBT_PROFILES_DIR": str(PROJECT),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return file


def told(value: Any) -> Any:
    """A value as both engines tell it; of a sum of fractions, the last digits depend on the order of adding."""
    if isinstance(value, float):
        return f"{value:.12g}"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def answered(value: Any) -> Any:
    """The same of what a query makes: a mean is a decimal or a fraction, a month is a day or its first instant."""
    return (
        told(float(value))
        if isinstance(value, Decimal | int)
        else told(value).removesuffix("+00:00").removesuffix(" 00:00:00")
    )


def rows_of(connection: Any, query: str, told: Callable[[Any], Any] = told) -> list[tuple[Any, ...]]:
    """Every row that a query gives, in an order of its own."""
    return sorted(tuple(told(value) for value in row) for row in connection.execute(query).fetchall())


@dataclass(frozen=True)
class Both:
    """The same institute, built by PostgreSQL and by DuckDB."""

    postgres: Any
    duckdb: Any


@pytest.fixture(scope="module")
def both(
    open_institute: Callable[[], AbstractContextManager[Institute]], dbt: Dbt, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("portable")
    with open_institute() as institute:
        live_through_a_term(institute, seed=7)
        ask_pay_and_tell(institute)
        student = institute.add_student("SUPPORTED")
        follow_up_on(institute, student, institute.enroll(student))
        institute.run(AT_RISK)
        institute.run(FORECAST)
        institute.run(DEMAND)
        institute.run(UPLIFT)
        extract(institute.database_url)
        dbt("run")
        file = build_on_duckdb(folder, export_raw(institute.database_url, folder / "raw").folder)
        with (
            connect(institute.database_url, autocommit=True, options="-c timezone=UTC") as here,
            duckdb.connect(file, read_only=True) as there,
        ):
            there.execute("set timezone = 'UTC'")
            yield Both(here, there)


def test_duckdb_builds_the_same_relations_row_for_row(both: Both) -> None:
    query = (
        "select table_schema || '.' || table_name, column_name from information_schema.columns "
        "where table_schema in ('marts', 'features', 'reporting', 'restricted') order by 1, ordinal_position"
    )
    columns = both.postgres.execute(query).fetchall()
    assert columns == both.duckdb.execute(query).fetchall()
    tables = {relation: rows_of(both.postgres, f"select * from {relation}") for relation, _ in columns}
    different = {
        relation: (mine[:3], theirs[:3])
        for relation, mine in tables.items()
        if mine != (theirs := rows_of(both.duckdb, f"select * from {relation}"))
    }
    assert different == {}
    assert len([relation for relation, rows in tables.items() if rows]) > 40


def test_every_example_query_gives_the_same_rows_on_both(both: Both, dbt: Dbt) -> None:
    examples = [
        (node.name, query)
        for node in dbt.manifest.nodes.values()
        if node.resource_type == NodeType.Model
        for query in example_queries({"description": node.description})
    ]
    assert len(examples) > 45
    different = {
        name: (mine, theirs)
        for name, query in examples
        if (mine := rows_of(both.postgres, query, answered)) != (theirs := rows_of(both.duckdb, query, answered))
    }
    assert different == {}
