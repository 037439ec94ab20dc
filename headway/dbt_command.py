"""`headway dbt …`: dbt with this installation's folders and database, for whoever works on the models."""

import subprocess

from rich.console import Console

from headway.database import open_database

# These look at files only.
_WITHOUT_DATABASE = {"parse", "list", "ls", "clean", "deps"}


def run_dbt_command(console: Console, arguments: list[str]) -> int:
    """Runs dbt and returns its exit code; the database is opened only for what needs one."""
    from pipelines.lib.dbt_project import DBT_FOLDER, dbt_environment, dbt_executable

    def run(database_url: str | None) -> int:
        dbt_environment(database_url)
        return subprocess.run([str(dbt_executable()), *arguments], cwd=DBT_FOLDER, check=False).returncode  # noqa: S603

    if arguments and arguments[0] in _WITHOUT_DATABASE:
        return run(None)
    with open_database(console) as database_url:
        return run(database_url)
