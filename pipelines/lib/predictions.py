"""The relations in schema `predictions`: what the models say, and how good they are, with PostgreSQL's types."""

from ml.contracts import MODEL_BACKTEST, MODEL_CARD, MODEL_DRIFT, MODEL_FAIRNESS, MODEL_RELIABILITY, MODEL_VERSION
from pipelines.lib.wings import WINGS, Output

# What every model fills alike, through its evaluation.
EVALUATIONS: dict[str, Output] = {
    "model_card": Output(MODEL_CARD, "every model that serves has its card"),
    "model_reliability": Output(MODEL_RELIABILITY, "every probability has its bins"),
    "model_backtest": Output(MODEL_BACKTEST, "every origin lies before the day of training"),
    "model_fairness": Output(MODEL_FAIRNESS, "every group is told with its size"),
    "model_drift": Output(MODEL_DRIFT, "no comparison lies after the day of training"),
}

# What the pipelines know of the models themselves.
REGISTRY: dict[str, Output] = {
    "model_version": Output(MODEL_VERSION, "of every model exactly one version serves"),
}

# Relation name to what it must be; what `warehouse.postgres.write_predictions` is given.
RELATIONS: dict[str, Output] = {
    **{name: output for wing in WINGS.values() for name, output in wing.outputs.items()},
    **EVALUATIONS,
    **REGISTRY,
}
