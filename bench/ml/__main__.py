"""`python -m bench.ml`: makes or imports an institute in a home of its own, measures, prints."""

import argparse
import json
import os
import tempfile
from datetime import date, datetime
from pathlib import Path

from rich.console import Console

from bench.ml.institute import make_institute
from bench.ml.measure import READINGS, measure
from bench.ml.report import document, print_tables
from headway.database import open_database
from headway.demonstration import DEMO_TIME_ZONE
from ingest_api.imports import run_import
from warehouse.postgres import connect
from warehouse.settings import get_settings

_COUNTS = (
    "select status, count(*) from operational.student_subject_enrollments group by status "
    "union all select 'marks', count(*) from operational.session_attendance"
)


def fill(database_url: str, active: int, folder: Path | None, as_of: date) -> dict[str, int]:
    """Puts an institute into an empty database; how many enrolments by status, and marks.

    Raises:
        RuntimeError: the folder was refused.
    """
    if folder is not None:
        report = run_import(database_url, folder, as_of=as_of)
        if not report.is_written:
            raise RuntimeError(f"{folder}: {next(iter(report.errors), 'nothing was written')}")
    with connect(database_url) as connection:
        if folder is None:
            make_institute(connection, active, as_of)
        counts: dict[str, int] = dict(connection.execute(_COUNTS).fetchall())
    with connect(database_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    return counts


def main() -> None:
    """Reads the arguments and measures."""
    parser = argparse.ArgumentParser(prog="bench.ml", description=__doc__)
    parser.add_argument("--active", type=int, default=20_000, help="active enrolments of the simulated institute")
    parser.add_argument("--import", dest="folder", type=Path, help="measure and evaluate this import folder instead")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the institute's clock; today when it is simulated")
    chosen = parser.parse_args()
    console = Console(width=160)
    as_of = chosen.as_of or datetime.now(DEMO_TIME_ZONE).date()
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as home:
        os.environ["HEADWAY_HOME"] = home
        get_settings.cache_clear()
        with open_database(console) as database_url:
            console.print("An institute is put into the database …")
            counts = fill(database_url, chosen.active, chosen.folder, as_of)
            figures = measure(database_url, get_settings(), console)
    told = document(counts, figures, is_simulated=chosen.folder is None)
    print_tables(console, counts, figures, told, READINGS)
    console.file.write(json.dumps(told, default=str) + "\n")


if __name__ == "__main__":
    main()
