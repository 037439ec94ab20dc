"""Sentiment and themes of feedback: how a comment is meant, how sure that is, and what it is about.

`train` → `score` and `find_themes`, `evaluate`. A lexicon answers from the first comment on; what staff settle on
teaches a regression, which has to beat the lexicon clearly before it serves.
"""

from ml.sentiment.evaluate import evaluate
from ml.sentiment.model import TrainedModel, find_themes, score, train
from ml.sentiment.settings import SentimentSettings

__all__ = ["SentimentSettings", "TrainedModel", "evaluate", "find_themes", "score", "train"]
