# ruff: noqa: S608 - only names of our own tables and columns are put together
"""Writing rows so that what is right already is not touched at all.

Belongs here: the one form of upsert and of list replacement that every aggregate uses. An unchanged row is filtered out
before the insert: `on conflict … do update … where false` alone would still lock it, and writing locks is writing.
"""

from collections.abc import Sequence

import psycopg

# Figures of a table that just grew from nothing would mislead the planner for the rest of the transaction.
_ANALYZE_FROM_ROWS = 1_000


def create_touched_table(connection: psycopg.Connection) -> None:
    """Makes the table of what this import changed: file, the row's id, and whether it is new."""
    connection.execute(
        "create temporary table import_touched (file text, row_id bigint, is_new boolean) on commit drop"
    )


def upsert(
    connection: psycopg.Connection,
    file: str,
    table: str,
    keys: Sequence[str],
    columns: Sequence[str],
    source: str,
) -> int:
    """Inserts what is new and updates what differs, and notes it in `import_touched`.

    Args:
        connection: in the import's transaction.
        file: the file that the rows are counted for.
        table: in schema `operational`.
        keys: columns of a unique constraint.
        columns: the other columns to write.
        source: a query with all these columns and `line`, one row per key; ids are given in the order of the lines.

    Returns:
        How many rows were written.
    """
    match = " and ".join(f"target.{key} = source.{key}" for key in keys)
    stored, given, excluded = (
        ", ".join(f"{alias}.{column}" for column in columns) for alias in ("target", "source", "excluded")
    )
    # Without other columns a known row has nothing to differ in.
    conflict = (
        f"do update set {', '.join(f'{column} = excluded.{column}' for column in columns)} "
        f"where ({stored}) is distinct from ({excluded})"
        if columns
        else "do nothing"
    )
    differs = f"or ({stored}) is distinct from ({given})" if columns else ""
    names = ", ".join([*keys, *columns])
    written = connection.execute(
        f"""with source as ({source}),
        changed as (
            select source.* from source left join operational.{table} as target on {match}
            where target.id is null {differs}
        ),
        done as (
            insert into operational.{table} as target ({names}) select {names} from changed order by line
            on conflict ({", ".join(keys)}) {conflict}
            returning target.id, target.xmax = 0 as is_new
        )
        insert into import_touched select '{file}', id, is_new from done"""
    ).rowcount
    if written >= _ANALYZE_FROM_ROWS:
        connection.execute(f"analyze operational.{table}")
    return written


def replace_links(
    connection: psycopg.Connection,
    file: str,
    table: str,
    owner: str,
    linked: str,
    owners: str,
    source: str,
) -> None:
    """Makes an association table hold exactly what the folder says of its owners.

    Args:
        connection: in the import's transaction.
        file: the file that a change is counted for.
        table: in schema `operational`.
        owner: the column of whom the list is.
        linked: the column of what is in it.
        owners: a query of `owner`, distinct: whose lists the folder gives.
        source: a query of `owner` and `linked`, distinct.
    """
    connection.execute(
        f"""with wanted as materialized ({source}),
        removed as (
            delete from operational.{table} as link using ({owners}) as mine
            where link.{owner} = mine.{owner} and not exists (
                select from wanted where wanted.{owner} = link.{owner} and wanted.{linked} = link.{linked}
            )
            returning link.{owner}
        ),
        added as (
            insert into operational.{table} ({owner}, {linked})
            select {owner}, {linked} from wanted
            where not exists (
                select from operational.{table} as known
                where known.{owner} = wanted.{owner} and known.{linked} = wanted.{linked}
            )
            on conflict ({owner}, {linked}) do nothing
            returning {owner}
        )
        insert into import_touched select '{file}', {owner}, false from (table removed union table added) as changed"""
    )
