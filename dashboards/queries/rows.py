"""The rows behind a metric, with the names that their viewer may see.

Relations: those that the metric reads, by the registry; restricted.dim_person and dim_inquirer for names. The registry
keeps to the rows that the viewer may see.
"""

from datetime import date
from typing import Any, Final

import duckdb
import pandas as pd

from dashboards.queries.explorer import View
from warehouse.metrics import Behind, Question, get_registry
from warehouse.scope import Viewer

STUDENT, FACULTY, INQUIRER = "student_name", "faculty_name", "inquirer_name"
# The key of a row → the column of the name, and where the name stands.
_NAMES: Final = {
    "key_student": (
        STUDENT,
        "select student_id, concat_ws(' ', first_name, last_name) from restricted.dim_person"
        " where list_contains($ids, student_id)",
    ),
    "key_faculty": (
        FACULTY,
        "select faculty_id, concat_ws(' ', first_name, last_name) from restricted.dim_person"
        " where list_contains($ids, faculty_id)",
    ),
    "key_inquiry_id": (
        INQUIRER,
        "select inquiry_id, student_name from restricted.dim_inquirer where list_contains($ids, inquiry_id)",
    ),
}


def known_columns(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """relation (`schema.name`), columns (list of their names)."""
    return connection.execute(
        """
        select table_schema || '.' || table_name as relation, list(column_name) as columns
        from information_schema.columns group by 1
        """
    ).df()


def parts_of(known: pd.DataFrame, viewer: Viewer, as_of: date, view: View) -> list[Behind]:
    """What a metric counts, by relation; `known` are the rows of `known_columns`.

    Raises:
        MetricError: it cannot be asked like that, or not row by row.
    """
    columns = {row["relation"]: list(row["columns"]) for row in known.to_dict("records")}
    filters = {name: [value or None for value in values] for name, values in view.filters}
    asked = Question((view.metric,), filters=filters, period=view.period(as_of), viewer=viewer)
    return get_registry().rows_behind(asked, columns, as_of)


def count_of(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, as_of: date, view: View, place: int
) -> pd.DataFrame:
    """One row: rows, how many there are in the relation at `place` of `parts_of`."""
    counted = parts_of(known_columns(connection), viewer, as_of, view)[place].count
    return pd.DataFrame({"rows": [_fetched(connection, counted.duckdb, counted.parameters)[0][0]]})


def rows_of(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, as_of: date, view: View, place: int, most: int
) -> pd.DataFrame:
    """The newest so many rows of the relation at `place` of `parts_of`; needs names attached.

    Columns: those of `Behind.columns`, and student_name, faculty_name, inquirer_name where there is such a key.
    """
    part = parts_of(known_columns(connection), viewer, as_of, view)[place]
    page = part.page(most)
    found = pd.DataFrame(_fetched(connection, page.duckdb, page.parameters), columns=part.columns)
    for key, (name, question) in _NAMES.items():
        if key in found:
            ids = [int(one) for one in found[key].dropna().unique()]
            told = dict(_fetched(connection, question, {"ids": ids}))
            found[name] = [told.get(int(one)) if not pd.isna(one) else None for one in found[key]]
    return found


def _fetched(connection: duckdb.DuckDBPyConnection, text: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    return connection.execute(text, parameters).fetchall()
