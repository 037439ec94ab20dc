"""What must be learned before what: a graph without circles, kept in association tables.

Belongs here: reading, checking and replacing the prerequisites of one subject or topic. Both graphs look the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api.errors import Conflict
from ingest_api.people import invalid


@dataclass(frozen=True)
class Graph:
    """The association table of a graph, its column that points to whoever needs, and the nodes' table."""

    table: str
    column: str
    nodes: str


SUBJECTS = Graph("subject_prerequisites", "subject_id", "subjects")
TOPICS = Graph("topic_prerequisites", "topic_id", "topics")


def find_cycle(needs: Mapping[int, Sequence[int]], start: int) -> list[int] | None:
    """A way through `needs` from `start` back to it, both ends included; None when there is none."""
    came_from: dict[int, int] = {}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        for needed in needs.get(node, ()):
            if needed == start:
                way = [start, node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if needed not in came_from:
                came_from[needed] = node
                waiting.append(needed)
    return None


async def replace(
    connection: AsyncConnection[DictRow], graph: Graph, node: int, wanted: Sequence[int], subject_id: int | None = None
) -> bool:
    """Makes `wanted` the prerequisites of `node`; says whether anything changed.

    Args:
        connection: with an open transaction.
        graph: of subjects or of topics.
        node: whose prerequisites.
        wanted: their ids.
        subject_id: the subject that topics must belong to.

    Raises:
        Invalid: a prerequisite does not exist, or not in this subject.
        Conflict: they close a circle, which the problem names.
    """
    # Two changes that are each fine could close a circle together, so the graph changes one after the other.
    await connection.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (graph.table,))
    known = await _known(connection, graph, wanted, subject_id)
    missing = sorted(set(wanted) - known)
    if missing:
        raise invalid("prerequisites", f"not known here: {', '.join(map(str, missing))}")
    found = await connection.execute(
        sql.SQL("select {} as node, prerequisite_id from {}").format(
            sql.Identifier(graph.column), sql.Identifier("operational", graph.table)
        )
    )
    needs: dict[int, list[int]] = {}
    for row in await found.fetchall():
        needs.setdefault(row["node"], []).append(row["prerequisite_id"])
    if set(needs.get(node, ())) == set(wanted):
        return False
    cycle = find_cycle({**needs, node: wanted}, node)
    if cycle is not None:
        raise Conflict(
            f"these prerequisites close a circle: {' needs '.join(map(str, cycle))}",
            kind="prerequisite-cycle",
            cycle=cycle,
        )
    await connection.execute(
        sql.SQL("delete from {} where {} = %(node)s and prerequisite_id <> all(%(wanted)s::bigint[])").format(
            sql.Identifier("operational", graph.table), sql.Identifier(graph.column)
        ),
        {"node": node, "wanted": list(wanted)},
    )
    await connection.execute(
        sql.SQL(
            "insert into {} ({}, prerequisite_id) select %(node)s, one from unnest(%(wanted)s::bigint[]) as one"
            " on conflict do nothing"
        ).format(sql.Identifier("operational", graph.table), sql.Identifier(graph.column)),
        {"node": node, "wanted": list(wanted)},
    )
    return True


async def _known(
    connection: AsyncConnection[DictRow], graph: Graph, ids: Sequence[int], subject_id: int | None
) -> set[int]:
    condition = sql.SQL("true") if subject_id is None else sql.SQL("subject_id = %(subject_id)s")
    found = await connection.execute(
        sql.SQL("select id from {} where id = any(%(ids)s::bigint[]) and {}").format(
            sql.Identifier("operational", graph.nodes), condition
        ),
        {"ids": list(ids), "subject_id": subject_id},
    )
    return {row["id"] for row in await found.fetchall()}
