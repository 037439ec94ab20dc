"""`headway warehouse …` and `headway analyst`: what analysts do with the published warehouse, told in words.

Belongs here: arguments and tables on the console. What is asked, exported and compared stands in `warehouse/`.
"""

from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from warehouse.attribution import ROWS, Attribution, attribute, typed_measure
from warehouse.compare import CompareError, Difference, RelationChange, changed_relations, difference
from warehouse.differing_months import differing_months
from warehouse.documentation import documentation
from warehouse.exports import ExportError, Format, relation_query, write_file
from warehouse.history import UnknownBuildError, find_build, known_builds
from warehouse.published import Build, current_build, open_snapshot
from warehouse.queries import QueryError, in_words
from warehouse.settings import Settings, get_settings

console = Console(highlight=False)
problems = Console(stderr=True, highlight=False)


def open_warehouse(
    command: Annotated[str | None, typer.Option("--command", "-c", help="Run one statement and end.")] = None,
) -> None:
    """Open the current snapshot for SQL, and print where it is."""
    from headway.warehouse_shell import open_shell

    settings = get_settings()
    raise typer.Exit(0 if open_shell(console, settings, _current(settings), command) else 1)


def export(
    relation: Annotated[str, typer.Argument(help="A relation of the snapshot, such as marts.fct_attendance.")],
    to: Annotated[Path, typer.Option(help="The file to write.")],
    kind: Annotated[Format | None, typer.Option("--format", help="By default what the file's ending says.")] = None,
    where: Annotated[str | None, typer.Option(help="A condition in SQL, as after the word where.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file when it is there.")] = False,
) -> None:
    """Write a relation, or some of its rows, to a CSV, Excel or Parquet file."""
    settings = get_settings()
    build = _current(settings)
    chosen = kind or next((one for one in Format if to.suffix.lower() == f".{one}"), None)
    if chosen is None:
        _fail("Say which format: --format csv, xlsx or parquet, or end the file's name with it.")
    if to.exists() and not force:
        _fail(f"{to} is there already; --force replaces it.")
    try:
        with open_snapshot(settings, build=build) as snapshot:
            rows = write_file(snapshot, relation_query(snapshot, relation, where), chosen, to)
    except (ExportError, QueryError, OSError) as error:
        _fail(str(error))
    console.print(f"Wrote {rows:,} rows of {relation} (build {build.build_id}) to {to}", soft_wrap=True)


def builds() -> None:
    """List the snapshots that are there, the newest first."""
    table = Table("build", "built at (UTC)", "figures as of", "extract")
    for build in known_builds(get_settings()):
        made = f"{build.built_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(build.build_id, made, str(build.source_as_of), str(build.extract_id))
    console.print(table)


def compare(
    old: Annotated[str, typer.Argument(help="A build's id, a day, previous or yesterday.")] = "yesterday",
    new: Annotated[str, typer.Argument(help="The same, or current.")] = "current",
    relation: Annotated[str | None, typer.Option(help="Show the rows of one relation that differ.")] = None,
    metric: Annotated[str | None, typer.Option(help="Explain the change of a metric of the registry.")] = None,
    value: Annotated[str | None, typer.Option(help="The same of a sum or count over the relation, in SQL.")] = None,
    per: Annotated[str | None, typer.Option(help="A sum or count that the value is divided by.")] = None,
    by: Annotated[str, typer.Option(help="Whose part: month, campus, subject, faculty or a column.")] = "month",
    limit: Annotated[int, typer.Option(min=1, help="How many lines to show.")] = 20,
) -> None:
    """Tell what changed between two snapshots: relations, rows, and why a number is another one."""
    settings = get_settings()
    if relation is None and metric is None and (value or per):
        _fail("Say of which relation: --relation marts.fct_attendance")
    try:
        before, after = find_build(settings, old), find_build(settings, new)
        measure = typed_measure(value, per) if value else ROWS
        if metric is not None:
            from warehouse.explained_metrics import explained_metric

            relation, measure = explained_metric(metric)
        console.print(f"{_named(before)}\n→ {_named(after)}", soft_wrap=True)
        with open_snapshot(settings, build=before) as old_one, open_snapshot(settings, build=after) as new_one:
            documented, within = documentation(settings), differing_months(before, after)
            if relation is None:
                _show_relations(changed_relations(old_one, new_one, documented, within))
                return
            key = documented[relation].key if relation in documented else ()
            with difference(old_one, new_one, relation, key, within.get(relation, "true")) as found:
                _show_number(attribute(old_one, new_one, found, measure, by), by, limit)
                _show_rows(found, limit)
    except (CompareError, UnknownBuildError) as error:
        _fail(str(error))
    except duckdb.Error as error:
        # What `--value`, `--per` or `--by` asked for is at fault.
        _fail(in_words(error))


def docs() -> None:
    """Make dbt's documentation with its lineage graph; the dashboards serve it to staff."""
    from headway.database import open_database
    from headway.warehouse_docs import DocsError, make_docs

    settings = get_settings()
    try:
        with open_database(console) as database_url, console.status("dbt writes its documentation …"):
            page = make_docs(settings, database_url)
    except DocsError as error:
        _fail(str(error))
    console.print(f"Wrote {page}\nThe dashboards serve it under /warehouse-docs.", soft_wrap=True)


def analyst() -> None:
    """Print the address under which analysts read PostgreSQL; makes the read-only role when it is missing."""
    from headway.database import open_database
    from warehouse.analysts import AnalystRoleError, ensure_analyst

    with open_database(problems) as database_url:
        try:
            url = ensure_analyst(database_url, get_settings())
        except AnalystRoleError as error:
            _fail(str(error))
    typer.echo(url)
    problems.print("Reads marts, features, reporting and predictions. Works while the database runs (`headway up`).")


def _current(settings: Settings) -> Build:
    build = current_build(settings)
    if build is None:
        _fail("Nothing has been published yet: run `headway build` first.")
    return build


def _fail(said: str) -> NoReturn:
    problems.print(said, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def _named(build: Build) -> str:
    return f"{build.build_id} of {build.built_at:%Y-%m-%d %H:%M} UTC, figures as of {build.source_as_of}"


def _show_relations(changes: list[RelationChange]) -> None:
    if not changes:
        console.print("Both hold the same rows.")
        return
    table = Table("relation", "rows before", "after", "added", "removed", "changed")
    for change in changes:
        counts = (change.rows_before, change.rows_after, change.added, change.removed, change.changed)
        table.add_row(change.relation, *(f"{count:,}" for count in counts))
    console.print(table)
    console.print("--metric NAME explains a number, --relation NAME shows the rows.")


def _show_number(told: Attribution, by: str, limit: int) -> None:
    console.print(f"\n{told.measure.label}: {_number(told.before)} → {_number(told.after)}", markup=False)
    for kind, share in told.by_kind.items():
        console.print(f"  {kind + ' rows':<14} {_signed(share)}")
    table = Table(by, "before", "after", "added", "removed", "changed", "share in the change")
    for part in told.parts[:limit]:
        counts = (f"{count:,}" for count in (part.added, part.removed, part.changed))
        table.add_row(part.label, _number(part.before), _number(part.after), *counts, _signed(part.share_in_change))
    console.print(table)


def _show_rows(found: Difference, limit: int) -> None:
    table = Table("", "row", "column", "before", "after")
    for line in found.rows(limit):
        table.add_row(*line)
    console.print(table)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.6g}"


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+,.6g}"
