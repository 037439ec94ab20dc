"""Every dbt model as an asset, every dbt data test as a check; a failing test of severity error ends the run."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets

from pipelines.lib.dbt_project import manifest_path, target_folder
from pipelines.resources import Installation


@dbt_assets(manifest=manifest_path(), name="transform", exclude="resource_type:unit_test")
def dbt_models(context: dg.AssetExecutionContext, dbt: DbtCliResource, installation: Installation) -> Iterator[Any]:
    """Runs `dbt build` on what was asked for; Dagster calls it once before and once after the predictions."""
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    yield from dbt.cli(arguments, context=context, target_path=target_folder()).stream()
