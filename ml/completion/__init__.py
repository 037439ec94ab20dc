"""Completion: on which date will this active enrolment be finished, with an interval.

`train` → `score`, `evaluate`. Three forecasters, the best in the backtest serves: the student's pace (needs no
finisher), the planned date, and a survival regression that also learns from those who have not finished yet.
"""

from ml.completion.evaluate import evaluate
from ml.completion.model import CompletionModel, CompletionSettings, score, train

__all__ = ["CompletionModel", "CompletionSettings", "evaluate", "score", "train"]
