"""Versions: what rows of slowly changing tables said before, one row per extracted change in `raw.<table>_version`.

Belongs here: keeping them. Raw holds what is true now, and nobody can tell afterwards what was; so the extract writes a
version down, in its own transaction, when a column that matters has changed. These tables are the only ones of raw that
cannot be made anew from operational rows. Does not belong here: from when to when a version holds (`dim_…_history` in
dbt, made from these rows and thus the same after every full refresh).

A column that is kept from some day on is filled with what is true then: what it said before nobody knows any more.
"""

from collections.abc import Collection
from datetime import date
from typing import LiteralString

import psycopg
from psycopg import sql

from warehouse.relations import RAW, VERSIONED_COLUMNS

_MISSING: LiteralString = """
select attname, format_type(atttypid, atttypmod) from pg_attribute
where attrelid = to_regclass(%(raw)s) and attname = any(%(columns)s) and attname not in (
    select attname from pg_attribute where attrelid = to_regclass(%(version)s) and not attisdropped
)
"""
_FILL: LiteralString = """
update {version} as version set {column} = source.{column} from {raw} as source where source.id = version.id
"""
_MAKE: LiteralString = """
create table {version} as
select {columns}, is_deleted, extract_id, cast(null as date) as known_on from {raw} with no data
"""
# Of rows that have no version yet, all; of others, those that this extract has changed in a column that matters.
_KEEP: LiteralString = """
insert into {version} ({columns}, is_deleted, extract_id, known_on)
select {current}, source.is_deleted, source.extract_id, {known_on}
from {raw} as source
left join lateral (
    select * from {version} as version where version.id = source.id order by version.extract_id desc limit 1
) as known on true
where {is_new} and (known.id is null or (known.is_deleted, {old}) is distinct from (source.is_deleted, {current}))
"""


def version_table(table: str) -> str:
    """The name of the table in `raw` that keeps the versions of `table`."""
    return f"{table}_version"


def keep_versions(connection: psycopg.Connection, extract_id: int, known_on: date, changed: Collection[str]) -> None:
    """Writes down what this extract changed in the slowly changing tables.

    Args:
        connection: inside the extract's transaction, after the rows have been copied.
        extract_id: the extract's number.
        known_on: the day that analytics stand for.
        changed: the tables of which a row has changed.
    """
    for table in VERSIONED_COLUMNS:
        is_first = _make(connection, table)
        if is_first or table in changed:
            _run(
                connection,
                _KEEP,
                table,
                known_on=sql.Literal(known_on),
                is_new=sql.SQL("true")
                if is_first
                else sql.SQL("source.extract_id = {}").format(sql.Literal(extract_id)),
            )


def _make(connection: psycopg.Connection, table: str) -> bool:
    name = f"{RAW}.{version_table(table)}"
    if connection.execute("select to_regclass(%s) is null", (name,)).fetchone() != (True,):
        _grow(connection, table)
        return False
    _run(connection, _MAKE, table)
    _run(connection, "alter table {version} add primary key (id, extract_id)", table)
    return True


def _grow(connection: psycopg.Connection, table: str) -> None:
    """Adds the columns that are kept since a later version of Headway."""
    names = {
        "raw": f"{RAW}.{table}",
        "version": f"{RAW}.{version_table(table)}",
        "columns": list(VERSIONED_COLUMNS[table]),
    }
    for column, kind in connection.execute(_MISSING, names).fetchall():
        parts = {"column": sql.Identifier(column), "kind": sql.SQL(kind)}
        _run(connection, "alter table {version} add column {column} {kind}", table, **parts)
        _run(connection, _FILL, table, **parts)


def _run(connection: psycopg.Connection, statement: LiteralString, table: str, **parts: sql.Composable) -> None:
    columns = ("id", *VERSIONED_COLUMNS[table])
    connection.execute(
        sql.SQL(statement).format(
            raw=sql.Identifier(RAW, table),
            version=sql.Identifier(RAW, version_table(table)),
            columns=_list(columns),
            current=_list(columns, "source"),
            old=_list(columns, "known"),
            **parts,
        )
    )


def _list(columns: tuple[str, ...], relation: str | None = None) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(relation, name) if relation else sql.Identifier(name) for name in columns)
