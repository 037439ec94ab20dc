"""Raw rows as Parquet files, so that the dbt project can be built by another engine, on another machine.

Belongs here: the copy of the schemas `raw` and `predictions`, as one consistent cut. Does not belong here: what becomes
of the files (the target `portable` in `dbt/profiles.yml` reads them) and the published snapshot (`publish.py`).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as adbc
import duckdb

from warehouse.postgres import connect, libpq_url
from warehouse.relations import PREDICTIONS, RAW

_COLUMNS = """
select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
from pg_class as c
inner join pg_namespace as n on c.relnamespace = n.oid
inner join pg_attribute as a on c.oid = a.attrelid
where n.nspname = any(%s) and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
order by n.nspname, c.relname, a.attnum
"""
# What Arrow carries as it is; anything else travels as text. PostgreSQL's name → DuckDB's.
_AS_IT_IS = {
    "boolean": "boolean",
    "smallint": "smallint",
    "integer": "integer",
    "bigint": "bigint",
    "real": "real",
    "double precision": "double",
    "text": "varchar",
    "date": "date",
    "time without time zone": "time",
    "timestamp with time zone": "timestamptz",
    "text[]": "varchar[]",
}


class RawExportError(RuntimeError):
    """The raw rows could not be exported; the message says what to do."""


@dataclass(frozen=True)
class RawExport:
    """What an export wrote.

    Attributes:
        folder: holds `raw/<table>.parquet` and `predictions/<table>.parquet`.
        rows: number of rows by `schema.table`.
    """

    folder: Path
    rows: dict[str, int]


def export_raw(database_url: str, folder: Path) -> RawExport:
    """Writes every table of the schemas raw and predictions into Parquet files, from one repeatable-read transaction.

    The files hold personal data, as raw does: nobody but the owner may read the folder.

    Args:
        database_url: the database of a built warehouse.
        folder: where to write; made when missing, and must be empty.

    Returns:
        The tables with their row counts.

    Raises:
        RawExportError: the folder is not empty, or nothing has been built yet.
    """
    tables = _tables(database_url)
    missing = [schema for schema in (RAW, PREDICTIONS) if not any(name == schema for name, _ in tables)]
    if missing:
        raise RawExportError(f"schema {missing[0]} is empty: run `headway build` first")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RawExportError(f"{folder} is not an empty folder: name one that is, or that does not exist yet")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    rows: dict[str, int] = {}
    with adbc.connect(libpq_url(database_url)) as source, duckdb.connect() as engine:
        engine.execute("set timezone = 'UTC'")
        with source.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
        for (schema, table), columns in tables.items():
            file = folder / schema / f"{table}.parquet"
            file.parent.mkdir(exist_ok=True)
            rows[f"{schema}.{table}"] = _copy(source, engine, f'"{schema}"."{table}"', columns, file)
    return RawExport(folder, rows)


def _tables(database_url: str) -> dict[tuple[str, str], dict[str, str]]:
    tables: dict[tuple[str, str], dict[str, str]] = {}
    with connect(database_url) as connection:
        for schema, table, column, kind in connection.execute(_COLUMNS, ([RAW, PREDICTIONS],)):
            tables.setdefault((schema, table), {})[column] = kind
    return tables


def _copy(source: Any, engine: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], file: Path) -> int:
    wanted = ", ".join(_read(column, kind) for column, kind in columns.items())
    made = ", ".join(f'cast("{column}" as {_made(kind)}) as "{column}"' for column, kind in columns.items())
    with source.cursor() as cursor:
        cursor.execute(f"select {wanted} from {table}")  # noqa: S608 - names come from the catalog
        engine.register("incoming", cursor.fetch_record_batch())
        where = str(file).replace("'", "''")
        written = engine.execute(
            f"copy (select {made} from incoming) to '{where}' (format parquet)"  # noqa: S608
        ).fetchone()
        engine.unregister("incoming")
    return int(written[0]) if written else 0


def _read(column: str, kind: str) -> str:
    if kind in _AS_IT_IS or kind.startswith("character varying"):
        return f'"{column}"'
    return f'cast("{column}" as text) as "{column}"'


def _made(kind: str) -> str:
    if kind.startswith("numeric("):
        return kind.replace("numeric", "decimal")
    return _AS_IT_IS.get(kind, "varchar")
