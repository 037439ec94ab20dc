"""The command line works on an empty home, says what is missing, and fails with a word and an exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def headway(home: Path, *arguments: str, words: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the real command line in a process of its own, with a home of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HEADWAY_")}
    return subprocess.run(
        [sys.executable, "-m", "headway", *arguments],
        env=environment | {"HEADWAY_HOME": str(home), "COLUMNS": "200", "NO_COLOR": "1"},
        input=words,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An import folder with one campus."""
    folder = tmp_path / "institute"
    folder.mkdir()
    (folder / "campuses.csv").write_text("code,name,time_zone\nNORTH,North,Asia/Kolkata\n")
    return folder


def test_doctor_on_an_empty_home_finds_nothing_broken(server_home: Path) -> None:
    told = headway(server_home, "doctor")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "headway build" in told.stdout
    assert "PostgreSQL 18 answers" in told.stdout


def test_the_warehouse_path_before_any_build_says_what_to_do(server_home: Path) -> None:
    told = headway(server_home, "warehouse", "path")
    assert told.returncode == 1
    assert "headway build" in told.stderr


def test_raw_rows_before_any_build_are_not_exported(server_home: Path, tmp_path: Path) -> None:
    told = headway(server_home, "warehouse", "raw-export", str(tmp_path / "raw"))
    assert told.returncode == 1
    assert "headway build" in told.stderr
    assert not (tmp_path / "raw").exists()


def test_an_import_on_an_empty_home_starts_the_server_and_counts(server_home: Path, folder: Path) -> None:
    told = headway(server_home, "import", str(folder))
    assert told.returncode == 0, told.stdout + told.stderr
    assert "campuses.csv" in told.stdout


def test_a_faulty_import_fails_and_names_file_line_and_column(server_home: Path, tmp_path: Path, folder: Path) -> None:
    (folder / "students.csv").write_text("enrollment_no,first_name,campus,status\nS1,Asha,SOUTH,active\n")
    told = headway(server_home, "import", str(folder), "--errors", str(tmp_path / "errors.csv"))
    assert told.returncode == 1
    assert "students.csv" in told.stdout
    assert "SOUTH" in (tmp_path / "errors.csv").read_text()


def test_a_user_is_created_with_a_prompted_password_and_listed(server_home: Path) -> None:
    home = server_home
    arguments = ("user", "create", "boss@institute.example", "--role", "super_admin", "--first-name", "Boss")
    made = headway(home, *arguments, words="long-enough-1\nlong-enough-1\n")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "boss@institute.example" in headway(home, "user", "list").stdout
    again = headway(home, *arguments, words="long-enough-1\nlong-enough-1\n")
    assert again.returncode == 1
    assert "boss@institute.example" in again.stdout


def test_demo_data_is_written_as_an_import_folder(server_home: Path, tmp_path: Path) -> None:
    told = headway(server_home, "demo-data", str(tmp_path / "demo"), "--as-of", "2026-06-15")
    assert told.returncode == 0, told.stdout + told.stderr
    assert (tmp_path / "demo" / "attendance.csv").stat().st_size > 0
