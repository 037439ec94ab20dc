"""Scores and forecasts of every active enrolment, checked before anything downstream may use them."""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from ml import at_risk, completion
from ml.contracts import active_features
from pipelines.lib.models import FEATURES, MODELS, OUTCOMES, clock, load_or_train
from pipelines.lib.predictions import RELATIONS
from pipelines.lib.soundness import card_faults, forecast_faults, risk_faults
from pipelines.resources import Installation
from warehouse.postgres import read_relation, write_predictions
from warehouse.relations import PREDICTIONS

_CHECKS = {
    "at_risk": "every active enrolment has one probability between 0 and 1",
    "completion_forecast": "dates are in order and none lies before the day of the forecast",
    "model_card": "every model that serves has its card",
}


@dg.multi_asset(
    name="score",
    specs=[
        dg.AssetSpec(
            [PREDICTIONS, name],
            deps=[FEATURES.split("."), OUTCOMES.split("."), *(["models", model] for model in MODELS)],
            group_name="prediction",
            kinds={"scikitlearn"},
        )
        for name in RELATIONS
    ],
    check_specs=[
        dg.AssetCheckSpec("is_sound", asset=[PREDICTIONS, name], blocking=True, description=words)
        for name, words in _CHECKS.items()
    ],
)
def predictions(
    context: dg.AssetExecutionContext, installation: Installation
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Scores with the models that serve; what they say is written only when it is sound."""
    url = installation.database_url
    as_of = clock(url)
    latest = read_relation(url, FEATURES, f"as_of_date = date '{as_of.isoformat()}'")
    rows = active_features(latest, read_relation(url, OUTCOMES), as_of)
    risk = load_or_train("at_risk", url, installation.settings)
    forecast = load_or_train("completion", url, installation.settings)
    frames = {
        "at_risk": at_risk.score(risk.model, rows),
        "completion_forecast": completion.score(forecast.model, rows),
        "model_card": pd.concat([risk.card, forecast.card], ignore_index=True),
    }
    faults = {
        "at_risk": risk_faults(frames["at_risk"], rows),
        "completion_forecast": forecast_faults(frames["completion_forecast"], as_of),
        "model_card": card_faults(frames["model_card"], {risk.model.version, forecast.model.version}),
    }
    for name, frame in frames.items():
        if not faults[name]:
            write_predictions(url, name, frame, RELATIONS[name])
            context.log.info("%s: %s rows as of %s", name, len(frame), as_of)
        yield dg.MaterializeResult(asset_key=[PREDICTIONS, name], metadata={"rows": len(frame), "faults": faults[name]})
        yield dg.AssetCheckResult(
            asset_key=[PREDICTIONS, name],
            check_name="is_sound",
            passed=not faults[name],
            metadata={"faults": faults[name]},
        )
