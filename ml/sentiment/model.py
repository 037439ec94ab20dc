"""Trains and applies the sentiment model: the lexicon until staff's corrections teach something that clearly beats it.

Not here: words (`english.py`, `hindi.py`), how they add up (`lexicon.py`), words that the comments themselves teach
(`companions.py`), regressions and their choice (`regression.py`, `choice.py`), the rating (`rating.py`), certainty
(`certainty.py`), themes (`themes.py`), figures (`evaluate.py`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ml.contracts.sentiment import FEEDBACK_SENTIMENT, FEEDBACK_THEME
from ml.metrics import Floats
from ml.sentiment import lexicon, rating, themes
from ml.sentiment.certainty import certain, certainty_of, judged_by_others
from ml.sentiment.choice import LEXICON, Settled, chosen, held_out, rungs_for
from ml.sentiment.companions import Companions
from ml.sentiment.features import CLASSES, classes_of, comments_of, design, known_feedback
from ml.sentiment.regression import Regression
from ml.sentiment.settings import SentimentSettings
from warehouse.vocabulary import Theme


@dataclass(frozen=True)
class TrainedModel:
    """All that a score needs, and the out-of-fold judgements by which it was chosen.

    `backtest`: one row per settled comment: feedback_id, settled, by_model, by_lexicon, majority (0, 1, 2),
    confidence; regression, habits of rating and certainty by what did not learn from the comment.
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
        return certain(chances, self.certainty)


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
    settled = Settled(labelled, texts, design(texts, companions), without_labels(texts, companions))
    told = held_out(settled, rungs_for(settled, settings), settings, seed)
    rung = chosen(settled, told, as_of, settings, seed)
    regression = None if rung == LEXICON else settled.fit(rung, settings.penalty, seed)
    habits = rating.habits(labelled["rating"], classes)
    # the certainty that serves learned from all; what the model is judged by did not learn from the comment
    everything = rating.combined(told[rung], labelled["rating"], habits)
    together, confidence = judged_by_others(told[rung], labelled["rating"], classes, settings.minimum_labels, seed)
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
            "by_lexicon": settled.by_lexicon.argmax(axis=1).astype(float),
            "majority": float(np.bincount(classes.astype(int), minlength=3).argmax()),
            "confidence": confidence,
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
        certainty=certainty_of(everything, classes, settings.minimum_labels),
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


def _version(kind: str, as_of: date, known: pd.DataFrame, settings: SentimentSettings) -> str:
    seen = known.assign(settled_themes=known["settled_themes"].map(str))
    digest = hashlib.sha256(
        pd.util.hash_pandas_object(seen, index=False).to_numpy().tobytes() + repr(settings).encode()
    )
    return f"sentiment-{kind}-{as_of.isoformat()}-{digest.hexdigest()[:8]}"
