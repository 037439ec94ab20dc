"""`python -m bench.warehouse`: measures an institute and one of a tenth of it, and prints both side by side."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench.warehouse.home import FIGURES, PHASES
from bench.warehouse.institute import MEDIUM_ROWS
from bench.warehouse.report import document, print_tables

SMALLER = 10


def measure(home: Path, rows: int, phases: list[str]) -> None:
    """Measures one institute in a process of its own."""
    command = [sys.executable, "-m", "bench.warehouse.home", str(home), "--rows", str(rows), "--phases", *phases]
    subprocess.run(command, check=True)  # noqa: S603 - a module of our own


def run(console: Console, folder: Path, rows: int, phases: list[str]) -> None:
    """Measures both; prints as soon as everything is there."""
    homes = {size: folder / f"rows-{size}" for size in (rows // SMALLER, rows)}
    for size, home in homes.items():
        console.print(f"An institute of {size:,} attendance rows:")
        measure(home, size, phases)
    small, large = (json.loads((home / FIGURES).read_text()) for home in homes.values())
    if {"rows", "queries", "by hand"} <= small.keys() & large.keys():
        print_tables(console, small, large)
        console.file.write(json.dumps(document(small, large)) + "\n")


def main() -> None:
    """Reads the arguments and measures."""
    parser = argparse.ArgumentParser(prog="bench.warehouse", description=__doc__)
    parser.add_argument("--rows", type=int, default=MEDIUM_ROWS, help="attendance rows of the larger institute")
    parser.add_argument("--folder", type=Path, help="kept, with what is measured; a later run measures the rest")
    parser.add_argument("--phases", nargs="*", choices=PHASES, default=PHASES, help="measure these only")
    chosen = parser.parse_args()
    console = Console(width=120)
    if chosen.folder is not None:
        run(console, chosen.folder, chosen.rows, chosen.phases)
        return
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        run(console, Path(folder), chosen.rows, chosen.phases)


if __name__ == "__main__":
    main()
