"""Every dbt model as an asset, every dbt data test as a check; a failing test of severity error ends the run.

Two calls of dbt, not one that Dagster splits by itself: it makes three of them, and each costs seconds of start-up.
"""

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets

from pipelines.lib.dbt_project import manifest_path, target_folder
from pipelines.lib.rhythm import under_way
from pipelines.resources import Installation
from warehouse.settings import Settings

_FROM_PREDICTIONS = "source:predictions+"
_UNIT_TESTS = "resource_type:unit_test"


def _build(settings: Settings) -> list[str]:
    """`dbt build` with the institute's own threshold: the API decides by the same one."""
    variables = json.dumps({"mastery_level": settings.mastery_level})
    return ["build", "--exclude-resource-type", "unit_test", "--vars", variables]


@dbt_assets(manifest=manifest_path(), name="transform", exclude=f"{_FROM_PREDICTIONS} {_UNIT_TESTS}")
def before_predictions(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, installation: Installation
) -> Iterator[Any]:
    """Staging, marts, features, and whatever reporting does not wait for a model."""
    with under_way(installation.settings):
        yield from dbt.cli(_build(installation.settings), context=context, target_path=target_folder()).stream()


@dbt_assets(manifest=manifest_path(), name="report", select=_FROM_PREDICTIONS, exclude=_UNIT_TESTS)
def after_predictions(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, installation: Installation
) -> Iterator[Any]:
    """What is told of the predictions."""
    with under_way(installation.settings):
        yield from dbt.cli(_build(installation.settings), context=context, target_path=target_folder()).stream()
