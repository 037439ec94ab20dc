"""A home that was moved, copied or restored somewhere else: its snapshots name their Parquet files by the old place.

The views in `warehouse.duckdb` hold whole paths, so that whoever opens the file with a DuckDB of their own finds the
rows from any working directory. Where a home has moved, they are told the new place once.
"""

import json

import duckdb

from warehouse.published import BUILD_FILE, PARQUET_FOLDER, WAREHOUSE_FILE
from warehouse.settings import Settings


def relocate(settings: Settings) -> int:
    """Lets the snapshots of a moved home find their files again; cheap when nothing has moved.

    Returns:
        How many snapshots had moved.
    """
    if not settings.snapshots_folder.exists():
        return 0
    moved = 0
    for folder in settings.snapshots_folder.resolve().iterdir():
        told_file = folder / BUILD_FILE
        if folder.is_symlink() or not told_file.exists():
            continue
        told = json.loads(told_file.read_text())
        before = told.get("folder")
        if before is None or before == str(folder):
            continue
        with duckdb.connect(folder / WAREHOUSE_FILE) as connection:
            views = connection.execute("select sql from duckdb_views() where not internal").fetchall()
            for (statement,) in views:
                here = statement.replace(f"{before}/{PARQUET_FOLDER}/", f"{folder}/{PARQUET_FOLDER}/")
                connection.execute(here.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))
        told_file.write_text(json.dumps(told | {"folder": str(folder)}, indent=1))
        moved += 1
    return moved
