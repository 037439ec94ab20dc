"""What each relation of predictions must hold, by its name: one file per model, and the table of them.

Not here: how the rules are held to a scoring (`warehouse/expectations/predictions.py`).
"""

from warehouse.expectations.predicted.at_risk import AT_RISK
from warehouse.expectations.predicted.completion import COMPLETION
from warehouse.expectations.predicted.demand import DEMAND
from warehouse.expectations.predicted.evaluations import EVALUATIONS
from warehouse.expectations.predicted.interventions import INTERVENTIONS
from warehouse.expectations.predicted.leads import LEADS
from warehouse.expectations.predicted.learning_path import LEARNING_PATH
from warehouse.expectations.predicted.predicted import Predicted
from warehouse.expectations.predicted.sentiment import SENTIMENT
from warehouse.expectations.predicted.velocity import VELOCITY

PREDICTED: dict[str, Predicted] = {
    **AT_RISK,
    **COMPLETION,
    **VELOCITY,
    **LEARNING_PATH,
    **DEMAND,
    **INTERVENTIONS,
    **LEADS,
    **EVALUATIONS,
    **SENTIMENT,
}

__all__ = ["PREDICTED", "Predicted"]
