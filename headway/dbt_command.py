"""`headway dbt …`: dbt with this installation's folders and database, for whoever works on the models."""

import json
import os
import subprocess
import time
from pathlib import Path

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
    """Runs dbt and returns its exit code; the database is opened only for what needs one.

    The target `portable` needs none: it reads and writes files, named by the environment, and keeps its own manifest.
    """
    from pipelines.lib.dbt_project import (
        DBT_FOLDER,
        dbt_environment,
        dbt_executable,
        forget_older_parse,
        target_folder,
    )

    def run(database_url: str | None, target: Path | None = None) -> int:
        dbt_environment(database_url)
        if target is not None:
            os.environ["DBT_TARGET_PATH"] = str(target)
        said = arguments
        if database_url is not None:
            with connect(database_url) as connection:
                said = with_thresholds(arguments, with_chosen(get_settings(), connection))
        forget_older_parse(target or target_folder())
        began = time.time()
        code = subprocess.run([str(dbt_executable()), *said], cwd=DBT_FOLDER, check=False).returncode  # noqa: S603
        if code != 0:
            tell_failed_tests(console, target or target_folder(), since=began)
        return code

    if is_portable(arguments):
        if not _name_files(console):
            return 1
        return run(None, target_folder().parent / "portable")
    if arguments and arguments[0] in _WITHOUT_DATABASE:
        return run(None)
    with open_database(console) as database_url:
        return run(database_url)


def tell_failed_tests(console: Console, target: Path, *, since: float) -> None:
    """Says of every data test that failed since then what is wrong, why it matters and how to resolve it."""
    from pipelines.lib.data_tests import failed_tests_of

    for failed in failed_tests_of(target, since=since):
        console.print(failed.told(), markup=False)


def is_portable(arguments: list[str]) -> bool:
    """Whether dbt is to build on DuckDB, from exported files."""
    pairs = list(zip(arguments, arguments[1:], strict=False))
    return "--target=portable" in arguments or ("--target", "portable") in pairs or ("-t", "portable") in pairs


def _name_files(console: Console) -> bool:
    """Names the files absolutely, since dbt runs in its own folder; False, with a word, when there are no raw rows."""
    raw = Path(os.environ.get("HEADWAY_RAW_FOLDER", "raw-export")).absolute()
    os.environ["HEADWAY_RAW_FOLDER"] = str(raw)
    os.environ["HEADWAY_PORTABLE_FILE"] = str(
        Path(os.environ.get("HEADWAY_PORTABLE_FILE", "warehouse.duckdb")).absolute()
    )
    if not (raw / "raw").is_dir():
        console.print(f"{raw} holds no raw rows: write them with `headway warehouse raw-export FOLDER`,")
        console.print("and name the folder in HEADWAY_RAW_FOLDER.")
        return False
    return True


def with_thresholds(arguments: list[str], settings: Settings) -> list[str]:
    """The arguments with the thresholds that the pipeline builds by, or a build by hand would make the facts otherwise.

    Whoever gives `--vars` has decided for themselves.
    """
    if not arguments or arguments[0] not in _BY_THRESHOLDS or any(one.startswith("--vars") for one in arguments):
        return arguments
    return [*arguments, "--vars", json.dumps({"mastery_level": settings.mastery_level})]
