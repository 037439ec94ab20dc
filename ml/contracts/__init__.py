"""The columns that go into the models and come out of them: a module per model, one check for all.

Here are the names that several models share. What one model says stands in its own module (`ml.contracts.at_risk`), so
that a new model adds a file and edits none.
"""

from ml.contracts.checks import ContractError, Kind, checked
from ml.contracts.enrollments import FEATURES, OUTCOMES, active_features, known_features, known_outcomes
from ml.contracts.evaluation import (
    MODEL_BACKTEST,
    MODEL_CARD,
    MODEL_DRIFT,
    MODEL_FAIRNESS,
    MODEL_RELIABILITY,
    MODEL_VERSION,
)

__all__ = [
    "FEATURES",
    "MODEL_BACKTEST",
    "MODEL_CARD",
    "MODEL_DRIFT",
    "MODEL_FAIRNESS",
    "MODEL_RELIABILITY",
    "MODEL_VERSION",
    "OUTCOMES",
    "ContractError",
    "Kind",
    "active_features",
    "checked",
    "known_features",
    "known_outcomes",
]
