"""Which rung reads comments: by past dates where two or more tell, else by comments held out.

Not here: the regressions (`regression.py`), the words (`lexicon.py`, `companions.py`), how sure a judgement is
(`certainty.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from ml.ladder import is_clear, may_replace
from ml.metrics import Floats, bootstrap_gain, macro_f1
from ml.sentiment.features import classes_of
from ml.sentiment.regression import Regression
from ml.sentiment.settings import SentimentSettings

LEXICON, RUNGS = "lexicon", ("evidence", "words")  # the simplest first
PARTS = 5
ORIGINS_DAYS_BACK = (28, 56, 84)
SMALLEST_TEST = 30
Kept = npt.NDArray[np.bool_]  # of each comment: whether it is among those that are meant


@dataclass(frozen=True)
class Settled:
    """What staff settled, in the order of its keys.

    Attributes:
        rows: `features.known_feedback` with a comment and a label.
        texts: The comments.
        columns: `features.design` of them.
        by_lexicon: The lexicon's chances, columns negative, neutral, positive.
    """

    rows: pd.DataFrame
    texts: list[str]
    columns: Floats
    by_lexicon: Floats

    @property
    def classes(self) -> Floats:
        """0, 1, 2: negative, neutral, positive."""
        return classes_of(self.rows)

    def kept(self, is_kept: Kept) -> "Settled":
        """Those for which it is true."""
        places = np.flatnonzero(is_kept)
        texts = [self.texts[place] for place in places]
        return Settled(self.rows.iloc[places], texts, self.columns[places], self.by_lexicon[places])

    def fit(self, name: str, penalty: float, seed: int) -> Regression:
        """A regression that learned from all of them."""
        return Regression.fit(name, self.columns, self.texts, self.classes, penalty, seed)


def rungs_for(settled: Settled, settings: SentimentSettings) -> tuple[str, ...]:
    """What may be tried with so many labels."""
    count = len(settled.rows)
    fewest = np.bincount(settled.classes.astype(int), minlength=3).min()
    if count < settings.minimum_labels or fewest < settings.minimum_per_class:
        return ()
    return RUNGS if count >= settings.words_from else RUNGS[:1]


def held_out(settled: Settled, rungs: Sequence[str], settings: SentimentSettings, seed: int) -> dict[str, Floats]:
    """By rung the chances of each comment by a regression that did not learn from it; the lexicon learns from none."""
    told = {LEXICON: settled.by_lexicon} | {name: np.zeros((len(settled.texts), 3)) for name in rungs}
    for own in parts(len(settled.texts), seed):
        taught, tested = settled.kept(~own), settled.kept(own)
        for name in rungs:
            told[name][own] = taught.fit(name, settings.penalty, seed).chances(tested.columns, tested.texts)
    return told


def parts(count: int, seed: int) -> list[Kept]:
    """Who is in each of five parts; by place, so that no label moves anybody."""
    dealt = np.random.default_rng(seed).permutation(count) % PARTS
    return [dealt == part for part in range(min(PARTS, count))] if count > 1 else []


def chosen(settled: Settled, told: dict[str, Floats], as_of: date, settings: SentimentSettings, seed: int) -> str:
    """The simplest rung that no later one clearly beats in agreement with staff (macro-F1).

    Args:
        settled: What staff had settled by the day.
        told: `held_out`.
        as_of: The day.
        settings: Choices of the method.
        seed: Of the draws of comments.
    """
    best, *others = told
    if not others:
        return best
    past = _on_past_dates(settled, others, as_of, settings, seed)
    keys = settled.rows[["feedback_id"]].assign(settled=settled.classes)
    by_others = keys.assign(**{name: chances.argmax(axis=1).astype(float) for name, chances in told.items()})
    for name in others:
        if may_replace(past, by_others, name, best, partial(_is_clearly_better, seed)):
            best = name
    return best


def _is_clearly_better(seed: int, table: pd.DataFrame, name: str, other: str) -> bool:
    truth, mine, theirs = (table[column].to_numpy(dtype=np.float64) for column in ("settled", name, other))
    ones, comments = np.ones(len(table)), table["feedback_id"].to_numpy(dtype=np.int64)
    gain = macro_f1(truth, mine, ones) - macro_f1(truth, theirs, ones)
    return gain > 0 and is_clear(gain, bootstrap_gain(macro_f1, truth, mine, theirs, ones, comments, seed))


def _on_past_dates(
    settled: Settled, rungs: Sequence[str], as_of: date, settings: SentimentSettings, seed: int
) -> pd.DataFrame:
    """Comments settled after a past date, as each rung would have read them on it.

    What keeps company with praise and complaint is today's: it learned from comments, not from labels.
    """
    names = ("feedback_id", "settled", LEXICON, *rungs)
    tables = [pd.DataFrame({"origin_date": pd.Series(dtype="datetime64[s]"), **{name: [] for name in names}})]
    days = settled.rows["settled_on"]
    for back in ORIGINS_DAYS_BACK:
        origin = pd.Timestamp(as_of - timedelta(days=back))
        then, since = (settled.kept(known.to_numpy(dtype=bool)) for known in (days <= origin, days > origin))
        tried = rungs_for(then, settings)
        if len(since.texts) < SMALLEST_TEST or not tried:
            continue
        table = since.rows[["feedback_id"]].assign(origin_date=origin, settled=since.classes)
        table[LEXICON] = since.by_lexicon.argmax(axis=1).astype(float)
        for name in rungs:
            table[name] = np.nan
            if name in tried:
                chances = then.fit(name, settings.penalty, seed).chances(since.columns, since.texts)
                table[name] = chances.argmax(axis=1).astype(float)
        tables.append(table)
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]
