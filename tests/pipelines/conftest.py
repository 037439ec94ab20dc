"""An institute in a database and a home of its own, imported and built as a person does it."""

import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.postgres import connect
from warehouse.published import open_snapshot
from warehouse.settings import Settings


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
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "headway", *arguments], env=environment, stdout=said, stderr=subprocess.STDOUT
            )
            too_long = threading.Timer(560, process.kill)
            too_long.start()
            # Of this process alone; what `getrusage` tells is the largest of all children that ever ended.
            _, status, used = os.wait4(process.pid, 0)
            too_long.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            return Ended(process.returncode, said.read(), used.ru_maxrss / 2**20)

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
