"""The same project on DuckDB, from exported raw rows, makes the same marts, reports and features."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dbt.conftest import PROJECT, Dbt
from tests.dbt.happenings import ask_pay_and_tell, follow_up_on, live_through_a_term
from tests.dbt.institute import Institute
from warehouse.extract import extract
from warehouse.postgres import connect
from warehouse.raw_export import RawExportError, export_raw
from warehouse.relations import PUBLISHED_SCHEMAS, RESTRICTED

SCHEMAS = [*PUBLISHED_SCHEMAS, RESTRICTED]
AT_RISK = (
    "insert into predictions.at_risk select id, '2026-03-02', 0.7, 'high', array['No session', 'Low marks'], 'rule-1' "
    "from operational.student_subject_enrollments"
)
FORECAST = (
    "insert into predictions.completion_forecast select id, '2026-03-02', '2026-03-10', '2026-03-20', '2026-04-20', "
    "'pace' from operational.student_subject_enrollments"
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


def rows_of(connection: Any, relation: str) -> list[tuple[Any, ...]]:
    """Every row of a relation, in an order of its own."""
    return sorted(
        tuple(told(value) for value in row) for row in connection.execute(f"select * from {relation}").fetchall()
    )


def test_duckdb_builds_the_same_relations_row_for_row(institute: Institute, dbt: Dbt, tmp_path: Path) -> None:
    live_through_a_term(institute, seed=7)
    ask_pay_and_tell(institute)
    student = institute.add_student("SUPPORTED")
    follow_up_on(institute, student, institute.enroll(student))
    institute.run(AT_RISK)
    institute.run(FORECAST)
    extract(institute.database_url)
    dbt("run")
    exported = export_raw(institute.database_url, tmp_path / "raw")
    file = build_on_duckdb(tmp_path, exported.folder)
    with (
        connect(institute.database_url, options="-c timezone=UTC") as here,
        duckdb.connect(file, read_only=True) as there,
    ):
        there.execute("set timezone = 'UTC'")
        query = (
            "select table_schema || '.' || table_name, column_name from information_schema.columns "
            "where table_schema in ('marts', 'features', 'reporting', 'restricted') order by 1, ordinal_position"
        )
        columns = here.execute(query).fetchall()
        assert columns == there.execute(query).fetchall()
        relations = {relation for relation, _ in columns}
        assert len(relations) > 40
        different = {
            relation: (mine[:3], theirs[:3])
            for relation in sorted(relations)
            if (mine := rows_of(here, relation)) != (theirs := rows_of(there, relation))
        }
        assert different == {}
        filled = [relation for relation in relations if rows_of(here, relation)]
        assert len(filled) > 35


def test_an_export_never_mixes_with_what_is_there(institute: Institute, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(RawExportError, match="not an empty folder"):
        export_raw(institute.database_url, tmp_path)


def test_an_export_wants_something_extracted(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(RawExportError, match="headway build"):
        export_raw(database_url, tmp_path / "raw")


def test_nobody_else_may_read_an_export(institute: Institute, tmp_path: Path) -> None:
    export = export_raw(institute.database_url, tmp_path / "raw")
    assert export.folder.stat().st_mode & 0o077 == 0
    assert export.rows["raw.institute"] == 1
