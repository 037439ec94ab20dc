"""The data dictionary is generated, whole, and up to date."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.metrics import get_registry
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


def test_every_column_has_words_and_where_a_contract_holds_a_type(written: str) -> None:
    relation, columns = "", 0
    for line in written.splitlines():
        if line.startswith("### "):
            relation = line.removeprefix("### ")
        cells = [cell.strip() for cell in line.split("|")]
        if not line.startswith("| ") or cells[1] == "column":
            continue
        columns += 1
        assert cells[3], (relation, cells[1])
        # Steps between models (`int_`) have no contract.
        assert cells[2] or ".int_" in relation, (relation, cells[1])
    assert columns > 100


def test_every_metric_stands_in_it(written: str) -> None:
    _, told = written.split("\n## metrics\n")
    assert [name for name in get_registry().metrics if f"| `{name}` |" not in told] == []
