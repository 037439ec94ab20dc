"""The regressions that staff's corrections teach: on the evidence, or on the evidence and single words.

Not here: when one of them serves (`choice.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ml.metrics import Floats
from ml.sentiment.hindi import in_english


@dataclass(frozen=True)
class Regression:
    """A logistic regression on the evidence, with single words when `vectorizer` is there."""

    name: str
    scaler: Any
    fitted: Any
    vectorizer: Any

    @classmethod
    def fit(
        cls, name: str, columns: Floats, comments: Sequence[str], classes: Floats, penalty: float, seed: int
    ) -> "Regression":
        """`name` is `evidence` or `words`."""
        vectorizer = None
        if name == "words":
            vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=20_000)
            vectorizer.fit([in_english(comment) for comment in comments])
        scaler = StandardScaler().fit(columns)
        inputs = _inputs(scaler.transform(columns), comments, vectorizer)
        fitted = LogisticRegression(C=penalty, class_weight="balanced", max_iter=500, random_state=seed)
        return cls(name, scaler, fitted.fit(inputs, classes), vectorizer)

    def chances(self, columns: Floats, comments: Sequence[str]) -> Floats:
        """Columns negative, neutral, positive."""
        result = np.zeros((len(columns), 3))
        if len(columns):
            inputs = _inputs(self.scaler.transform(columns), comments, self.vectorizer)
            given = self.fitted.predict_proba(inputs)
            result[:, self.fitted.classes_.astype(int)] = given
        return result


def _inputs(columns: Floats, comments: Sequence[str], vectorizer: Any) -> Any:
    if vectorizer is None:
        return columns
    # words weigh five times: a TF-IDF value is small beside the evidence, and the penalty would keep it from counting
    words = vectorizer.transform([in_english(comment) for comment in comments])
    return hstack([csr_matrix(columns), 5.0 * words]).tocsr()
