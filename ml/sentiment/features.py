"""Feedback as it was known on a date, and the columns that a comment becomes.

Labels are what staff settled on, known from the day they settled it. Not here: words and their values (`lexicon.py`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ml.contracts import checked
from ml.contracts.sentiment import FEEDBACK
from ml.metrics import Floats
from ml.sentiment.companions import Companions
from ml.sentiment.lexicon import evidence
from warehouse.vocabulary import Sentiment

CLASSES: Final = (Sentiment.NEGATIVE.value, Sentiment.NEUTRAL.value, Sentiment.POSITIVE.value)


def known_feedback(feedback: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What had been said by a date, in the order of its keys, with the labels that were settled by then."""
    rows = checked(feedback, FEEDBACK, "feedback")
    moment = pd.Timestamp(as_of)
    known = rows[rows["submitted_on"] <= moment].sort_values("feedback_id").reset_index(drop=True)
    is_later = known["settled_on"].isna() | (known["settled_on"] > moment)
    for column in ("settled_sentiment", "settled_themes"):
        known[column] = known[column].astype(object).where(~is_later, None)
    known.loc[is_later, "settled_on"] = pd.NaT
    return known


def comments_of(rows: pd.DataFrame) -> list[str]:
    """The comments; empty where nothing was written."""
    return [comment if isinstance(comment, str) else "" for comment in rows["comment"]]


def classes_of(rows: pd.DataFrame) -> Floats:
    """The settled sentiment as 0, 1, 2 (`CLASSES`); every row has one."""
    return np.array([CLASSES.index(sentiment) for sentiment in rows["settled_sentiment"]], dtype=np.float64)


def design(comments: Sequence[str], companions: Companions | None) -> Floats:
    """The lexicon's columns on scales near 1, and beside them what companion words say."""
    said = evidence(comments)
    # sums grow with the length of a comment, and the tenth word of praise says less than the first
    columns = np.column_stack(
        [
            np.log1p(said["praise"]),
            np.log1p(said["complaint"]),
            2.0 * said["balance"],
            4.0 * said["mixed"],
            2.0 * said["worst"],
        ]
    )
    return columns if companions is None else np.hstack([columns, companions.read(comments)])
