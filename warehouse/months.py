"""How a relation that is published by month is read as one.

Belongs here: SQL over the files of months and over what is held beside them. Writing them is `transfer.py`, choosing
which are written `snapshot_writer.py`.

All months are Parquet files. Of a mart the newest two stand in `warehouse.duckdb` too, as a table: that is what is
asked most, and a question about given days is then answered without reading a file, because the planner sees that
nothing earlier can be meant (of the earlier files it opens one, for the columns).
"""

from collections.abc import Sequence
from pathlib import Path

from warehouse.inventory import UNDATED, Relation
from warehouse.relations import NEWEST

# The last thirty days.
_NEWEST_MONTHS = 2


def newest_months(months: Sequence[str]) -> list[str]:
    """Of months (`YYYY-MM`, or `undated`) those that are held as a table too, in order."""
    return sorted(month for month in months if month != UNDATED)[-_NEWEST_MONTHS:]


def newest_table(relation: Relation) -> str:
    """The quoted name of the table that holds them."""
    return f'"{NEWEST}"."{relation.table}"'


def query_of_months(folder: Path, months: Sequence[str], files_called: str = "*.parquet") -> str:
    """The query that reads the files of some months, at least one, below `folder/month=YYYY-MM`."""
    files = [file for month in months for file in sorted((folder / f"month={month}").glob(files_called))]
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    return f"select * from read_parquet([{listed}], hive_partitioning = false)"  # noqa: S608 - files of our own


def view_of_months(relation: Relation, folder: Path, months: Sequence[str], newest: Sequence[str]) -> str:
    """The query that gives a relation as one.

    Args:
        relation: by whose date the months are.
        folder: with the files of all months.
        months: all of them; at least one.
        newest: those of them that `newest_table` holds.
    """
    if not newest:
        return query_of_months(folder, months)
    dated = f'"{relation.month_of}"'
    earlier = [month for month in months if month != UNDATED and month not in newest]
    parts = [f"select * from {newest_table(relation)}"]  # noqa: S608 - names come from the catalog
    if earlier:
        parts.append(f"{query_of_months(folder, earlier)} where {dated} < date '{newest[0]}-01'")
    if UNDATED in months:
        parts.append(f"{query_of_months(folder, [UNDATED])} where {dated} is null")
    return " union all ".join(parts)
