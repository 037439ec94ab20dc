"""Talking to PostgreSQL: engines, connections, and whole relations as DataFrames.

Belongs here: what every wing needs of the database. What is copied when stands in `extract.py`; queries of the API
stand in its repositories. The published snapshot is read by `published.py`, which never imports this module.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql
from sqlalchemy import Engine, create_engine

from warehouse.relations import PREDICTIONS


@lru_cache
def engine(database_url: str) -> Engine:
    """One pooled SQLAlchemy engine per database and process (driver: psycopg 3)."""
    return create_engine(sqlalchemy_url(database_url), pool_pre_ping=True)


def sqlalchemy_url(database_url: str) -> str:
    """`postgresql://…` as SQLAlchemy wants it, with the driver named."""
    return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql+psycopg://", database_url)


def libpq_url(database_url: str) -> str:
    """`postgresql+driver://…` as libpq (psycopg, ADBC, dbt) wants it, without a driver."""
    return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", database_url)


def connect(database_url: str, **options: Any) -> psycopg.Connection:
    """Opens a plain psycopg connection; use it in a `with` block."""
    return psycopg.connect(libpq_url(database_url), **options)


@contextmanager
def arrow_connection(database_url: str) -> Iterator[Any]:
    """An ADBC connection that stands in no transaction: opening one takes longer than reading a small relation.

    Each begins by reading the types of every relation that there is.
    """
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(libpq_url(database_url), autocommit=True) as connection:
        yield connection


def read_relation(database_url: str, relation: str, where: str | None = None) -> pd.DataFrame:
    """A whole relation as a DataFrame, by Arrow (binary COPY; 300,000 rows of 40 columns in about a second).

    Args:
        database_url: where it stands.
        relation: `schema.table`.
        where: an SQL condition of our own, never one typed by a user.

    Returns:
        One row per row; nullable numbers as float64, dates as datetime64, text as str, arrays as lists.
    """
    with arrow_connection(database_url) as connection:
        return read_by(connection, relation, where)


def read_by(connection: Any, relation: str, where: str | None = None) -> pd.DataFrame:
    """As `read_relation`, by a connection of `arrow_connection` that many relations are read by."""
    schema, table = relation.split(".")
    query = f'select * from "{schema}"."{table}"' + (f" where {where}" if where else "")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query)
        frame: pd.DataFrame = cursor.fetch_arrow_table().to_pandas(date_as_object=False)
        return frame


def write_predictions(database_url: str, name: str, frame: pd.DataFrame, columns: Mapping[str, str]) -> int:
    """Replaces `predictions.<name>` by `frame`, in one transaction, through COPY.

    Readers see the old predictions or the new, never a half; an empty frame leaves an empty table.

    Args:
        database_url: where to write.
        name: the table in schema `predictions`.
        frame: one row per prediction; must have every column of `columns`.
        columns: column name to PostgreSQL type, in order.

    Returns:
        The number of rows written.

    Raises:
        KeyError: the frame lacks a column.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise KeyError(f"predictions.{name}: the frame lacks {', '.join(missing)}")
    target = sql.Identifier(PREDICTIONS, name)
    definition = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind)) for column, kind in columns.items()
    )
    with connect(database_url) as connection:
        connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(PREDICTIONS)))
        connection.execute(sql.SQL("create table if not exists {} ({})").format(target, definition))
        connection.execute(sql.SQL("truncate {}").format(target))
        copy = sql.SQL("copy {} ({}) from stdin").format(
            target, sql.SQL(", ").join(sql.Identifier(column) for column in columns)
        )
        wanted = frame[list(columns)]
        # Whether it is missing is asked column by column, not value by value.
        rows = wanted.astype(object).where(wanted.notna(), None)
        with connection.cursor().copy(copy) as writer:
            for row in rows.itertuples(index=False, name=None):
                writer.write_row(row)
    return len(frame)
