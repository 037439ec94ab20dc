"""What Dagster has selected of the dbt models, built by dbt in this process, and each result told to Dagster.

`DbtCliResource` starts dbt's command for that: seconds of start-up and of parsing each time, and every line of it read
back as JSON. The selection and the events are dagster-dbt's own all the same. Does not belong here: running dbt.
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt.asset_utils import (
    DAGSTER_DBT_EXCLUDE_METADATA_KEY,
    DAGSTER_DBT_SELECT_METADATA_KEY,
    get_manifest_and_translator_from_dbt_assets,
    get_subset_selection_for_context,
)
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage
from dbt_common.events.base_types import EventMsg
from dbt_common.events.functions import msg_to_dict

from pipelines.lib.dbt_project import target_folder
from pipelines.lib.warm_dbt import DbtError, WarmDbt

_RESULTS = {"LogModelResult", "LogSeedResult", "LogSnapshotResult", "LogTestResult"}


def build_selected(context: dg.AssetExecutionContext, dbt: WarmDbt) -> Iterator[Any]:
    """Builds and tests what Dagster has selected of the assets of `@dbt_assets`.

    Results are printed as they come; Dagster is told of them when dbt is done, and of those before a failure too.

    Yields:
        Outputs for models, `AssetCheckResult`s for data tests.

    Raises:
        DbtError: as `WarmDbt.build`.
    """
    manifest, translator, project = get_manifest_and_translator_from_dbt_assets([context.assets_def])
    selection, indirect = get_subset_selection_for_context(
        context=context,
        manifest=manifest,
        select=context.op.tags.get(DAGSTER_DBT_SELECT_METADATA_KEY),
        exclude=context.op.tags.get(DAGSTER_DBT_EXCLUDE_METADATA_KEY),
        selector=None,
        dagster_dbt_translator=translator,
        current_dbt_indirect_selection_env=os.environ.get("DBT_INDIRECT_SELECTION"),
    )
    results: list[DbtCoreCliEventMessage] = []
    failure = None

    def listen(event: EventMsg) -> None:
        if event.info.name in _RESULTS:
            result = DbtCoreCliEventMessage(raw_event=msg_to_dict(event), event_history_metadata={})
            results.append(result)
            sys.stdout.write(f"{result}\n")

    try:
        dbt.build_told([*selection, *(["--indirect-selection", indirect] if indirect else [])], listen)
    except DbtError as error:
        failure = error
    for result in results:
        yield from result.to_default_asset_events(manifest, translator, context, target_folder(), project)
    if failure is not None:
        raise failure
