"""A table that changes in place, brought up to date in the last snapshot's file: new rows in the place of the old.

So what moved is read, and not the whole table. Whether a row left and none came in its place is told by counting; then
the table is copied.
"""

from typing import Any, Final, LiteralString

import duckdb
import psycopg
from psycopg import sql

from warehouse.inventory import Relation
from warehouse.transfer import Tally, copy_rows_since, table_tally

# A smaller table is copied as soon as changed.
_WORTH_PATCHING: Final = 20_000
# Beyond this share copying costs less.
_LARGEST_SHARE: Final = 0.25
_CAME: Final = "came"
_LEAVING: Final = "leaving"
_KEY: LiteralString = """
select array_agg(a.attname::text order by a.attnum)
from pg_index as i
inner join pg_attribute as a on i.indrelid = a.attrelid and a.attnum = any(i.indkey)
where i.indrelid = %s::oid and i.indisunique and i.indpred is null and i.indexprs is null
group by i.indexrelid order by i.indnatts, i.indexrelid limit 1
"""
_COUNTS: LiteralString = "select count(*), count(*) filter (where extract_id > {seen}) from {relation}"


def patch_table(
    source: Any,
    catalog: psycopg.Connection,
    target: duckdb.DuckDBPyConnection,
    relation: Relation,
    known: Tally,
    seen: int,
) -> Tally | None:
    """Puts what came of an incremental relation after the extract `seen` into its table; None: it has to be copied.

    Args:
        source: an ADBC connection, in the transaction to read from.
        catalog: a connection of the same instant.
        target: holds the relation as it was, under its own name.
        relation: what to bring up to date.
        known: what it amounted to.
        seen: the extract that the table stands for.
    """
    rows_known, content_known = known
    key = catalog.execute(_KEY, (relation.oid,)).fetchone()
    if rows_known < _WORTH_PATCHING or not relation.is_incremental or key is None:
        return None
    counts = sql.SQL(_COUNTS).format(seen=sql.Literal(seen), relation=sql.Identifier(relation.schema, relation.table))
    [(rows, came)] = catalog.execute(counts).fetchall()
    if came > rows_known * _LARGEST_SHARE:
        return None
    columns = ", ".join(f'"{column}"' for column in key[0])
    replaced = f"({columns}) in (select {columns} from {_CAME})"  # noqa: S608 - names come from the catalog
    try:
        copy_rows_since(source, target, relation, _CAME, seen)
        target.execute(f"create temp table {_LEAVING} as from {relation.quoted} where {replaced}")
        fresh, old = table_tally(target, _CAME), table_tally(target, _LEAVING)
        if rows != rows_known - old[0] + fresh[0]:
            return None
        target.execute(f"delete from {relation.quoted} where {replaced}")  # noqa: S608 - names come from the catalog
        target.execute(f"insert into {relation.quoted} by name from {_CAME}")
    finally:
        for table in (_CAME, _LEAVING):
            target.execute(f"drop table if exists temp.{table}")
    return rows, str(int(content_known) - int(old[1]) + int(fresh[1]))
