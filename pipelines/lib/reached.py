"""What of dbt's project stands on changed tables, by its manifest: finding it ourselves spares dbt's own selection.

In a refresh, data tests are run of what changes in place (incremental relations, rows of this change), but for what
PostgreSQL upholds at every write (`upheld.py`). A plain table is made anew by the same SQL from rows that were checked
when they came in (`warehouse/expectations`); its tests run with every whole build, each night.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.nodes import GenericTestNode, ModelNode

from pipelines.lib.passages import Edge
from pipelines.lib.upheld import is_upheld

# What only the scoring reads; it has a rhythm of its own.
SCORING_TAG = "scoring"
# Views on raw tables, which are never made anew. Other views go with the table they stand on, and come back with it.
STAGING_FOLDER = "staging"
_REACHED_TAG = "reached"


def reached_by(manifest: Manifest, tables: Iterable[str], closed: Collection[Edge] = ()) -> set[str]:
    """Unique ids of the models to build and the data tests to run after a change of these raw tables.

    Args:
        manifest: dbt's project, parsed.
        tables: raw tables with a change.
        closed: steps that the change does not take (`passages.closed_edges`).

    Raises:
        LookupError: dbt knows no such source.
    """
    if not manifest.child_map:
        manifest.build_parent_and_child_maps()  # type: ignore[no-untyped-call]
    sources = {source.name: key for key, source in manifest.sources.items() if source.source_name == "raw"}
    wanted = set(tables)
    if unknown := wanted - sources.keys():
        raise LookupError(f"dbt has no source for: {', '.join(sorted(unknown))}")
    found = {key for table in wanted for key in _from_one(manifest, sources[table], table, closed)}
    models = {key for key in found if _is_refreshed(manifest, key)}
    return models | {key for key, node in manifest.nodes.items() if _is_asked(manifest, node, models)}


def _from_one(manifest: Manifest, source: str, table: str, closed: Collection[Edge]) -> set[str]:
    found: set[str] = set()
    ahead = [source]
    while ahead:
        parent = ahead.pop()
        for child in manifest.child_map[parent]:
            if child.startswith("model.") and child not in found and Edge(table, parent, child) not in closed:
                found.add(child)
                ahead.append(child)
    return found


@contextmanager
def tagged(manifest: Manifest, keys: Iterable[str]) -> Iterator[str]:
    """Tags these nodes for a while; gives how dbt is told to select them.

    dbt goes through the whole project for every word of a selection; a tag is one word for all names.
    """
    nodes = [manifest.nodes[key] for key in keys]
    for node in nodes:
        node.tags.append(_REACHED_TAG)
    try:
        yield f"tag:{_REACHED_TAG}"
    finally:
        for node in nodes:
            node.tags.remove(_REACHED_TAG)


def _is_asked(manifest: Manifest, node: object, models: set[str]) -> bool:
    """Whether this is a data test of one of these models that changes in place and may find a row."""
    if not isinstance(node, GenericTestNode) or node.attached_node not in models:
        return False
    model = manifest.nodes[node.attached_node]
    return isinstance(model, ModelNode) and model.config.materialized == "incremental" and not is_upheld(node, model)


def _is_refreshed(manifest: Manifest, key: str) -> bool:
    node = manifest.nodes[key]
    return SCORING_TAG not in node.tags and STAGING_FOLDER not in node.fqn
