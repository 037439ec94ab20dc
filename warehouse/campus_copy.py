"""One campus's part of a snapshot, for whoever may see that campus only and asks in SQL of their own.

A predicate cannot be put into foreign SQL safely, so the rows of the campus are copied into a database of their own:
what is not there cannot be asked for. Belongs here: which rows of which relation are a campus's. A relation of which
nothing says so is left out: forgetting one locks a door instead of opening it.
"""

from collections.abc import Collection, Mapping
from typing import Final

import duckdb

from warehouse.compare import relations
from warehouse.queries import use_snapshot

# Of all campuses alike: what is taught, the calendar, and how well models predict.
INSTITUTE_WIDE: Final = frozenset(
    {
        "marts.dim_date",
        "marts.dim_subject",
        "marts.dim_subject_history",
        "marts.dim_topic",
        "marts.dim_topic_history",
        "marts.dim_learning_resource",
        "marts.bridge_topic_prerequisite",
        "reporting.rpt_topic_difficulty",
        "reporting.rpt_intervention_uplift",
        "reporting.rpt_lead_attribute",
        "reporting.rpt_model_backtest",
        "reporting.rpt_model_card",
        "reporting.rpt_model_drift",
        "reporting.rpt_model_fairness",
        "reporting.rpt_model_reliability",
        "reporting.rpt_model_version",
        "reporting.rpt_topic_month",
    }
)
# The first column that a relation has says whose its rows are, by the relation that knows the campus of its values.
_KNOWN_BY: Final = (
    ("campus_code", "marts.dim_campus"),
    ("enrollment_id", "marts.fct_enrollment"),
    ("student_id", "marts.dim_student"),
    ("enrollment_no", "marts.dim_student"),
    ("faculty_id", "marts.dim_faculty"),
    ("batch_id", "marts.dim_batch"),
    ("inquiry_id", "marts.fct_inquiry"),
    ("learning_path_id", "marts.dim_learning_path"),
)


def condition_for(relation: str, known: Mapping[str, Collection[str]], campus_id: int) -> str | None:
    """The condition under which a row of a relation is of a campus; None when nothing says so.

    Args:
        relation: `schema.name`.
        known: the columns of every relation of the snapshot.
        campus_id: the campus.
    """
    if relation in INSTITUTE_WIDE:
        return "true"
    columns = known[relation]
    if "campus_id" in columns:
        return f"campus_id = {int(campus_id)}"
    for column, knower in _KNOWN_BY:
        if column in columns and column in known.get(knower, ()) and "campus_id" in known[knower]:
            return f"{column} in (select {column} from {knower} where campus_id = {int(campus_id)})"  # noqa: S608
    return None


def copy_of_campus(snapshot: duckdb.DuckDBPyConnection, campus_id: int) -> duckdb.DuckDBPyConnection:
    """A sealed database with the rows of one campus, in the same schemas and relations.

    Args:
        snapshot: an opened snapshot.
        campus_id: the campus.

    Returns:
        A connection that reaches neither the snapshot nor any file; close it when done.
    """
    source = snapshot.cursor()
    copy = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 2}
    )
    try:
        use_snapshot(source)
        known = relations(source)
        for relation in known:
            condition = condition_for(relation, known, campus_id)
            if condition is None:
                continue
            schema, _, name = relation.partition(".")
            rows = source.sql(f'select * from "{schema}"."{name}" where {condition}')  # noqa: S608
            copy.execute(f'create schema if not exists "{schema}"')
            copy.register("incoming", rows.to_arrow_reader())
            copy.execute(f'create table "{schema}"."{name}" as select * from incoming')  # noqa: S608
            copy.unregister("incoming")
    finally:
        source.close()
    copy.execute("set enable_external_access = false")
    copy.execute("set lock_configuration = true")
    return copy
