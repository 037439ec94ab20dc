"""`headway dbt …`: dbt with this installation's folders and database, for whoever works on the models."""

import json
import subprocess

from rich.console import Console

from headway.database import open_database
from warehouse.chosen import with_chosen
from warehouse.postgres import connect
from warehouse.settings import Settings, get_settings

# These look at files only.
_WITHOUT_DATABASE = {"parse", "list", "ls", "clean", "deps"}
# These write or ask by the institute's thresholds.
_BY_THRESHOLDS = {"build", "compile", "run", "show", "snapshot", "test"}


def run_dbt_command(console: Console, arguments: list[str]) -> int:
    """Runs dbt and returns its exit code; the database is opened only for what needs one."""
    from pipelines.lib.dbt_project import DBT_FOLDER, dbt_environment, dbt_executable

    def run(database_url: str | None) -> int:
        dbt_environment(database_url)
        said = arguments
        if database_url is not None:
            with connect(database_url) as connection:
                said = with_thresholds(arguments, with_chosen(get_settings(), connection))
        return subprocess.run([str(dbt_executable()), *said], cwd=DBT_FOLDER, check=False).returncode  # noqa: S603

    if arguments and arguments[0] in _WITHOUT_DATABASE:
        return run(None)
    with open_database(console) as database_url:
        return run(database_url)


def with_thresholds(arguments: list[str], settings: Settings) -> list[str]:
    """The arguments with the thresholds that the pipeline builds by, or a build by hand would make the facts otherwise.

    Whoever gives `--vars` has decided for themselves.
    """
    if not arguments or arguments[0] not in _BY_THRESHOLDS or any(one.startswith("--vars") for one in arguments):
        return arguments
    return [*arguments, "--vars", json.dumps({"mastery_level": settings.mastery_level})]
