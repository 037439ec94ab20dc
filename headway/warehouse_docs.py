"""dbt's own documentation with its lineage graph, as one page that the dashboards serve to staff.

Made in a folder of its own: dbt writes its manifest while it works, and the pipelines are reading theirs.
"""

import shutil
import subprocess
from pathlib import Path

import psutil

from warehouse.documentation import docs_page
from warehouse.settings import Settings

# Whoever is at work on the machine comes first.
_NICENESS = 10


class DocsError(RuntimeError):
    """dbt could not make its documentation; the message is dbt's."""


def make_docs(settings: Settings, database_url: str) -> Path:
    """Makes the page anew, at low priority, and returns where it is.

    Raises:
        DocsError: dbt failed.
    """
    from pipelines.lib.dbt_project import DBT_FOLDER, dbt_environment, dbt_executable, manifest_path

    page = docs_page(settings)
    page.parent.mkdir(parents=True, exist_ok=True)
    # Without compiling, dbt shows the manifest that it finds and writes none.
    shutil.copyfile(manifest_path(), page.parent / "manifest.json")
    dbt_environment(database_url)
    command = [str(dbt_executable()), "--quiet", "docs", "generate", "--static", "--no-compile"]
    with subprocess.Popen(  # noqa: S603 - dbt of this environment on our own project
        [*command, "--target-path", str(page.parent)],
        cwd=DBT_FOLDER,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as dbt:
        psutil.Process(dbt.pid).nice(_NICENESS)
        said = dbt.communicate()[0]
    if dbt.returncode != 0:
        raise DocsError(said.strip())
    return page


def keep_docs_fresh(settings: Settings, database_url: str) -> None:
    """Makes the page when it is missing or older than the dbt project; a failure goes to `logs/warehouse-docs.log`."""
    from pipelines.lib.dbt_project import DBT_FOLDER

    page = docs_page(settings)
    newest = max(path.stat().st_mtime for path in DBT_FOLDER.rglob("*") if path.suffix in {".sql", ".yml", ".md"})
    if page.exists() and page.stat().st_mtime >= newest:
        return
    try:
        make_docs(settings, database_url)
    except RuntimeError as error:
        # dbt could not even read the project, or not document it.
        settings.logs_folder.mkdir(parents=True, exist_ok=True)
        (settings.logs_folder / "warehouse-docs.log").write_text(f"{error}\n", encoding="utf-8")
