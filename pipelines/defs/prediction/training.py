"""Trained models as assets: built by the nightly job and by `headway build`, not at every change."""

import dagster as dg

from pipelines.lib.models import FEATURES, MODELS, OUTCOMES, train
from pipelines.resources import Installation


def _training_asset(name: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=["models", name],
        deps=[FEATURES.split("."), OUTCOMES.split(".")],
        group_name="training",
        kinds={"scikitlearn"},
        description=f"The model {name}, trained and evaluated beside its baselines on what is known today.",
    )
    def trained(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
        result = train(name, installation.database_url, installation.settings)
        context.log.info("trained %s", result.model.version)
        card = result.card[["metric", "value", "baseline", "baseline_value", "low", "high"]].round(4)
        return dg.MaterializeResult(
            metadata={
                "version": result.model.version,
                "card": dg.MetadataValue.md(f"```\n{card.to_string(index=False)}\n```"),
            }
        )

    return trained


models = [_training_asset(name) for name in MODELS]
