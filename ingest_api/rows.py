"""Single rows: inserted, and changed only when the client knew their newest version.

Belongs here: optimistic locking (`ETag`, `If-Match`, 409 with the current state), plain inserts and updates by column
name. Rules and the event that goes with a change stand in the services.
"""

from collections.abc import Mapping
from typing import Annotated, Any, LiteralString

from fastapi import Depends, Header, Response
from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.errors import Conflict, FieldError, Invalid
from warehouse.relations import OPERATIONAL


async def _version(
    if_match: Annotated[
        str | None,
        Header(alias="If-Match", max_length=40, description="The ETag that you read; refused when it is not current."),
    ] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    digits = if_match.strip().removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        message = 'send the ETag as it came, for example "3"'
        raise Invalid("If-Match is not an ETag", errors=[FieldError(field="If-Match", message=message, code="etag")])
    return int(digits)


ExpectedVersion = Annotated[int | None, Depends(_version)]
"""The version that the client read, from `If-Match`; None when it does not care."""


def set_etag(response: Response, version: int) -> None:
    """Tells the client which version it got."""
    response.headers["ETag"] = f'"{version}"'


def check_version(expected: int | None, current: DictRow) -> None:
    """Refuses a change that was made on an older version.

    Raises:
        Conflict: somebody else changed the row; the problem carries it under `current`.
    """
    if expected is not None and expected != current["version"]:
        raise Conflict("somebody else has changed this in the meantime", kind="lost-update", current=dict(current))


def stamped(row: LiteralString) -> LiteralString:
    """What an update sets to stamp the row itself; tables of `OFTEN_WRITTEN` are spared their trigger by it.

    Args:
        row: name of the table, or its alias, as it was before.
    """
    return f"version = {row}.version + 1, updated_at = now(), written_xid = pg_current_xact_id()"


async def insert_row(connection: AsyncConnection[DictRow], table: str, values: Mapping[str, Any]) -> DictRow:
    """Inserts one operational row and returns it whole."""
    query = sql.SQL("insert into {} ({}) values ({}) returning *").format(
        sql.Identifier(OPERATIONAL, table),
        sql.SQL(", ").join(sql.Identifier(column) for column in values),
        sql.SQL(", ").join(sql.Placeholder(column) for column in values),
    )
    row = await (await connection.execute(query, values)).fetchone()
    if row is None:
        raise RuntimeError(f"operational.{table} returned no row")
    return row


async def update_row(
    connection: AsyncConnection[DictRow], table: str, row_id: int, changes: Mapping[str, Any]
) -> DictRow | None:
    """Changes the given columns of one row, and returns it whole, or None when there is no such row.

    Lock the row and `check_version` first. Without a difference nothing is written and the version stays.
    """
    name = sql.Identifier(OPERATIONAL, table)
    if changes:
        columns = sql.SQL(", ").join(sql.Identifier(column) for column in changes)
        marks = sql.SQL(", ").join(sql.Placeholder(column) for column in changes)
        query = sql.SQL("update {} set {} where id = %(row_id)s and ({}) is distinct from ({}) returning *").format(
            name,
            sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(column), sql.Placeholder(column)) for column in changes
            ),
            columns,
            marks,
        )
        row = await (await connection.execute(query, {**changes, "row_id": row_id})).fetchone()
        if row is not None:
            return row
    return await lock_row(connection, table, row_id)


async def lock_row(connection: AsyncConnection[DictRow], table: str, row_id: int) -> DictRow | None:
    """One row, locked until the transaction ends; None when there is no such row."""
    query = sql.SQL("select * from {} where id = %s for no key update").format(sql.Identifier(OPERATIONAL, table))
    return await (await connection.execute(query, (row_id,))).fetchone()
