"""Completion: on which date will this active enrolment be finished, with an interval, and how likely is that.

`train` → `score`, `evaluate`. Three forecasters, the best in the backtest serves: the student's pace (needs no
finisher), the planned date, and a survival model that learns from everybody's way from topic to topic.
"""

from ml.completion.calendar import Calendar
from ml.completion.evaluate import evaluate
from ml.completion.model import CompletionModel, CompletionSettings, score, train
from ml.completion.pauses import Pauses

__all__ = ["Calendar", "CompletionModel", "CompletionSettings", "Pauses", "evaluate", "score", "train"]
