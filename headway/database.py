"""What every command needs first: a database that answers and stands at the newest schema."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from psycopg import OperationalError
from rich.console import Console

from warehouse.relocation import relocate
from warehouse.server import EmbeddedServerError, running_server
from warehouse.settings import get_settings


@contextmanager
def open_database(console: Console) -> Iterator[str]:
    """A migrated database: the embedded server is started when it is not running.

    Its URL is also put into `HEADWAY_DATABASE_URL`, so that whatever this process calls finds the same database.

    Raises:
        typer.Exit: there is no database to be had; the reason has been printed.
    """
    from ingest_api.migrations.runner import upgrade

    settings = get_settings()
    try:
        with running_server(settings) as database_url:
            os.environ["HEADWAY_DATABASE_URL"] = database_url
            get_settings.cache_clear()
            upgrade(database_url)
            relocate(settings)
            yield database_url
    except EmbeddedServerError as error:
        console.print(f"[red]The database did not start.[/red] {error}")
        raise typer.Exit(1) from error
    except OperationalError as error:
        console.print(f"[red]The database does not answer.[/red] {error}")
        raise typer.Exit(1) from error
