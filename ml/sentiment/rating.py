"""The rating as evidence beside the comment, and when the two disagree."""

from typing import Final

import numpy as np
import pandas as pd

from ml.metrics import Floats

# How often people who mean it so give 1, 2, 3, 4, 5; rows negative, neutral, positive. A choice to begin with, worth 30
# labelled ratings per row: what staff settle on soon outweighs it.
_PRIOR: Final = 30 * np.array(
    [[0.35, 0.30, 0.20, 0.10, 0.05], [0.05, 0.15, 0.45, 0.25, 0.10], [0.01, 0.03, 0.11, 0.35, 0.50]]
)


def habits(ratings: pd.Series, classes: Floats) -> Floats:
    """P(rating | how it was meant), 3 × 5, from labelled feedback with a rating; `classes` are 0, 1, 2."""
    counts = _PRIOR.copy()
    for rating, meant in zip(ratings, classes, strict=True):
        if not np.isnan(rating):
            counts[int(meant), int(rating) - 1] += 1
    result: Floats = counts / counts.sum(axis=1, keepdims=True)
    return result


def combined(by_comment: Floats, ratings: pd.Series, known_habits: Floats) -> Floats:
    """Bayes: the chances from the comment times those of the rating; without a rating they stay as they are."""
    likely = np.ones_like(by_comment)
    has_rating = ratings.notna().to_numpy()
    likely[has_rating] = known_habits[:, ratings[has_rating].astype(int).to_numpy() - 1].T
    product = by_comment * likely
    result: Floats = product / product.sum(axis=1, keepdims=True)
    return result


def contradicts(by_comment: Floats, ratings: pd.Series, confidence: Floats, sure_from: float) -> pd.Series:
    """Whether a comment that is surely meant one way came with a rating of the other."""
    said = by_comment.argmax(axis=1)
    is_sure = confidence >= sure_from
    praised_badly = (said == 2) & (ratings <= 2).to_numpy()
    blamed_well = (said == 0) & (ratings >= 4).to_numpy()
    return pd.Series(is_sure & (praised_badly | blamed_well), index=ratings.index)
