"""Trained models as assets: built by the nightly job and by `headway build`, not at every change."""

import dagster as dg

from pipelines.lib.models import train
from pipelines.lib.wings import WINGS, Wing
from pipelines.resources import Installation


def _training_asset(wing: Wing) -> dg.AssetsDefinition:
    @dg.asset(
        key=["models", wing.name],
        deps=[source.asset_key for source in wing.inputs.values()],
        group_name="training",
        kinds={"scikitlearn"},
        description=f"The model {wing.name}, trained and evaluated beside its baselines on what is known today.",
    )
    def trained(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
        result = train(wing, installation.database_url, installation.settings)
        context.log.info("trained %s", result.model.version)
        card = result.evaluation["model_card"][["metric", "value", "baseline", "baseline_value", "low", "high"]].round(
            4
        )
        return dg.MaterializeResult(
            metadata={
                "version": result.model.version,
                "card": dg.MetadataValue.md(f"```\n{card.to_string(index=False)}\n```"),
            }
        )

    return trained


models = [_training_asset(wing) for wing in WINGS.values()]
