"""Lead score: will this inquiry become a student, from what was known at its capture, after a day, after a week.

`train` → `score`, `evaluate`, `judged_attributes`. A ladder from the source's rate over a regularised logistic
regression to boosting; a rung serves only where it was clearly better on later inquiries. What was written after the
outcome is found and rejected first.
"""

from ml.lead_scoring.evaluate import evaluate
from ml.lead_scoring.ladder import LadderSettings
from ml.lead_scoring.model import LeadSettings, TrainedModel, judged_attributes, score, train
from ml.lead_scoring.screening import Bounds

__all__ = [
    "Bounds",
    "LadderSettings",
    "LeadSettings",
    "TrainedModel",
    "evaluate",
    "judged_attributes",
    "score",
    "train",
]
