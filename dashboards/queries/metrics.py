"""Asking the metric registry of a snapshot, for every page whose figures it defines."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from warehouse.metrics import Question, get_registry


def answer(connection: duckdb.DuckDBPyConnection, question: Question, as_of: date) -> list[dict[str, Any]]:
    """The registry's answer to a question, by column.

    Args:
        connection: an opened snapshot.
        question: what is asked, with the viewer whose row scope holds.
        as_of: the day that the figures stand for.

    Raises:
        MetricError: it cannot be asked this way.
    """
    compiled = get_registry().compile(question, as_of)
    try:
        found = connection.execute(compiled.duckdb, compiled.parameters).fetchall()
    except duckdb.CatalogException:
        # A snapshot that an earlier version published lacks what was first kept added up since.
        compiled = get_registry().compile(question, as_of, from_facts=True)
        found = connection.execute(compiled.duckdb, compiled.parameters).fetchall()
    return compiled.rows(found)


def at_campus(campus_code: str | None) -> Mapping[str, Sequence[str]]:
    """The filter of a question on one campus; None asks of all that is in scope."""
    return {} if campus_code is None else {"campus__campus_code": [campus_code]}
