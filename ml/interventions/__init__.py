"""Whether alerts, and help, keep students who would otherwise leave."""

from ml.interventions.evaluate import evaluate
from ml.interventions.model import InterventionSettings, TrainedModel, score, train

__all__ = ["InterventionSettings", "TrainedModel", "evaluate", "score", "train"]
