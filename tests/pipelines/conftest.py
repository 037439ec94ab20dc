"""An institute in a database and a home of its own, imported and built as a person does it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.postgres import connect
from warehouse.published import open_snapshot
from warehouse.settings import Settings

# A process begins with the size of the one that made it, so a small one stands between: this one is large.
_MEASURED = """
import pathlib, resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "headway", *sys.argv[2:]], check=False).returncode
pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


@dataclass
class Ended:
    """What a command said, and the largest resident size (GiB) that it, or a process that it waited for, has had."""

    returncode: int
    output: str
    peak_memory_gib: float


@dataclass
class Institute:
    """A database, and the home in which it is published."""

    database_url: str
    home: Path

    @property
    def settings(self) -> Settings:
        """Where this institute is published."""
        return Settings(home=self.home)

    def headway(self, *arguments: str) -> Ended:
        """The command line, in a process of its own."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWAY_", "DAGSTER_"))}
        environment |= {"HEADWAY_HOME": str(self.home), "HEADWAY_DATABASE_URL": self.database_url, "NO_COLOR": "1"}
        self.home.mkdir(parents=True, exist_ok=True)
        peak = self.home.with_suffix(".peak_kib")
        told = subprocess.run(
            [sys.executable, "-c", _MEASURED, str(peak), *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=1700,
            check=False,
        )
        return Ended(told.returncode, told.stdout, int(peak.read_text()) / 2**20)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the published snapshot."""
        with open_snapshot(self.settings) as snapshot:
            return snapshot.execute(query).fetchall()

    def operational(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the operational tables."""
        with connect(self.database_url) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]

    def content(self) -> list[tuple[Any, ...]]:
        """What the published relations hold: rows and a hash of each."""
        return self.rows("select relation, row_count, content_hash from reporting.rpt_build order by relation")
