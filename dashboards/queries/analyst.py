"""What analysts ask of snapshots: SQL of their own, files, and what changed between two of them.

A super admin asks the snapshot itself, an admin a copy of the own campus's rows (`warehouse/campus_copy.py`). Belongs
here: opening the right one, once per snapshot and campus, and keeping what is costly to find out.
"""

from dataclasses import dataclass
from io import BytesIO

import duckdb
import streamlit as st

from dashboards.queries.asking import Asking, WhenOver
from warehouse.attribution import Attribution, Measure, attribute
from warehouse.campus_copy import copy_of_campus
from warehouse.compare import CompareError, Line, RelationChange, changed_relations, difference, relations
from warehouse.differing_months import differing_months
from warehouse.documentation import documentation
from warehouse.exports import Format, write_table
from warehouse.published import Build, open_snapshot
from warehouse.queries import ask, in_words
from warehouse.settings import get_settings

# The two snapshots that are compared, for two campuses or the whole institute.
OPEN_SNAPSHOTS = 4
CACHED_COMPARISONS = 50


@dataclass(frozen=True)
class Explained:
    """Why a number changed, and the first rows that differ."""

    attribution: Attribution
    lines: list[Line]


def columns_of(build: Build, campus_id: int | None) -> dict[str, dict[str, str]]:
    """Columns and types of every relation that can be asked, by `schema.name`."""
    cursor = _opened(build.build_id, campus_id, build).cursor()
    try:
        return relations(cursor)
    finally:
        cursor.close()


def begin(build: Build, campus_id: int | None, sql: str, when_over: WhenOver) -> Asking:
    """Asks somebody's SQL in a thread of its own, for as many rows as a screen shows."""
    settings = get_settings()
    # The snapshot is opened here: what Streamlit keeps is kept for its own threads.
    snapshot = _opened(build.build_id, campus_id, build)
    limits = {"row_limit": settings.analyst_row_limit, "timeout_seconds": settings.analyst_timeout_seconds}
    return Asking(sql, build, lambda cancel: ask(snapshot, sql, cancel=cancel, **limits), when_over)


def file_of(build: Build, campus_id: int | None, sql: str, kind: Format) -> bytes:
    """The answer as a file, with as many rows as a screen hands out.

    Raises:
        QueryError: in words for whoever typed it.
    """
    settings = get_settings()
    found = ask(
        _opened(build.build_id, campus_id, build),
        sql,
        row_limit=settings.analyst_export_row_limit,
        timeout_seconds=settings.analyst_timeout_seconds,
    )
    target = BytesIO()
    write_table(found.rows, kind, target)
    return target.getvalue()


def changes(before: Build, after: Build, campus_id: int | None) -> list[RelationChange]:
    """Every relation that holds other rows than before, the most changed first."""
    return _changes(before.build_id, after.build_id, campus_id, before, after)


def explained(
    before: Build, after: Build, campus_id: int | None, relation: str, measure: Measure, by: str, limit: int
) -> Explained:
    """Why a number over a relation changed.

    Raises:
        CompareError: the relation is not in both, cannot be told apart by that, or lacks a column.
    """
    return _explained(before.build_id, after.build_id, campus_id, relation, measure, by, limit, before, after)


@st.cache_resource(max_entries=OPEN_SNAPSHOTS, show_spinner=False)
def _opened(build_id: str, campus_id: int | None, _build: Build) -> duckdb.DuckDBPyConnection:
    snapshot = open_snapshot(get_settings(), build=_build)
    if campus_id is None:
        return snapshot
    with snapshot:
        return copy_of_campus(snapshot, campus_id)


@st.cache_data(max_entries=CACHED_COMPARISONS, show_spinner=False)
def _changes(
    before_id: str, after_id: str, campus_id: int | None, _before: Build, _after: Build
) -> list[RelationChange]:
    return changed_relations(
        _opened(before_id, campus_id, _before),
        _opened(after_id, campus_id, _after),
        documentation(get_settings()),
        differing_months(_before, _after),
    )


@st.cache_data(max_entries=CACHED_COMPARISONS, show_spinner=False)
def _explained(
    before_id: str,
    after_id: str,
    campus_id: int | None,
    relation: str,
    measure: Measure,
    by: str,
    limit: int,
    _before: Build,
    _after: Build,
) -> Explained:
    old, new = _opened(before_id, campus_id, _before), _opened(after_id, campus_id, _after)
    documented = documentation(get_settings()).get(relation)
    key, within = documented.key if documented else (), differing_months(_before, _after).get(relation, "true")
    try:
        with difference(old, new, relation, key, within) as found:
            return Explained(attribute(old, new, found, measure, by), found.rows(limit))
    except duckdb.Error as error:
        # An older snapshot may lack a column that the number is made of.
        raise CompareError(in_words(error)) from error
