"""Ways through dbt's project on which a change does not arrive: `dbt/refresh.yml` asked of the database.

A mark writes its session and its enrolment too, and most that stands on those reads nothing that a mark changes. What
a query of `dbt/refresh.yml` does not find would be made anew to say the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

import psycopg
import yaml
from dbt.contracts.graph.manifest import Manifest
from psycopg import sql

from pipelines.lib.dbt_project import DBT_FOLDER
from warehouse.postgres import connect

REFRESH_FILE = DBT_FOLDER / "refresh.yml"


@dataclass(frozen=True)
class Passage:
    """From a raw table through a model to others, by their names; open when `query` finds a row."""

    changed: str
    through: str
    models: tuple[str, ...]
    query: str


@dataclass(frozen=True)
class Edge:
    """A step from a node to one that stands on it, by their unique ids, when the change is one of a raw table."""

    changed: str
    parent: str
    child: str


def passages() -> list[Passage]:
    """What `dbt/refresh.yml` tells."""
    told = yaml.safe_load(REFRESH_FILE.read_text())
    return [Passage(one["changed"], one["through"], tuple(one["models"]), one["query"]) for one in told]


def closed_edges(manifest: Manifest, database_url: str, tables: Collection[str], since: int) -> set[Edge]:
    """Steps that a change of these raw tables after the extract `since` need not take.

    The queries compare with what was built last: to be asked only when that came to its end.

    Raises:
        LookupError: `dbt/refresh.yml` names a relation that dbt does not know, or a step that there is not.
    """
    names = {node.name: node for node in manifest.nodes.values() if node.unique_id.startswith("model.")}
    found: set[Edge] = set()
    with connect(database_url) as connection:
        for passage in passages():
            if passage.changed not in tables:
                continue
            relations = {name: sql.SQL(cast("str", node.relation_name)) for name, node in names.items()}
            if not _is_open(connection, sql.SQL(passage.query).format(**relations, since=sql.Literal(since))):
                found |= {
                    Edge(passage.changed, names[passage.through].unique_id, names[model].unique_id)
                    for model in passage.models
                }
    return found


def _is_open(connection: psycopg.Connection, query: sql.Composed) -> bool:
    try:
        with connection.transaction():
            [(is_open,)] = connection.execute(sql.SQL("select exists ({})").format(query)).fetchall()
    except psycopg.errors.UndefinedTable:
        return True  # it has not been built yet
    return bool(is_open)
