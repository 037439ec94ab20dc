"""How sure a judgement is: the chance that the likeliest of three is right, as it turned out on settled comments.

Not here: the judgement (`model.py`), what a rating adds to it (`rating.py`).
"""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from ml.metrics import Floats
from ml.sentiment import rating
from ml.sentiment.choice import parts

Certainty = tuple[float, float]
AT_ITS_WORD: Certainty = (1.0, 0.0)


def certainty_of(chances: Floats, classes: Floats, minimum_labels: int) -> Certainty:
    """Platt's slope and level of "the likeliest is right"; (1, 0) takes the chances at their word."""
    is_right = chances.argmax(axis=1) == classes
    if len(classes) < minimum_labels or len(np.unique(is_right)) < 2:
        return AT_ITS_WORD
    platt = LogisticRegression(C=1.0).fit(_log_odds(chances)[:, None], is_right)
    slope, level = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    return (slope, level) if slope > 0 else (0.0, float(np.log(is_right.mean() / (1 - is_right.mean()))))


def certain(chances: Floats, certainty: Certainty) -> Floats:
    """The chance that the likeliest is right."""
    slope, level = certainty
    result: Floats = 1 / (1 + np.exp(-(slope * _log_odds(chances) + level)))
    return result


def judged_by_others(
    chances: Floats, ratings: pd.Series, classes: Floats, minimum_labels: int, seed: int
) -> tuple[Floats, Floats]:
    """Chances with the rating, and how sure they are: each by habits and a certainty that the comment did not teach.

    What the model is judged by. With fewer labels than a certainty needs, the chances are taken at their word, in every
    part as in what serves.

    Args:
        chances: Of settled comments, by what did not learn from them.
        ratings: Of the same, empty where none was given.
        classes: What staff settled on.
        minimum_labels: Below, there is no certainty to be learned.
        seed: Of the parts.
    """
    together, confidence = chances.copy(), np.full(len(chances), np.nan)
    dealt = parts(len(chances), seed)
    for own in dealt:
        habits = rating.habits(ratings[~own], classes[~own])
        together[own] = rating.combined(chances[own], ratings[own], habits)
    for own in dealt:
        fitted = AT_ITS_WORD
        if len(classes) >= minimum_labels:
            # what others were told must not lean on habits that this part taught
            told = chances.copy()
            for other in dealt:
                seen = ~(own | other)
                habits = rating.habits(ratings[seen], classes[seen])
                told[other] = rating.combined(chances[other], ratings[other], habits)
            fitted = certainty_of(told[~own], classes[~own], 0)
        confidence[own] = certain(together[own], fitted)
    if not dealt:
        confidence = certain(together, AT_ITS_WORD)
    return together, confidence


def _log_odds(chances: Floats) -> Floats:
    likeliest = np.clip(chances.max(axis=1, initial=0.0), 1e-6, 1 - 1e-6)
    result: Floats = np.log(likeliest / (1 - likeliest))
    return result
