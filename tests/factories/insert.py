"""Inserting one row."""

import itertools
from typing import Any

import psycopg
from psycopg import sql

_numbers = itertools.count(1)


def number() -> int:
    """A number that no other row of this test run has."""
    return next(_numbers)


def insert(connection: psycopg.Connection, table: str, **values: Any) -> int:
    """Inserts a row into `operational.<table>` and returns its id; committing is up to the connection."""
    row = connection.execute(
        sql.SQL("insert into {} ({}) values ({}) returning id").format(
            sql.Identifier("operational", table),
            sql.SQL(", ").join(sql.Identifier(name) for name in values),
            sql.SQL(", ").join(sql.Placeholder() for _ in values),
        ),
        list(values.values()),
    ).fetchone()
    assert row is not None
    return int(row[0])
