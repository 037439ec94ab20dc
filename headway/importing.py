"""`headway import`: a progress bar and words around the importer."""

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ingest_api.imports import ImportReport, render_report, run_import, write_errors_csv


def import_with_progress(
    console: Console,
    database_url: str,
    folder: Path,
    *,
    dry_run: bool = False,
    as_of: date | None = None,
    errors_path: Path | None = None,
    is_demo: bool = False,
) -> bool:
    """Imports a folder or zip and tells what happened.

    Returns:
        Whether everything was accepted.
    """
    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, int] = {}

        def show(name: str, done: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=done, total=total)  # type: ignore[arg-type]

        report: ImportReport = run_import(
            database_url, folder, dry_run=dry_run, as_of=as_of, is_demo=is_demo, progress=show
        )
    console.print(render_report(report), markup=False)
    if report.errors and errors_path is not None:
        write_errors_csv(report, errors_path)
        console.print(f"Every error: {errors_path}")
    return not report.errors
