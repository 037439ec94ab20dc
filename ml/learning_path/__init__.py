"""Learning path: how hard topics are, how well they are taught, and what each student should learn next."""

from ml.learning_path.evaluate import evaluate
from ml.learning_path.model import LearningPathModel, LearningPathSettings, score, train

__all__ = ["LearningPathModel", "LearningPathSettings", "evaluate", "score", "train"]
