"""Trains and applies the sentiment model: the lexicon until staff's corrections teach something that clearly beats it.

Not here: words (`english.py`, `hindi.py`), how they add up (`lexicon.py`), words that the comments themselves teach
(`companions.py`), the rating (`rating.py`), themes (`themes.py`), figures (`evaluate.py`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from ml.contracts.sentiment import FEEDBACK_SENTIMENT, FEEDBACK_THEME
from ml.metrics import Floats, macro_f1
from ml.sentiment import lexicon, rating, themes
from ml.sentiment.companions import Companions
from ml.sentiment.features import CLASSES, classes_of, comments_of, design, known_feedback
from ml.sentiment.hindi import in_english
from warehouse.vocabulary import Theme


@dataclass(frozen=True)
class SentimentSettings:
    """Choices of the institute and of the method.

    Attributes:
        unsure_below: Confidence below which the model says that it is unsure.
        minimum_labels: Fewer settled comments than this: the lexicon alone.
        minimum_per_class: Fewer of any sentiment than this: the lexicon alone.
        words_from: From so many settled comments on, single words are tried beside the evidence as well.
        clearly_better: Share of resamples in which a regression must beat the lexicon to serve.
        penalty: C of the regression; few labels, strong penalty.
    """

    unsure_below: float = 0.6
    minimum_labels: int = 50
    minimum_per_class: int = 5
    words_from: int = 300
    clearly_better: float = 0.7
    penalty: float = 0.03


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


@dataclass(frozen=True)
class TrainedModel:
    """All that a score needs, and the out-of-fold judgements by which it was chosen.

    `backtest`: one row per settled comment: feedback_id, settled, by_model, by_lexicon, majority (0, 1, 2),
    confidence.
    """

    kind: str
    version: str
    as_of: date
    settings: SentimentSettings
    companions: Companions | None
    regression: Regression | None
    habits: Floats
    certainty: tuple[float, float]
    themes: dict[Theme, themes.LearntTheme]
    label_count: int
    backtest: pd.DataFrame

    @property
    def trained_on_rows(self) -> int:
        """Settled comments that a regression learned from; none of them when the lexicon serves."""
        return 0 if self.regression is None else self.label_count

    def chances(self, comments: Sequence[str]) -> Floats:
        """How a comment is meant: negative, neutral, positive; all alike where nothing was written."""
        if self.regression is None:
            result = without_labels(comments, self.companions)
        else:
            result = self.regression.chances(design(comments, self.companions), comments)
        is_empty = np.array([not comment.strip() for comment in comments], dtype=bool)
        result[is_empty] = 1 / 3
        return result

    def confidence(self, chances: Floats) -> Floats:
        """The chance that the likeliest of three is right, as it turned out on settled comments."""
        return _certain(chances, self.certainty)


def without_labels(comments: Sequence[str], companions: Companions | None) -> Floats:
    """The lexicon's chances, moved by as much as the comment's words lean away from the usual."""
    chances = lexicon.chances(lexicon.evidence(comments)["balance"].to_numpy())
    if companions is not None:
        chances = np.clip(chances + companions.leaning(comments), 0.01, None)
    result: Floats = chances / chances.sum(axis=1, keepdims=True)
    return result


def train(feedback: pd.DataFrame, *, as_of: date, seed: int, settings: SentimentSettings) -> TrainedModel:
    """Trains on what was said and settled by `as_of`.

    Args:
        feedback: `contracts.FEEDBACK`, all of it; later rows and labels are ignored.
        as_of: The institute's clock.
        seed: Same seed and data, same model.
        settings: Choices of the institute and of the method.

    Raises:
        ContractError: A column is missing or holds a wrong value.
    """
    known = known_feedback(feedback, as_of)
    comments = comments_of(known)
    written = [comment for comment in comments if comment.strip()]
    companions = Companions.taught(written, lexicon.chances(lexicon.evidence(written)["balance"].to_numpy()), seed)
    is_written = np.array([bool(comment.strip()) for comment in comments], dtype=bool)
    labelled = known[is_written & known["settled_sentiment"].notna().to_numpy()].reset_index(drop=True)
    texts, classes = comments_of(labelled), classes_of(labelled)
    by_lexicon = without_labels(texts, companions)
    habits = rating.habits(labelled["rating"], classes)
    regression, out_of_fold = None, by_lexicon
    counts = np.bincount(classes.astype(int), minlength=3)
    if len(labelled) >= settings.minimum_labels and counts.min() >= settings.minimum_per_class:
        columns = design(texts, companions)
        name, out_of_fold = _chosen(columns, texts, classes, by_lexicon, settings, seed)
        if name is not None:
            regression = Regression.fit(name, columns, texts, classes, settings.penalty, seed)
    together = rating.combined(out_of_fold, labelled["rating"], habits)
    certainty = _certainty(together, classes, settings)
    kind = "lexicon" if regression is None else regression.name
    themed = known[
        is_written
        & np.array([settled is not None and len(settled) > 0 for settled in known["settled_themes"]], dtype=bool)
    ]
    backtest = pd.DataFrame(
        {
            "feedback_id": labelled["feedback_id"],
            "settled": classes,
            "by_model": together.argmax(axis=1).astype(float),
            "by_lexicon": by_lexicon.argmax(axis=1).astype(float),
            "majority": float(counts.argmax()) if len(classes) else 0.0,
            "confidence": _certain(together, certainty),
        }
    )
    return TrainedModel(
        kind=kind,
        version=_version(kind, as_of, known, settings),
        as_of=as_of,
        settings=settings,
        companions=companions,
        regression=regression,
        habits=habits,
        certainty=certainty,
        themes=themes.learn(comments_of(themed), [list(settled) for settled in themed["settled_themes"]], seed),
        label_count=len(labelled),
        backtest=backtest,
    )


def score(model: TrainedModel, feedback: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """`contracts.FEEDBACK_SENTIMENT` of all that was said by `as_of`.

    `worth_asking` (0 to 1) is how much staff's word on it would teach: the closer the two likeliest, the more.
    """
    rows = known_feedback(feedback, as_of)
    comments = comments_of(rows)
    by_comment = model.chances(comments)
    chances = rating.combined(by_comment, rows["rating"], model.habits)
    confidence = model.confidence(chances)
    about = find_themes(model, feedback, as_of=as_of).groupby("feedback_id")["theme"].agg(list).to_dict()
    ordered = np.sort(chances, axis=1)
    is_written = np.array([bool(comment.strip()) for comment in comments], dtype=bool)
    contradicts = rating.contradicts(
        by_comment, rows["rating"], model.confidence(by_comment), model.settings.unsure_below
    )
    return pd.DataFrame(
        {
            "feedback_id": rows["feedback_id"],
            "scored_as_of": pd.Series([as_of] * len(rows), dtype="object"),
            "sentiment": pd.Series([CLASSES[index] for index in chances.argmax(axis=1)], dtype="object"),
            "confidence": confidence,
            "is_unsure": confidence < model.settings.unsure_below,
            "is_contradicted": contradicts & is_written,
            "worth_asking": np.where(is_written, 1 - (ordered[:, -1] - ordered[:, -2]), 0.0),
            "themes": pd.Series([about.get(key, []) for key in rows["feedback_id"]], dtype="object"),
            "words": pd.Series([lexicon.telling_words(comment) for comment in comments], dtype="object"),
            "model_version": pd.Series([model.version] * len(rows), dtype="object"),
        },
        columns=list(FEEDBACK_SENTIMENT),
    )


def find_themes(model: TrainedModel, feedback: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """`contracts.FEEDBACK_THEME`: what each comment is about, with the words that show it."""
    rows = known_feedback(feedback, as_of)
    return themes.find(rows["feedback_id"].tolist(), comments_of(rows), model.themes)[list(FEEDBACK_THEME)]


def _chosen(
    columns: Floats, texts: Sequence[str], classes: Floats, by_lexicon: Floats, settings: SentimentSettings, seed: int
) -> tuple[str | None, Floats]:
    """The regression that clearly beats the lexicon, if one does, and the out-of-fold chances of what serves."""
    names = ["evidence"] + (["words"] if len(classes) >= settings.words_from else [])
    tried = {name: _out_of_fold(name, columns, texts, classes, settings, seed) for name in names}
    ones = np.ones(len(classes))
    best = max(tried, key=lambda name: macro_f1(classes, tried[name].argmax(axis=1).astype(float), ones))
    if _wins(classes, tried[best], by_lexicon, seed) < settings.clearly_better:
        return None, by_lexicon
    return best, tried[best]


def _out_of_fold(
    name: str, columns: Floats, texts: Sequence[str], classes: Floats, settings: SentimentSettings, seed: int
) -> Floats:
    result = np.zeros((len(classes), 3))
    for teach, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(columns, classes):
        part = Regression.fit(name, columns[teach], [texts[i] for i in teach], classes[teach], settings.penalty, seed)
        result[test] = part.chances(columns[test], [texts[i] for i in test])
    return result


def _wins(classes: Floats, chances: Floats, by_lexicon: Floats, seed: int) -> float:
    random = np.random.default_rng(seed)
    mine, theirs = chances.argmax(axis=1).astype(float), by_lexicon.argmax(axis=1).astype(float)
    wins = 0
    for _ in range(200):
        weight = np.bincount(random.integers(0, len(classes), len(classes)), minlength=len(classes)).astype(float)
        wins += macro_f1(classes, mine, weight) > macro_f1(classes, theirs, weight)
    return wins / 200


def _certainty(chances: Floats, classes: Floats, settings: SentimentSettings) -> tuple[float, float]:
    """Platt's slope and level of "the likeliest is right"; (1, 0) takes the chances at their word."""
    is_right = chances.argmax(axis=1) == classes
    if len(classes) < settings.minimum_labels or len(np.unique(is_right)) < 2:
        return 1.0, 0.0
    platt = LogisticRegression(C=1.0).fit(_log_odds(chances)[:, None], is_right)
    slope, level = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    return (slope, level) if slope > 0 else (0.0, float(np.log(is_right.mean() / (1 - is_right.mean()))))


def _certain(chances: Floats, certainty: tuple[float, float]) -> Floats:
    slope, level = certainty
    result: Floats = 1 / (1 + np.exp(-(slope * _log_odds(chances) + level)))
    return result


def _log_odds(chances: Floats) -> Floats:
    likeliest = np.clip(chances.max(axis=1, initial=0.0), 1e-6, 1 - 1e-6)
    result: Floats = np.log(likeliest / (1 - likeliest))
    return result


def _version(kind: str, as_of: date, known: pd.DataFrame, settings: SentimentSettings) -> str:
    seen = known.assign(settled_themes=known["settled_themes"].map(str))
    digest = hashlib.sha256(
        pd.util.hash_pandas_object(seen, index=False).to_numpy().tobytes() + repr(settings).encode()
    )
    return f"sentiment-{kind}-{as_of.isoformat()}-{digest.hexdigest()[:8]}"
