"""Demo institutes that the tests read: generated once per run, on an ordinary day, a Sunday and a holiday."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from headway.demo import DemoSummary, generate
from headway.demo.folder import HEADERS

SATURDAY = date(2025, 11, 22)
SUNDAY = date(2026, 3, 8)
REPUBLIC_DAY = date(2026, 1, 26)


@dataclass(frozen=True)
class Institute:
    """A generated folder and its files as text tables."""

    summary: DemoSummary
    tables: dict[str, pd.DataFrame]

    @property
    def as_of(self) -> str:
        return self.summary.as_of.isoformat()

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """Read every file with each cell as text, empty where nothing is known."""
    return {name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in HEADERS}


def _institute(folder: Path, as_of: date) -> Institute:
    return Institute(generate(folder, as_of=as_of), read(folder))


@pytest.fixture(scope="session")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Institute:
    return _institute(tmp_path_factory.mktemp("ordinary"), SATURDAY)


@pytest.fixture(scope="session", params=[SATURDAY, SUNDAY, REPUBLIC_DAY], ids=["saturday", "sunday", "holiday"])
def institute(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ordinary: Institute
) -> Institute:
    return ordinary if request.param == SATURDAY else _institute(tmp_path_factory.mktemp("demo"), request.param)
