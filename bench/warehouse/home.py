"""Everything that is measured of one institute, in a home of its own: `python -m bench.warehouse.home HOME --rows N`.

A process for each home, because settings, dbt and Dagster belong to a process. What has been measured is kept in the
home, phase by phase, so that a home can be used again and a long measurement be made in pieces.
"""

import argparse
import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.warehouse import by_hand, queries
from bench.warehouse.institute import write_institute
from bench.warehouse.refresh import Run, run_job
from headway.database import open_database
from headway.demonstration import DEMO_TIME_ZONE
from ingest_api.imports import run_import
from pipelines.lib.instance import prepare_instance
from warehouse.postgres import connect
from warehouse.published import open_snapshot
from warehouse.settings import get_settings

FIGURES = "bench-warehouse.json"
# The models that are measured beside the script by hand.
BY_HAND_MODELS = ("fct_attendance", "int_institute__day", "rpt_institute_day")


class Kept:
    """Figures by phase, in a file of the home."""

    def __init__(self, path: Path, console: Console) -> None:
        self._path, self._console = path, console
        self.figures: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}

    def measure(self, phase: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, or what it gave in this home before."""
        if phase not in self.figures:
            self._console.print(f"  {phase} …")
            self.figures[phase] = make()
            self._path.write_text(json.dumps(self.figures, indent=1))
        return self.figures[phase]


class Home:
    """One institute on one embedded PostgreSQL."""

    def __init__(self, home: Path, rows: int, database_url: str) -> None:
        self.home, self.rows, self.database_url = home, rows, database_url
        self.settings = get_settings()

    def prepare(self) -> dict[str, Any]:
        """Writes the import folders."""
        began = time.monotonic()
        # The day before: a bench that runs over midnight keeps its clock.
        as_of = datetime.now(DEMO_TIME_ZONE).date() - timedelta(days=1)
        folders = write_institute(self.home / "institute", self.rows, as_of)
        return {
            "seconds": round(time.monotonic() - began, 2),
            "as_of": as_of.isoformat(),
            "folders": [str(folder) for folder in folders],
        }

    def take(self, folder: str, as_of: str) -> dict[str, Any]:
        """Imports a folder with the importer of `headway import`.

        Raises:
            RuntimeError: it was refused.
        """
        began = time.monotonic()
        report = run_import(self.database_url, Path(folder), as_of=date.fromisoformat(as_of), is_demo=True)
        seconds = round(time.monotonic() - began, 2)
        if not report.is_written:
            raise RuntimeError(f"{folder}: {next(iter(report.errors), 'nothing was written')}")
        rows = {file.file.removesuffix(".csv"): file.rows_inserted for file in report.files}
        shutil.rmtree(folder)
        return {"seconds": seconds, "rows": rows}

    def build(self) -> dict[str, Any]:
        """Everything once, as `headway build` does it."""
        return _told(run_job(self.settings, "build"))

    def incremental(self, folder: str, as_of: str) -> dict[str, Any]:
        """New rows come in; one refresh; then the same by hand."""
        taken = self.take(folder, as_of)
        run = run_job(self.settings, "refresh")
        return {
            "import": taken,
            **_told(run),
            "dbt_s": round(sum(run.nodes.get(model, 0) for model in BY_HAND_MODELS), 2),
            "dbt_idle_s": self.idle(),
            "by_hand_s": by_hand.incremental(self.database_url),
        }

    def idle(self) -> float:
        """What dbt takes for the same models when nothing has changed: its own cost."""
        return by_hand.dbt(self.database_url, self.settings.mastery_level, BY_HAND_MODELS)

    def beside_full(self) -> dict[str, float]:
        """The dbt models made anew, then the script."""
        return {
            "dbt_idle_s": self.idle(),
            "dbt_s": by_hand.dbt(self.database_url, self.settings.mastery_level, BY_HAND_MODELS, full_refresh=True),
            "by_hand_s": by_hand.full(self.database_url),
        }

    def counts(self) -> dict[str, int]:
        """Rows of the published facts."""
        with open_snapshot(self.settings) as snapshot:
            return dict(
                snapshot.execute("select relation, row_count from reporting.rpt_build where row_count > 0").fetchall()
            )

    def settle(self) -> float:
        """What autovacuum does within minutes, before anything is measured against it."""
        began = time.monotonic()
        with connect(self.database_url, autocommit=True) as connection:
            connection.execute("vacuum analyze")
            connection.execute("checkpoint")
        return round(time.monotonic() - began, 2)


def _told(run: Run) -> dict[str, Any]:
    return {"seconds": run.seconds, "steps": run.steps, "nodes": run.nodes, "relations": run.relations}


def measure(home: Path, rows: int, phases: set[str], console: Console) -> None:
    """Measures what is missing; `phases` narrows it."""
    os.environ["HEADWAY_HOME"] = str(home)
    get_settings.cache_clear()
    home.mkdir(parents=True, exist_ok=True)
    kept = Kept(home / FIGURES, console)
    with open_database(console) as database_url:
        one = Home(home, rows, database_url)
        prepare_instance(one.settings, database_url)
        made = kept.measure("institute", one.prepare)
        as_of, [whole, warm_up, *parts] = made["as_of"], made["folders"]
        kept.measure("import", lambda: one.take(whole, as_of))
        if "build" in phases:
            kept.measure("settle", one.settle)
            kept.measure("build", one.build)
            kept.measure("by hand, first", lambda: by_hand.full(database_url))
        if "refresh" in phases:
            kept.measure("settle again", one.settle)
            # The process parses dbt's project and the server reads its tables: not what is measured.
            if "incremental 0" not in kept.figures:
                kept.measure("warm-up", lambda: one.incremental(warm_up, as_of))
            for number, part in enumerate(parts):
                kept.measure(f"incremental {number}", lambda part=part: one.incremental(part, as_of))  # type: ignore[misc]
            kept.measure("rows", one.counts)
        if "queries" in phases:
            kept.measure("queries", lambda: queries.measure(one.settings, home / "native.duckdb"))
        if "by-hand" in phases:
            kept.measure("by hand", one.beside_full)


PHASES = ("import", "build", "refresh", "queries", "by-hand")


def main() -> None:
    """Reads the arguments and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--phases", nargs="*", choices=PHASES, default=PHASES)
    chosen = parser.parse_args()
    measure(chosen.home, chosen.rows, set(chosen.phases), Console(width=120))


if __name__ == "__main__":
    main()
