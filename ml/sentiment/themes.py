"""What a comment is about: several themes, each with the words that show it.

The words of `theme_words.py` find themes from the first day. Once staff have settled the themes of enough comments, a
regression per theme learns from them, and is used where it clearly beat the words on comments held out. Not here:
sentiment.
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
from sklearn.model_selection import StratifiedKFold

from ml.ladder import is_clear
from ml.metrics import Floats, bootstrap_gain, f1
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
    """The themes that corrections teach clearly better than the list of words knows them."""
    learnt = {}
    for theme in Theme:
        has_theme = np.array([theme in themes for themes in settled], dtype=np.float64)
        if min(has_theme.sum(), (1.0 - has_theme).sum()) < FEWEST_WITH:
            continue
        by_regression = _held_out(theme, comments, has_theme, seed)
        by_words = np.array([bool(words_of(theme, comment)) for comment in comments], dtype=np.float64)
        ones, places = np.ones(len(has_theme)), np.arange(len(has_theme))
        reached, of_words = (f1(has_theme, told, ones) for told in (by_regression, by_words))
        draws = bootstrap_gain(f1, has_theme, by_regression, by_words, ones, places, seed)
        fitted = _fitted(theme, comments, has_theme, seed)
        if fitted is not None and is_clear(reached - of_words, draws):
            vectorizer, regression = fitted
            names = tuple(vectorizer.get_feature_names_out())
            learnt[theme] = LearntTheme(vectorizer, regression, names, reached, of_words)
    return learnt


def _held_out(theme: Theme, comments: Sequence[str], has_theme: Floats, seed: int) -> Floats:
    """Whether each comment has the theme (0 or 1), by words and a regression that it did not teach."""
    told = np.zeros(len(has_theme))
    for teach, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(told, has_theme):
        fitted = _fitted(theme, [comments[place] for place in teach], has_theme[teach], seed)
        if fitted is not None:
            vectorizer, regression = fitted
            told[test] = regression.predict(_design(vectorizer, theme, [comments[place] for place in test]))
    return told


def _fitted(theme: Theme, comments: Sequence[str], has_theme: Floats, seed: int) -> tuple[Any, Any] | None:
    """Words and their regression; None where no word occurs twice."""
    vectorizer = TfidfVectorizer(min_df=2, sublinear_tf=True, stop_words="english")
    try:
        vectorizer.fit(comments)
    except ValueError:
        return None
    regression = LogisticRegression(C=1.0, class_weight="balanced", max_iter=500, random_state=seed)
    return vectorizer, regression.fit(_design(vectorizer, theme, comments), has_theme)


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
