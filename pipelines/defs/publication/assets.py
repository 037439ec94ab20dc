"""The snapshot that everybody reads; made last, from what dbt built and checked."""

import json

import dagster as dg

from pipelines.lib.dbt_project import manifest_path
from pipelines.lib.publication import publish_checked
from pipelines.lib.rhythm import note_whole
from pipelines.resources import Installation


def _published_models() -> list[dg.AssetKey]:
    """Every dbt model: the snapshot waits for all of them and their tests."""
    nodes = json.loads(manifest_path().read_text())["nodes"].values()
    return sorted(
        dg.AssetKey([node["schema"], node["name"]])
        for node in nodes
        if node["resource_type"] == "model" and node["config"]["materialized"] != "ephemeral"
    )


@dg.asset(
    key=["publication", "snapshot"],
    deps=_published_models(),
    group_name="publication",
    kinds={"duckdb"},
)
def snapshot(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
    """Publishes a new immutable snapshot and switches the pointer to it."""
    build = publish_checked(installation.database_url, installation.settings)
    note_whole(installation.settings)
    context.log.info("published build %s", build.build_id)
    return dg.MaterializeResult(
        metadata={"build_id": build.build_id, "extract_id": build.extract_id, "as_of": build.source_as_of.isoformat()}
    )
