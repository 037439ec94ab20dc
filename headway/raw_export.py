"""`headway warehouse raw-export`: the files from which dbt builds the warehouse on DuckDB, and the words how."""

import json
import shlex
from pathlib import Path

from rich.console import Console

from warehouse.chosen import with_chosen
from warehouse.postgres import connect
from warehouse.raw_export import RawExportError, export_raw
from warehouse.settings import get_settings


def export_with_advice(console: Console, problems: Console, database_url: str, folder: Path) -> bool:
    """Exports, and prints the command that builds from the files by the institute's own threshold.

    Returns:
        Whether everything was written; if not, the reason has been printed.
    """
    try:
        export = export_raw(database_url, folder.absolute())
    except RawExportError as error:
        problems.print(f"Nothing was exported: {error}.")
        return False
    with connect(database_url) as connection:
        settings = with_chosen(get_settings(), connection)
    variables = json.dumps({"mastery_level": settings.mastery_level})
    console.print(f"Wrote {sum(export.rows.values()):,} rows of {len(export.rows)} tables into {export.folder}.")
    console.print("They hold personal data: only you may read the folder. To build the warehouse from it on DuckDB:")
    console.print(
        f"  HEADWAY_RAW_FOLDER={shlex.quote(str(export.folder))} HEADWAY_PORTABLE_FILE=warehouse.duckdb "
        f"headway dbt build --target portable --vars {shlex.quote(variables)}",
        soft_wrap=True,
    )
    return True
