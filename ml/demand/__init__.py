"""What the coming weeks will bring to an institute: sessions, new enrolments, inquiries, completions."""

from ml.demand.evaluate import evaluate
from ml.demand.model import DemandSettings, TrainedModel, score, train

__all__ = ["DemandSettings", "TrainedModel", "evaluate", "score", "train"]
