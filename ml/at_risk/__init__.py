"""At-risk: will this active enrolment end without completion, and why.

`train` → `score`, `evaluate`. Below 50 known outcomes a rule answers, above it a regularised logistic regression that
has to beat the rule first; from 400 on also boosting, alone or averaged with it, where that is clearly better.
"""

from ml.at_risk.evaluate import evaluate
from ml.at_risk.model import TrainedModel, score, train
from ml.at_risk.settings import AtRiskSettings

__all__ = ["AtRiskSettings", "TrainedModel", "evaluate", "score", "train"]
