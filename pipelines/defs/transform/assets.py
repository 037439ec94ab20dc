"""Every dbt model as an asset, every dbt data test as a check; a failing test of severity error ends the run."""

import time
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from pipelines.lib.dbt_events import build_selected
from pipelines.lib.dbt_project import keep_results, manifest_path
from pipelines.lib.rhythm import under_way
from pipelines.lib.warm_dbt import PREDICTED, warm_dbt
from pipelines.resources import Installation

_UNIT_TESTS = "resource_type:unit_test"


@dbt_assets(manifest=manifest_path(), name="transform", exclude=f"{PREDICTED} {_UNIT_TESTS}")
def before_predictions(context: dg.AssetExecutionContext, installation: Installation) -> Iterator[Any]:
    """Staging, marts, features, and whatever reporting does not wait for a model."""
    yield from _build(context, installation, is_first=True)


@dbt_assets(manifest=manifest_path(), name="report", select=PREDICTED, exclude=_UNIT_TESTS)
def after_predictions(context: dg.AssetExecutionContext, installation: Installation) -> Iterator[Any]:
    """What is told of the predictions."""
    yield from _build(context, installation, is_first=False)


def _build(context: dg.AssetExecutionContext, installation: Installation, *, is_first: bool) -> Iterator[Any]:
    """By the institute's own threshold of mastery: the API decides by the same one."""
    began = time.time()
    with under_way(installation.settings):
        try:
            yield from build_selected(context, warm_dbt(installation.database_url, installation.settings.mastery_level))
        finally:
            # What somebody makes anew of it alone is no build.
            if not context.is_subset:
                keep_results(context.op.name, is_first=is_first, since=began)
