"""Lists a page at a time: filters, row scope, order and keyset cursor around a feature's own columns and tables.

Belongs here: how every list is paged. Which columns, filters and orders there are, a feature's repository says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, LiteralString, TypeVar

from fastapi import Query
from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow
from pydantic import BaseModel

from ingest_api import cursors
from warehouse.scope import Predicate

Item = TypeVar("Item", bound=BaseModel)

CursorParameter = Annotated[
    str | None, Query(alias="cursor", max_length=2000, description="The next_cursor of the page before.")
]
LimitParameter = Annotated[int, Query(alias="limit", ge=1, le=200, description="How many rows at most.")]


class Page(BaseModel, Generic[Item]):
    """A page of a list; `next_cursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None = None


@dataclass(frozen=True)
class SortKey:
    """One part of an order: an SQL expression that is never null, the column that shows it, and its Python type.

    Where an index has the expression as it stands here, a page is read from it without a sort of all the rows.
    """

    expression: LiteralString
    column: str
    kind: cursors.Kind


@dataclass(frozen=True)
class Listing:
    """What a list is made of. Every order ends in a unique key; `-name` is the order `name` downwards."""

    columns: LiteralString
    tables: LiteralString
    orders: Mapping[str, Sequence[SortKey]]


@dataclass
class Conditions:
    """What rows must meet; parts are joined with `and`."""

    parts: list[LiteralString] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)

    def add(self, part: LiteralString, **parameters: Any) -> None:
        """Adds a condition, unless a value that it compares with is None: that filter was not asked for."""
        if any(value is None for value in parameters.values()):
            return
        self.parts.append(part)
        self.parameters |= parameters


async def fetch_page(
    connection: AsyncConnection[DictRow],
    listing: Listing,
    *,
    order: str,
    cursor: str | None,
    limit: int,
    scope: Predicate | None = None,
    conditions: Conditions | None = None,
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` rows behind `cursor`, and the cursor of the next page.

    Args:
        connection: where to ask.
        listing: columns, tables and orders.
        order: a key of `listing.orders`, with a leading `-` for the other direction.
        cursor: of the page before.
        limit: how many rows at most.
        scope: which rows the user may see at all.
        conditions: which of them are asked for.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    keys = listing.orders[order.lstrip("-")]
    wanted = conditions or Conditions()
    parts: list[sql.Composable] = [sql.SQL("({})").format(sql.SQL(part)) for part in wanted.parts]
    parameters: dict[str, Any] = {**wanted.parameters, "page_limit": limit + 1}
    if scope is not None:
        parts.append(sql.SQL("({})").format(sql.SQL(scope.psycopg)))
        parameters |= scope.parameters
    expressions = sql.SQL(", ").join(sql.SQL(key.expression) for key in keys)
    if cursor is not None:
        after = cursors.decode(order, cursor, [key.kind for key in keys])
        names = [f"after_{place}" for place in range(len(after))]
        comparison = sql.SQL("<" if order.startswith("-") else ">")
        marks = sql.SQL(", ").join(sql.Placeholder(name) for name in names)
        parts.append(sql.SQL("({}) {} ({})").format(expressions, comparison, marks))
        parameters |= dict(zip(names, after, strict=True))
    direction = " desc" if order.startswith("-") else ""
    query = sql.SQL("select {} from {} where {} order by {} limit %(page_limit)s").format(
        sql.SQL(listing.columns),
        sql.SQL(listing.tables),
        sql.SQL(" and ").join(parts) if parts else sql.SQL("true"),
        sql.SQL(", ").join(sql.SQL(key.expression) + sql.SQL(direction) for key in keys),
    )
    found = await (await connection.execute(query, parameters)).fetchall()
    rows = found[:limit]
    # One more than asked for tells whether there is a next page.
    next_cursor = cursors.encode(order, [rows[-1][key.column] for key in keys]) if len(found) > limit else None
    return rows, next_cursor


async def fetch_one(
    connection: AsyncConnection[DictRow], listing: Listing, scope: Predicate | None, conditions: Conditions
) -> DictRow | None:
    """The one row of `listing` that meets the conditions within `scope`, or None."""
    parts: list[sql.Composable] = [sql.SQL("({})").format(sql.SQL(part)) for part in conditions.parts]
    parameters = dict(conditions.parameters)
    if scope is not None:
        parts.append(sql.SQL("({})").format(sql.SQL(scope.psycopg)))
        parameters |= scope.parameters
    query = sql.SQL("select {} from {} where {}").format(
        sql.SQL(listing.columns), sql.SQL(listing.tables), sql.SQL(" and ").join(parts)
    )
    return await (await connection.execute(query, parameters)).fetchone()


def literally(text: str) -> str:
    """`text` for the middle of a LIKE pattern: wildcards in it stand for themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
