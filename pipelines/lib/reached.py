"""What of dbt's project stands on changed tables, by its manifest: finding it ourselves spares dbt's own selection.

In a refresh, data tests are run of what changes in place (incremental relations, rows of this change). A plain table is
made anew by the same SQL from rows that were checked when they came in (`warehouse/expectations`); its tests run with
every whole build, each night.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from dbt.contracts.graph.manifest import Manifest

from pipelines.lib.passages import Edge

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
    in_place = {key for key in models if manifest.nodes[key].config.materialized == "incremental"}
    tests = {
        key
        for key, node in manifest.nodes.items()
        if key.startswith("test.") and getattr(node, "attached_node", None) in in_place
    }
    return models | tests


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


def _is_refreshed(manifest: Manifest, key: str) -> bool:
    node = manifest.nodes[key]
    return SCORING_TAG not in node.tags and STAGING_FOLDER not in node.fqn
