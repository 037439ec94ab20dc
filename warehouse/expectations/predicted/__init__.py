"""What each relation of predictions must hold, by its name: one file per model, and the table of them.

Not here: how the rules are held to a scoring (`warehouse/expectations/predictions.py`).
"""

from warehouse.expectations.predicted.at_risk import AT_RISK
from warehouse.expectations.predicted.completion import COMPLETION
from warehouse.expectations.predicted.evaluations import EVALUATIONS
from warehouse.expectations.predicted.predicted import Predicted

PREDICTED: dict[str, Predicted] = {
    **AT_RISK,
    **COMPLETION,
    **EVALUATIONS,
}

__all__ = ["PREDICTED", "Predicted"]
