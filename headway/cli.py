"""The command line, `headway`: each command opens the database, calls the wing that does the work, and tells about it.

Belongs here: arguments, words, exit codes. What a command does stands in the wings and in the modules beside this one.
"""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from headway import warehouse_command
from headway.database import open_database
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Headway, the academics platform of an institute.")
warehouse_app = typer.Typer(no_args_is_help=True, help="The published warehouse.")
user_app = typer.Typer(no_args_is_help=True, help="Who may log in.")
app.add_typer(warehouse_app, name="warehouse")
app.add_typer(user_app, name="user")
app.command("analyst")(warehouse_command.analyst)
warehouse_app.command("open")(warehouse_command.open_warehouse)
warehouse_app.command("export")(warehouse_command.export)
warehouse_app.command("builds")(warehouse_command.builds)
warehouse_app.command("compare")(warehouse_command.compare)
warehouse_app.command("docs")(warehouse_command.docs)
# The file is named, so that a build that sends its workers' output into a log does not send these words along.
console = Console(file=sys.stdout, highlight=False)
problems = Console(stderr=True, highlight=False)


@app.command()
def up() -> None:
    """Set everything up, then serve dashboards, API and Dagster until Ctrl-C."""
    from headway.up.command import run_up

    raise typer.Exit(run_up(console))


@app.command("import")
def import_folder(
    folder: Annotated[Path, typer.Argument(help="A folder or a zip of CSV files or Excel workbooks.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Validate everything, write nothing.")] = False,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The institute's clock.")] = None,
    errors: Annotated[Path | None, typer.Option(help="Write every error into this CSV file.")] = None,
) -> None:
    """Import an institute's spreadsheets: all of them or, on any error, nothing."""
    from headway.importing import import_with_progress

    with open_database(console) as database_url:
        succeeded = import_with_progress(
            console, database_url, folder, dry_run=dry_run, as_of=as_of.date() if as_of else None, errors_path=errors
        )
    raise typer.Exit(0 if succeeded else 1)


@app.command()
def build() -> None:
    """Extract, transform, train, score and publish once, through Dagster's own job."""
    from headway.building import build_once

    with open_database(console) as database_url:
        succeeded = build_once(console, database_url)
    raise typer.Exit(0 if succeeded else 1)


@app.command()
def refresh() -> None:
    """Publish what changed since the last build; `headway up` does this by itself, all the time."""
    from headway.building import build_once

    with open_database(console) as database_url:
        succeeded = build_once(console, database_url, job_name="refresh")
    raise typer.Exit(0 if succeeded else 1)


@app.command()
def doctor() -> None:
    """Look at everything that must be right, and say what is not and how to mend it."""
    from headway.doctor import examine

    raise typer.Exit(0 if examine(console) else 1)


@app.command("dbt", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run_dbt(context: typer.Context) -> None:
    """Run dbt with this installation's database: `headway dbt build --select marts`."""
    from headway.dbt_command import run_dbt_command

    raise typer.Exit(run_dbt_command(console, context.args))


@app.command("demo-data")
def demo_data(
    folder: Annotated[Path, typer.Argument(help="Where to write the import folder.")],
    size: Annotated[str, typer.Option(help="small, medium or large: 300, 20,000 or a million students.")] = "small",
    seed: Annotated[int, typer.Option(help="The same seed makes the same institute.")] = 7,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The institute's today.")] = None,
) -> None:
    """Write the synthetic demo institute as an import folder."""
    from headway.demonstration import write_demo_folder

    write_demo_folder(console, folder, size=size, seed=seed, as_of=as_of.date() if as_of else _today())


@app.command()
def dictionary(path: Annotated[Path, typer.Argument(help="The Markdown file to write.")]) -> None:
    """Write the data dictionary from dbt's documentation."""
    from headway.dictionary import write_dictionary

    write_dictionary(path)
    console.print(f"Wrote {path}")


@app.command("check-docs")
def check_docs() -> None:
    """Whether dbt documents every relation, column, key, test and reader; prints what is missing."""
    from headway.documentation import check_documentation

    raise typer.Exit(0 if check_documentation(console) else 1)


@warehouse_app.command("path")
def warehouse_path() -> None:
    """Print the DuckDB file of the current snapshot."""
    from warehouse.published import current_build

    build = current_build(get_settings())
    if build is None:
        problems.print("Nothing has been published yet: run `headway build` first.")
        raise typer.Exit(1)
    typer.echo(build.warehouse_path)


@warehouse_app.command("raw-export")
def warehouse_raw_export(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder; it will hold personal data.")],
) -> None:
    """Write raw rows and predictions as Parquet, from which dbt builds the same warehouse on DuckDB."""
    from headway.raw_export import export_with_advice

    with open_database(console) as database_url:
        succeeded = export_with_advice(console, problems, database_url, folder)
    raise typer.Exit(0 if succeeded else 1)


@user_app.command("create")
def user_create(
    email: Annotated[str, typer.Argument()],
    role: Annotated[Role, typer.Option(help="Students and faculty come by import; set their password afterwards.")],
    first_name: Annotated[str, typer.Option()],
    last_name: Annotated[str | None, typer.Option()] = None,
    campus: Annotated[str | None, typer.Option(help="The campus code; only a super admin has none.")] = None,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Create somebody who may log in."""
    from headway.users import create

    with open_database(console) as database_url:
        succeeded = create(
            console,
            database_url,
            email=email,
            role=role,
            first_name=first_name,
            last_name=last_name,
            campus_code=campus,
            password=password,
        )
    raise typer.Exit(0 if succeeded else 1)


@user_app.command("password")
def user_password(
    email: Annotated[str, typer.Argument()],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Set somebody's password; this is also how an imported person gets to log in."""
    from headway.users import change_password

    with open_database(console) as database_url:
        succeeded = change_password(console, database_url, email, password)
    raise typer.Exit(0 if succeeded else 1)


@user_app.command("list")
def user_list() -> None:
    """List who may log in."""
    from headway.users import show

    with open_database(console) as database_url:
        show(console, database_url)


def _today() -> date:
    from datetime import UTC

    return datetime.now(UTC).date()
