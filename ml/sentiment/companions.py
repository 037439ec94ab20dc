"""Words that keep company with praise or complaint: learnt from all comments, with the lexicon as the teacher.

No label is needed. Ridge regressions on words and on letter sequences predict what the lexicon says of comments that
they have not seen; so a word that no lexicon holds ("xerox", "proxy", a misspelling) gets a mood from the comments it
occurs in. Each comment is read by the one of five readers that was not taught with it, in training and in scoring
alike, or the lexicon would come back as an echo. Not here: the lexicon, and what staff teach (`model.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

from ml.metrics import Floats
from ml.sentiment.hindi import in_english

READERS = 5
FEWEST_COMMENTS = 100  # below, five parts are too few to tell company from chance
MOST_COMMENTS = 20_000  # more teach nothing new and take minutes
COLUMNS = 6


@dataclass(frozen=True)
class Companions:
    """Two vectorizers and five pairs of regressions; `middle` and `spread` bring their columns to one scale."""

    words: Any
    letters: Any
    readers: tuple[tuple[Any, Any], ...]
    middle: Floats
    spread: Floats

    @classmethod
    def taught(cls, comments: Sequence[str], chances: Floats, seed: int) -> "Companions | None":
        """Learns from the lexicon's judgement of comments; None when there are too few.

        Args:
            comments: every comment that is known.
            chances: the lexicon's judgement of each, columns negative, neutral, positive.
            seed: which comments are kept when there are more than enough.
        """
        if len(comments) < FEWEST_COMMENTS:
            return None
        kept = np.arange(len(comments))
        if len(kept) > MOST_COMMENTS:
            kept = np.sort(np.random.default_rng(seed).choice(kept, MOST_COMMENTS, replace=False))
        texts = [in_english(comments[int(index)]) for index in kept]
        said = chances[kept]  # how sure the lexicon is counts: learning its mere verdicts lost .02 of macro-F1
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, max_df=0.5, sublinear_tf=True, max_features=30_000)
        letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, max_features=30_000
        )
        by_word, by_letters = words.fit_transform(texts), letters.fit_transform(texts)
        parts = _parts(texts)
        readers = []
        for part in range(READERS):
            taught = parts != part
            readers.append(tuple(_ridge().fit(design[taught], said[taught]) for design in (by_word, by_letters)))
        unscaled = cls(words, letters, tuple(readers), np.zeros(COLUMNS), np.ones(COLUMNS))
        read = unscaled.read(texts)
        return cls(words, letters, tuple(readers), read.mean(axis=0), np.maximum(read.std(axis=0), 1e-9))

    def leaning(self, comments: Sequence[str]) -> Floats:
        """How much more negative, neutral, positive than usual a comment's words are; both readings count half."""
        apart = self.read(comments) * self.spread
        result: Floats = (apart[:, :3] + apart[:, 3:]) / 2
        return result

    def read(self, comments: Sequence[str]) -> Floats:
        """Six columns per comment: negative, neutral, positive by words, and the same by letters."""
        texts = [in_english(comment) for comment in comments]
        result = np.zeros((len(texts), COLUMNS))
        if not texts:
            return result
        designs = (self.words.transform(texts), self.letters.transform(texts))
        parts = _parts(texts)
        for part, pair in enumerate(self.readers):
            own = parts == part
            if own.any():
                result[own] = np.hstack(
                    [reader.predict(design[own]) for reader, design in zip(pair, designs, strict=True)]
                )
        return np.asarray((result - self.middle) / self.spread, dtype=np.float64)


def _ridge() -> Any:
    return Ridge(alpha=3.0, solver="sparse_cg", tol=1e-3)


def _parts(texts: Sequence[str]) -> Any:
    # by the text itself: a comment goes to the same reader whenever and with whomever it is scored
    return np.array([crc32(text.encode()) % READERS for text in texts], dtype=np.int64)
