"""Analysts open, export and compare snapshots on the command line, and are told what is wrong in a line."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from headway.cli import app
from tests.dashboards.snapshots import make_snapshot
from warehouse.published import BUILD_FILE, WAREHOUSE_FILE
from warehouse.settings import get_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with two snapshots: in the later one an enrolment is gone and another faculty member teaches."""
    make_snapshot(tmp_path)
    earlier, later = (tmp_path / "snapshots" / name for name in ("build-1", "build-2"))
    shutil.copytree(earlier, later)
    with duckdb.connect(later / WAREHOUSE_FILE) as connection:
        connection.execute("delete from marts.fct_enrollment where enrollment_id = 13")
        connection.execute("update marts.fct_enrollment set faculty_id = 9 where enrollment_id = 11")
    told = json.loads((later / BUILD_FILE).read_text()) | {
        "build_id": "build-2",
        "built_at": "2999-01-02T00:00:00+00:00",
    }
    (later / BUILD_FILE).write_text(json.dumps(told))
    pointer = tmp_path / "snapshots" / "current"
    pointer.unlink()
    pointer.symlink_to("build-2")
    monkeypatch.setenv("HEADWAY_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    get_settings.cache_clear()
    yield tmp_path
    get_settings.cache_clear()


def headway(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["warehouse", *arguments], input=typed)


def test_one_statement_is_answered(home: Path) -> None:
    told = headway("open", "-c", "select count(*) as campuses from marts.dim_campus")
    assert told.exit_code == 0
    assert "campuses" in told.output


def test_the_prompt_takes_statements_over_several_lines_and_goes_on_after_a_mistake(home: Path) -> None:
    told = headway(
        "open", typed=".tables dim\n.schema marts.dim_campus\nselect nothing;\nselect\n 41 + 1 as answer;\n.quit\n"
    )
    shown = told.output
    assert told.exit_code == 0
    assert "build-2" in shown
    assert "marts.dim_campus" in shown
    assert "time_zone" in shown
    assert "nothing" in shown
    assert "42" in shown


def test_a_faulty_statement_is_a_failure(home: Path) -> None:
    assert headway("open", "-c", "select nothing").exit_code == 1


def test_a_relation_becomes_a_file_by_its_ending(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "campuses.parquet"
    told = headway("export", "marts.dim_campus", "--to", str(path), "--where", "campus_code = 'GOA'")
    assert told.exit_code == 0, told.output
    assert pd.read_parquet(path)["campus_code"].tolist() == ["GOA"]
    again = headway("export", "marts.dim_campus", "--to", str(path))
    assert again.exit_code == 1
    assert "--force" in again.output
    assert headway("export", "marts.dim_campus", "--to", str(path), "--force").exit_code == 0
    assert len(pd.read_parquet(path)) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "marts.dim_campus", "--to", "campuses.txt"), "Say which format"),
        (("export", "marts.dim_campuses", "--to", "campuses.csv"), "marts.dim_campus"),
        (("compare", "build-9"), "build-1"),
        (("compare", "--value", "sum(1)"), "Say of which relation"),
        (("compare", "--relation", "marts.fct_enrollment", "--value", "avg(1)"), "does not add up"),
        (("compare", "--metric", "attendance_rat"), "did you mean attendance_rate"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(home: Path, arguments: tuple[str, ...], words: str) -> None:
    told = headway(*arguments)
    assert told.exit_code == 1
    assert words in told.output
    assert "Traceback" not in told.output


def test_builds_are_listed_and_compared(home: Path) -> None:
    assert "build-1" in headway("builds").output
    told = headway("compare", "previous").output
    assert "marts.fct_enrollment" in told
    told = headway("compare", "--relation", "marts.fct_enrollment", "--by", "campus").output
    assert "Rows: 4 → 3" in told
    assert "enrollment_id 11" in told


def test_a_metric_is_explained_by_its_rows(home: Path) -> None:
    told = headway("compare", "--metric", "enrollments_started", "--by", "faculty_id").output
    assert "4 → 3" in told
    assert "removed rows" in told
