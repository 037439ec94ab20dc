"""The relations in schema `predictions`: what the models say, and how good they are, with PostgreSQL's types."""

from ml.contracts import MODEL_BACKTEST, MODEL_CARD, MODEL_FAIRNESS, MODEL_RELIABILITY
from pipelines.lib.wings import WINGS, Output

# What every model fills alike, through its evaluation.
EVALUATIONS: dict[str, Output] = {
    "model_card": Output(MODEL_CARD, "every model that serves has its card"),
    "model_reliability": Output(MODEL_RELIABILITY, "every probability has its bins"),
    "model_backtest": Output(MODEL_BACKTEST, "every origin lies before the day of training"),
    "model_fairness": Output(MODEL_FAIRNESS, "every group is told with its size"),
}

# Relation name to what it must be; what `warehouse.postgres.write_predictions` is given.
RELATIONS: dict[str, Output] = {
    **{name: output for wing in WINGS.values() for name, output in wing.outputs.items()},
    **EVALUATIONS,
}
