"""What every model says, checked before anything downstream may use them."""

import time
from collections.abc import Iterator

import dagster as dg

from pipelines.lib.predictions import RELATIONS
from pipelines.lib.rhythm import note_scored
from pipelines.lib.scoring import score
from pipelines.lib.wings import WINGS
from pipelines.resources import Installation
from warehouse.publish import newest_extract
from warehouse.relations import PREDICTIONS

_READ = {source.relation: source.asset_key for wing in WINGS.values() for source in wing.inputs.values()}


@dg.multi_asset(
    name="score",
    specs=[
        dg.AssetSpec(
            [PREDICTIONS, name],
            deps=[*_READ.values(), *(["models", model] for model in WINGS)],
            group_name="prediction",
            kinds={"scikitlearn"},
        )
        for name in RELATIONS
    ],
    check_specs=[
        dg.AssetCheckSpec("is_sound", asset=[PREDICTIONS, name], blocking=True, description=output.sound)
        for name, output in RELATIONS.items()
    ],
)
def predictions(
    context: dg.AssetExecutionContext, installation: Installation
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Scores with the models that serve; what they say is written only when it is sound."""
    began = time.monotonic()
    scoring = score(installation.database_url, installation.settings)
    newest = newest_extract(installation.database_url)
    if newest is not None and not any(scoring.faults.values()):
        note_scored(installation.settings, newest[0], time.monotonic() - began)
    for name, frame in scoring.frames.items():
        faults = scoring.faults[name]
        context.log.info("%s: %s rows as of %s", name, len(frame), scoring.as_of)
        yield dg.MaterializeResult(asset_key=[PREDICTIONS, name], metadata={"rows": len(frame), "faults": faults})
        yield dg.AssetCheckResult(
            asset_key=[PREDICTIONS, name], check_name="is_sound", passed=not faults, metadata={"faults": faults}
        )
