"""What there is to publish, and what of it moved since a snapshot was made.

dbt makes a plain table anew with every build of its model: the same oid is the same content. An incremental table keeps
its oid and changes in place; its rows carry `extract_id`, and what left it is told in `changes.removed_row`
(`dbt/macros/incremental.sql`). So unchanged relations, and unchanged months of a fact, need not be read again.
"""

from dataclasses import dataclass, field
from typing import LiteralString

import psycopg
from psycopg import sql

from warehouse.relations import PARTITIONED, PUBLISHED_SCHEMAS, RESTRICTED, STEP

UNDATED = "undated"

_COLUMNS: LiteralString = """
select n.nspname, c.relname, c.relkind, c.oid::text, a.attname, format_type(a.atttypid, a.atttypmod)
from pg_class as c
inner join pg_namespace as n on c.relnamespace = n.oid
inner join pg_attribute as a on c.oid = a.attrelid
where n.nspname = any(%s) and c.relkind in ('r', 'v', 'm') and a.attnum > 0 and not a.attisdropped
order by n.nspname, c.relname, a.attnum
"""
_CAME: LiteralString = """
select distinct coalesce(to_char({dated}, 'YYYY-MM'), {undated}) from {relation} where extract_id > {seen}
"""
_LEFT: LiteralString = """
select distinct coalesce(to_char(happened_on, 'YYYY-MM'), {undated}) from changes.removed_row
where relation = {name} and extract_id > {seen}
"""
# Two questions, so that each has an index of its own.
_COUNTS: LiteralString = """
select
    (select count(*) from {relation} where {within}),
    (select count(*) from {relation} where extract_id > {seen} and {within})
"""
_WITHIN: LiteralString = "{dated} >= {first} and {dated} < {first} + interval '1 month'"
_NONE_LEFT: LiteralString = "select '' where false"
_HAS_CAME: LiteralString = "select exists (select from {relation} where extract_id > {seen})"
_HAS_LEFT: LiteralString = """
select exists (select from changes.removed_row where relation = {name} and extract_id > {seen})
"""


@dataclass(frozen=True)
class Relation:
    """A relation to publish: its columns as (name, PostgreSQL type), in order."""

    schema: str
    table: str
    kind: str
    oid: str
    columns: list[tuple[str, str]] = field(default_factory=list, compare=False)

    @property
    def name(self) -> str:
        """`schema.table`."""
        return f"{self.schema}.{self.table}"

    @property
    def quoted(self) -> str:
        """The name as SQL of both engines."""
        return f'"{self.schema}"."{self.table}"'

    @property
    def is_restricted(self) -> bool:
        """Whether it goes into the file that only the application opens."""
        return self.schema == RESTRICTED

    @property
    def month_of(self) -> str | None:
        """The date by whose month it is published; None for a relation that is published whole."""
        return PARTITIONED.get(self.name)

    @property
    def is_incremental(self) -> bool:
        """Whether it changes in place."""
        return any(name == "extract_id" for name, _ in self.columns)


@dataclass(frozen=True)
class Moved:
    """Months (`YYYY-MM`, or `undated`) in which rows came since a snapshot, and in which rows left.

    A row that was written anew has left and come.
    """

    came: frozenset[str]
    left: frozenset[str]

    @property
    def months(self) -> frozenset[str]:
        """All of them."""
        return self.came | self.left


def relations(connection: psycopg.Connection) -> list[Relation]:
    """Every relation of the published schemas, in order of their names."""
    found: dict[tuple[str, str], Relation] = {}
    for schema, table, kind, oid, column, column_type in connection.execute(
        _COLUMNS, ([*PUBLISHED_SCHEMAS, RESTRICTED],)
    ):
        if table.startswith(STEP):
            continue
        # `__dbt_tmp` and `__dbt_backup` are what a killed dbt run may leave behind.
        if not table.endswith(("__dbt_tmp", "__dbt_backup")):
            relation = found.setdefault((schema, table), Relation(schema, table, kind, oid))
            relation.columns.append((column, column_type))
    return list(found.values())


def is_unchanged(connection: psycopg.Connection, relation: Relation, seen_oid: str | None, seen_extract: int) -> bool:
    """Whether a relation holds what it held when a snapshot of extract `seen_extract` saw it as `seen_oid`."""
    if relation.kind == "v" or relation.oid != seen_oid:
        return False
    if not relation.is_incremental:
        return True
    return not any(
        connection.execute(_said(query, relation, seen_extract)).fetchall()[0][0]
        for query in ([_HAS_CAME, _HAS_LEFT] if _has_log(connection) else [_HAS_CAME])
    )


def moved_months(
    connection: psycopg.Connection, relation: Relation, seen_oid: str | None, seen_extract: int
) -> Moved | None:
    """What moved since a snapshot of extract `seen_extract` saw a relation as `seen_oid`; None: all of it may have."""
    if relation.oid != seen_oid:
        return None
    if not relation.is_incremental:
        return Moved(frozenset(), frozenset())
    came, left = (
        frozenset(month for (month,) in connection.execute(_said(query, relation, seen_extract)))
        for query in (_CAME, _LEFT if _has_log(connection) else _NONE_LEFT)
    )
    return Moved(came, left)


def is_only_added_to(
    connection: psycopg.Connection, relation: Relation, month: str, rows_known: int, seen_extract: int
) -> bool:
    """Whether of a month's `rows_known` rows as of extract `seen_extract` every one still stands as it was.

    The log of what left does not tell of a row that dbt put in another's place: counting does.
    """
    dated = sql.Identifier(relation.month_of or "")
    within = (
        sql.SQL("{} is null").format(dated)
        if month == UNDATED
        else sql.SQL(_WITHIN).format(dated=dated, first=sql.SQL("date {}").format(sql.Literal(f"{month}-01")))
    )
    query = sql.SQL(_COUNTS).format(
        relation=sql.Identifier(relation.schema, relation.table), within=within, seen=sql.Literal(seen_extract)
    )
    [(rows, came)] = connection.execute(query).fetchall()
    return bool(rows == rows_known + came)


def _has_log(connection: psycopg.Connection) -> bool:
    """Without the log of what left (a warehouse that no dbt of ours has built) there is nothing to ask of it."""
    return bool(connection.execute("select to_regclass('changes.removed_row') is not null").fetchall()[0][0])


def _said(query: LiteralString, relation: Relation, seen_extract: int) -> sql.Composed:
    return sql.SQL(query).format(
        relation=sql.Identifier(relation.schema, relation.table),
        dated=sql.Identifier(relation.month_of or ""),
        name=sql.Literal(relation.table),
        undated=sql.Literal(UNDATED),
        seen=sql.Literal(seen_extract),
    )
