"""How a comment is meant without any label: what praises and what complains, clause by clause.

VADER's rules (negation, intensifiers, capitals) over its lexicon and ours. A comment is cut at sentences and at
"but", so that praise and complaint of one comment do not cancel out inside one sum: a mixed comment is told from a
lukewarm one. Not here: the tables (`english.py`, `hindi.py`), what labels teach (`model.py`).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from ml.metrics import Floats
from ml.sentiment import english
from ml.sentiment.hindi import in_english

# General lexicons lean towards praise; SO-CAL (Taboada et al. 2011, Computational Linguistics 37) weighs complaint half
# as much again for that reason, and so do we.
COMPLAINT_WEIGHT: Final = 1.5
# As much evidence as one fully coloured clause stands against jumping to a conclusion from one mild word.
PRIOR_EVIDENCE: Final = 1.0
# Praise must outweigh complaint by 3 : 2 of all evidence, or the other way round; in between is neutral or mixed.
NEUTRAL_BAND: Final = 0.2
# How fast certainty grows beyond the edge of the band.
_SOFTNESS: Final = 0.2
COLUMNS: Final = ("praise", "complaint", "balance", "mixed", "worst")

_CLAUSE = re.compile(
    r"(?<=[.!?;\n])\s+|[.!?]+(?=[A-Z])|"
    r"\s+(?:but|however|although|though|yet|while|whereas)\b|\s+(?=(?:except|unfortunately)\b)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_PHRASE_MARK = "phrase_"


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    analyzer = SentimentIntensityAnalyzer()
    for word in english.PLAIN:
        analyzer.lexicon.pop(word, None)
    analyzer.lexicon.update(english.WORDS)
    analyzer.lexicon.update({_token(phrase): value for phrase, value in english.PHRASES.items() if value})
    return analyzer


def _token(phrase: str) -> str:
    return _PHRASE_MARK + re.sub(r"\W", "_", phrase)


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(english.PHRASES, key=len, reverse=True)
    return re.compile(
        r"\b(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first) + r")\b",
        re.IGNORECASE,
    )


def clauses(comment: str) -> list[str]:
    """The comment's clauses in English words, its phrases as one token each."""
    text = in_english(comment.replace("\u2019", "'"))
    text = _phrases().sub(lambda found: _token(_SPACES.sub(" ", found.group().lower())), text)
    return [part for part in _CLAUSE.split(text) if re.search(r"\w", part)]


def evidence(comments: Iterable[str]) -> pd.DataFrame:
    """What speaks for praise and for complaint in each comment.

    Columns: praise and complaint (sums over clauses, one fully coloured clause is 1), balance (-1 to 1), mixed (how
    much of both, 0 to 0.5), worst (the most negative clause, -1 to 0).
    """
    rows = [_evidence(comment) for comment in comments]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="float64")


@lru_cache(maxsize=50_000)
def _evidence(comment: str) -> tuple[float, float, float, float, float]:
    values = np.array([_analyzer().polarity_scores(clause)["compound"] for clause in clauses(comment)] or [0.0])
    praise, complaint = float(values[values > 0].sum()), float(-values[values < 0].sum())
    weighed = COMPLAINT_WEIGHT * complaint
    total = praise + weighed + PRIOR_EVIDENCE
    return praise, complaint, (praise - weighed) / total, min(praise, weighed) / total, min(float(values.min()), 0.0)


def chances(balance: Floats) -> Floats:
    """Columns negative, neutral, positive, adding up to 1: an ordered scale with the neutral band in its middle."""
    positive = 1 / (1 + np.exp(-(balance - NEUTRAL_BAND) / _SOFTNESS))
    negative = 1 / (1 + np.exp(-(-balance - NEUTRAL_BAND) / _SOFTNESS))
    result: Floats = np.column_stack([negative, 1 - positive - negative, positive])
    return result


def telling_words(comment: str, limit: int = 3) -> list[str]:
    """The comment's most coloured words as they were understood, strongest first."""
    lexicon = _analyzer().lexicon
    found: dict[str, float] = {}
    for clause in clauses(comment):
        for word in re.findall(r"[A-Za-z_'-]+", clause):
            value = lexicon.get(word.lower())
            if value:
                found[word.lower()] = float(value)
    strongest = sorted(found, key=lambda word: (-abs(found[word]), word))[:limit]
    return [_written(word) for word in strongest]


def _written(word: str) -> str:
    return _BY_TOKEN.get(word, word)


_BY_TOKEN: Final = {_token(phrase): phrase for phrase in english.PHRASES}
