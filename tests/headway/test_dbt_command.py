"""`headway dbt` goes by the thresholds that the pipeline goes by, and builds on DuckDB without any database."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from headway.dbt_command import is_portable, run_dbt_command, with_thresholds
from warehouse.settings import Settings

SETTINGS = Settings(mastery_level=4)


@pytest.mark.parametrize("command", ["build", "run", "test"])
def test_what_writes_or_asks_is_told_the_mastery_level(command: str) -> None:
    said = with_thresholds([command, "--select", "marts"], SETTINGS)
    assert said == [command, "--select", "marts", "--vars", '{"mastery_level": 4}']


@pytest.mark.parametrize("arguments", [[], ["debug"], ["build", "--vars", "{}"], ["build", "--vars={}"]])
def test_anything_else_and_whoever_decides_is_left_alone(arguments: list[str]) -> None:
    assert with_thresholds(arguments, SETTINGS) == arguments


@pytest.mark.parametrize("said", [["--target", "portable"], ["--target=portable"], ["-t", "portable"]])
def test_the_portable_target_is_heard_however_it_is_said(said: list[str]) -> None:
    assert is_portable(["build", *said, "--select", "marts"])


@pytest.mark.parametrize("said", [[], ["--select", "portable"], ["--target", "warehouse"]])
def test_nothing_else_is_taken_for_it(said: list[str]) -> None:
    assert not is_portable(["build", *said])


def test_a_portable_build_without_raw_rows_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_RAW_FOLDER", str(tmp_path))
    monkeypatch.setenv("HEADWAY_PORTABLE_FILE", str(tmp_path / "warehouse.duckdb"))
    console = Console(file=StringIO(), width=200)
    assert run_dbt_command(console, ["build", "--target", "portable"]) == 1
    assert "headway warehouse raw-export" in console.file.getvalue()  # type: ignore[attr-defined]
