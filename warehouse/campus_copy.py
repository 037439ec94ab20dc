"""One campus's part of a snapshot, for whoever may see that campus only and asks in SQL of their own.

A predicate cannot be put into foreign SQL safely, so the rows of the campus are copied into a database of their own:
what is not there cannot be asked for. Belongs here: which rows of which relation are a campus's. A relation of which
nothing says so is left out: forgetting one locks a door instead of opening it.
"""

from typing import Final

import duckdb

from warehouse.compare import relations
from warehouse.queries import use_snapshot

# Of all campuses alike: what is taught, the calendar, and how well models predict.
INSTITUTE_WIDE: Final = frozenset(
    {
        "marts.dim_date",
        "marts.dim_subject",
        "marts.dim_topic",
        "marts.dim_learning_resource",
        "reporting.rpt_model_card",
    }
)
# The first column that a relation has says whose its rows are. `$campus_id` is the campus.
_RULES: Final = (
    ("campus_id", '"campus_id" = $campus_id'),
    ("campus_code", '"campus_code" in (select campus_code from marts.dim_campus where campus_id = $campus_id)'),
    (
        "enrollment_id",
        '"enrollment_id" in (select enrollment_id from marts.fct_enrollment where campus_id = $campus_id)',
    ),
    ("student_id", '"student_id" in (select student_id from marts.dim_student where campus_id = $campus_id)'),
    ("enrollment_no", '"enrollment_no" in (select enrollment_no from marts.dim_student where campus_id = $campus_id)'),
    ("faculty_id", '"faculty_id" in (select faculty_id from marts.dim_faculty where campus_id = $campus_id)'),
    ("batch_id", '"batch_id" in (select batch_id from marts.dim_batch where campus_id = $campus_id)'),
    ("inquiry_id", '"inquiry_id" in (select inquiry_id from marts.fct_inquiry where campus_id = $campus_id)'),
    (
        "learning_path_id",
        '"learning_path_id" in (select learning_path_id from marts.dim_learning_path where campus_id = $campus_id)',
    ),
)


def condition_for(relation: str, columns: set[str]) -> str | None:
    """The condition, with `$campus_id`, under which a row is of a campus; None when nothing says so."""
    if relation in INSTITUTE_WIDE:
        return "true"
    return next((condition for column, condition in _RULES if column in columns), None)


def copy_of_campus(snapshot: duckdb.DuckDBPyConnection, campus_id: int) -> duckdb.DuckDBPyConnection:
    """A sealed database with the rows of one campus, in the same schemas and relations.

    Args:
        snapshot: an opened snapshot.
        campus_id: the campus.

    Returns:
        A connection that reaches neither the snapshot nor any file; close it when done.
    """
    source = snapshot.cursor()
    # What does not fit is written out by DuckDB, below a folder that goes with the connection.
    copy = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 2}
    )
    try:
        use_snapshot(source)
        for relation, columns in relations(source).items():
            condition = condition_for(relation, set(columns))
            if condition is None:
                continue
            schema, _, name = relation.partition(".")
            rows = source.sql(
                f'select * from "{schema}"."{name}" where {condition.replace("$campus_id", str(int(campus_id)))}'  # noqa: S608
            )
            copy.execute(f'create schema if not exists "{schema}"')
            copy.register("incoming", rows.to_arrow_reader())
            copy.execute(f'create table "{schema}"."{name}" as select * from incoming')  # noqa: S608
            copy.unregister("incoming")
    finally:
        source.close()
    copy.execute("set enable_external_access = false")
    copy.execute("set lock_configuration = true")
    return copy
