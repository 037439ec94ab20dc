"""What a comment is about: several themes, each with the words that show it.

The words of `theme_words.py` find themes from the first day. Once staff have settled the themes of enough comments, a
regression per theme learns from them, and is used where it beat the words in cross-validation. Not here: sentiment.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from ml.sentiment.theme_words import WORDS
from warehouse.vocabulary import Theme

FEWEST_WITH = 10  # labelled comments with a theme, and as many without, before anything is learnt about it
MOST_WORDS = 3
_WEIGHT_OF_WORDS = 3.0


@lru_cache(maxsize=1)
def _patterns() -> dict[Theme, re.Pattern[str]]:
    patterns = {}
    for theme, listed in WORDS.items():
        words = sorted((word.strip() for word in listed.split("|")), key=len, reverse=True)
        alternatives = "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
        patterns[theme] = re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)
    return patterns


def words_of(theme: Theme, comment: str) -> list[str]:
    """The comment's words that show a theme, in order, each once."""
    return list(dict.fromkeys(found.lower() for found in _patterns()[theme].findall(comment)))[:MOST_WORDS]


@dataclass(frozen=True)
class LearntTheme:
    """A regression on words, and on whether the listed words occur; `vocabulary` names its columns."""

    vectorizer: Any
    regression: Any
    vocabulary: tuple[str, ...]
    f1: float
    f1_of_words: float

    def chances(self, theme: Theme, comments: Sequence[str]) -> Any:
        """P(theme) per comment."""
        return self.regression.predict_proba(_design(self.vectorizer, theme, comments))[:, 1]

    def words(self, comment: str) -> list[str]:
        """The comment's words that speak most for the theme."""
        row = self.vectorizer.transform([comment]).toarray()[0] * self.regression.coef_[0][:-1]
        return [self.vocabulary[index] for index in np.argsort(-row, kind="stable")[:MOST_WORDS] if row[index] > 0]


def learn(comments: Sequence[str], settled: Sequence[Sequence[str]], seed: int) -> dict[Theme, LearntTheme]:
    """The themes that corrections teach better than the list of words knows them."""
    learnt = {}
    for theme in Theme:
        has_theme = np.array([theme in themes for themes in settled], dtype=bool)
        if min(has_theme.sum(), (~has_theme).sum()) < FEWEST_WITH:
            continue
        vectorizer = TfidfVectorizer(min_df=2, sublinear_tf=True, stop_words="english")
        try:
            vectorizer.fit(comments)
        except ValueError:  # no word occurs twice
            continue
        design = _design(vectorizer, theme, comments)
        regression = LogisticRegression(C=1.0, class_weight="balanced", max_iter=500, random_state=seed)
        folds = StratifiedKFold(5, shuffle=True, random_state=seed)
        by_regression = float(f1_score(has_theme, cross_val_predict(regression, design, has_theme, cv=folds)))
        by_words = float(f1_score(has_theme, design[:, -1] > 0, zero_division=0))
        if by_regression > by_words:
            names = tuple(vectorizer.get_feature_names_out())
            learnt[theme] = LearntTheme(vectorizer, regression.fit(design, has_theme), names, by_regression, by_words)
    return learnt


def _design(vectorizer: Any, theme: Theme, comments: Sequence[str]) -> Any:
    listed = [[_WEIGHT_OF_WORDS * bool(words_of(theme, comment))] for comment in comments]
    return np.hstack([vectorizer.transform(comments).toarray(), np.array(listed).reshape(-1, 1)])


def find(feedback_ids: Sequence[int], comments: Sequence[str], learnt: dict[Theme, LearntTheme]) -> pd.DataFrame:
    """One row per comment and theme: feedback_id, theme, words (list)."""
    rows: list[tuple[int, str, list[str]]] = []
    for theme in Theme:
        model = learnt.get(theme)
        chances = model.chances(theme, comments) if model is not None and len(comments) else None
        for position, (feedback_id, comment) in enumerate(zip(feedback_ids, comments, strict=True)):
            words = words_of(theme, comment)
            if model is not None and chances is not None:
                is_found = chances[position] >= 0.5
                words = words or (model.words(comment) if is_found else [])
            else:
                is_found = bool(words)
            if is_found:
                rows.append((feedback_id, theme.value, words))
    return pd.DataFrame(rows, columns=["feedback_id", "theme", "words"])
