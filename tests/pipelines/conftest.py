"""An institute in a database and a home of its own, imported and built as a person does it."""

import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.postgres import connect
from warehouse.published import open_snapshot
from warehouse.settings import Settings


@dataclass
class Institute:
    """A database, and the home in which it is published."""

    database_url: str
    home: Path

    @property
    def settings(self) -> Settings:
        """Where this institute is published."""
        return Settings(home=self.home)

    def headway(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line, in a process of its own."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("HEADWAY_", "DAGSTER_"))}
        environment |= {"HEADWAY_HOME": str(self.home), "HEADWAY_DATABASE_URL": self.database_url, "NO_COLOR": "1"}
        return subprocess.run(
            [sys.executable, "-m", "headway", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=560,
            check=False,
        )

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


def peak_memory_gib() -> float:
    """The largest resident size that any finished child process of this one has had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
