"""The data dictionary is generated, whole, and up to date."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.settings import PROJECT_ROOT


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The dictionary as the command line writes it now."""
    folder = tmp_path_factory.mktemp("dictionary")
    told = subprocess.run(
        [sys.executable, "-m", "headway", "dictionary", str(folder / "dictionary.md")],
        env=os.environ | {"HEADWAY_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return (folder / "dictionary.md").read_text()


def test_the_committed_dictionary_is_the_generated_one(written: str) -> None:
    committed: Path = PROJECT_ROOT / "docs" / "data-dictionary.md"
    assert committed.read_text() == written, "run `make dictionary`"


def test_every_column_has_a_type_and_words(written: str) -> None:
    rows = [line.split("|") for line in written.splitlines() if line.startswith("| ") and "---" not in line]
    columns = [row for row in rows if row[1].strip() != "column"]
    assert len(columns) > 100
    assert all(row[2].strip() and row[3].strip() for row in columns)
