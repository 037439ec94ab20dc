"""Turns what the scoring model itself makes of each fact into plain sentences.

A fact's share is how far the log-odds fall when it is replaced by what other inquiries say there (mean over a
background of typical ones). It works for every rung, because it only asks the scorer. Not here: a judgement of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from ml.lead_scoring.facts import Fact
from ml.lead_scoring.scorers import Scorer
from ml.metrics import Floats

SMALLEST_SHARE = 0.1  # log-odds; less is noise
MOST_REASONS = 4
BACKGROUND_ROWS = 12
USUAL_SHARE = 0.75
SMALLEST_GROUP = 30  # a rate of fewer inquiries is not told
FOR, AGAINST = "Speaks for enrolling", "Speaks against it"


@dataclass(frozen=True)
class Background:
    """What is usual: typical inquiries, the numbers' spread and how many enrolled by name.

    `rates`: for each fact by name, the enrolled share of each value that enough ended inquiries have. `usual`: what
    nearly everybody says there, if there is such a thing.
    """

    rows: pd.DataFrame
    spread: dict[str, Floats]
    rates: dict[str, dict[str, float]]
    usual: dict[str, object]

    def is_usual(self, fact: Fact, value: object) -> bool:
        """Whether nearly everybody says so: then it is no reason, though the model counts it."""
        if fact.name not in self.usual:
            return False
        usual = self.usual[fact.name]
        return usual == value or bool(pd.isna(usual) and pd.isna(value))  # type: ignore[call-overload]

    @classmethod
    def of(cls, taught: pd.DataFrame, facts: tuple[Fact, ...], seed: int) -> "Background":
        """Drawn from the inquiries that taught."""
        count = min(BACKGROUND_ROWS, len(taught))
        # of no rows nothing can be drawn
        drawn = np.random.default_rng(seed).choice(max(len(taught), 1), count, replace=False)
        enrolled = (taught["outcome"] == "enrolled").astype("float64")
        rates: dict[str, dict[str, float]] = {}
        spread: dict[str, Floats] = {}
        usual: dict[str, object] = {}
        for fact in facts:
            shares = taught[fact.name].value_counts(normalize=True, dropna=False)
            if len(shares) and shares.iloc[0] >= USUAL_SHARE:
                usual[fact.name] = shares.index[0]
            if fact.is_number:
                spread[fact.name] = np.sort(taught[fact.name].dropna().to_numpy(dtype=float))
            else:
                by_value = enrolled.groupby(taught[fact.name]).agg(["mean", "size"])
                known = by_value[by_value["size"] >= SMALLEST_GROUP]["mean"]
                rates[fact.name] = {str(value): float(rate) for value, rate in known.items()}
        return cls(taught.iloc[np.sort(drawn)].reset_index(drop=True), spread, rates, usual)


def reasons(rows: pd.DataFrame, scorer: Scorer, facts: tuple[Fact, ...], background: Background) -> list[list[str]]:
    """Sentences for each row, strongest first, for and against; an empty list when nothing stands out."""
    if not facts or background.rows.empty:
        return [[] for _ in range(len(rows))]
    shares = contributions(rows, scorer, facts, background)
    strongest_first = np.argsort(-np.abs(shares), axis=1, kind="stable")
    records = rows[[fact.name for fact in facts]].to_dict("records")
    told: list[list[str]] = []
    for record, parts, order in zip(records, shares, strongest_first, strict=True):
        sentences = [
            f"{FOR if parts[place] > 0 else AGAINST}: {_fact(facts[place], record[facts[place].name], background)}"
            for place in order
            if abs(parts[place]) >= SMALLEST_SHARE and not background.is_usual(facts[place], record[facts[place].name])
        ]
        told.append(sentences[:MOST_REASONS])
    return told


def contributions(rows: pd.DataFrame, scorer: Scorer, facts: tuple[Fact, ...], background: Background) -> Floats:
    """Change of the log-odds by each fact (columns, in the order of `facts`), against what is usual there."""
    here, usual = scorer.arranged(rows), scorer.arranged(background.rows)
    log_odds = scorer.of(here)
    shares = np.zeros((len(rows), len(facts)))
    for number, fact in enumerate(facts):
        places = scorer.places(fact.name)
        if not any(places):
            continue
        # each usual value is asked once, and counts as often as it was drawn
        drawn = np.column_stack([part[:, own] for part, own in zip(usual, places, strict=True)])
        values, counts = np.unique(np.nan_to_num(drawn, nan=-1e9), axis=0, return_counts=True)
        without = np.zeros(len(rows))
        for value, count in zip(np.where(values == -1e9, np.nan, values), counts, strict=True):
            begin, replaced = 0, []
            for part, own in zip(here, places, strict=True):
                copy = part.copy()
                copy[:, own] = value[begin : begin + len(own)]
                begin += len(own)
                replaced.append(copy)
            without += count * scorer.of(replaced)
        shares[:, number] = log_odds - without / counts.sum()
    return shares


def _fact(fact: Fact, value: object, background: Background) -> str:
    """What is known, as people say it."""
    is_nothing = value is None or (isinstance(value, float) and np.isnan(value))
    if fact.is_number:
        if is_nothing:
            return f"{fact.label} is not known"
        return _number(fact, float(str(value)), background.spread.get(fact.name, np.array([])))
    if is_nothing:
        return f"{fact.label} is not known"
    rate = background.rates.get(fact.name, {}).get(str(value))
    share = "" if rate is None else f" ({100 * rate:.0f} of 100 such inquiries enrolled)"
    return f"{fact.label} is {_shown(str(value))}{share}"


def _shown(name: str) -> str:
    """Codes of ours as words; an institute's own values as they are."""
    return name.replace("_", " ") if name.islower() else name


def _number(fact: Fact, value: float, spread: Floats) -> str:
    special = _SPECIAL.get(fact.name)
    if special is not None:
        return special(value)
    digits = 0 if float(value).is_integer() else 1
    shown = f"{fact.label} is {value:,.{digits}f}"
    if len(spread) < SMALLEST_GROUP:
        return shown
    below = float(np.searchsorted(spread, value, side="left")) / len(spread)
    above = 1.0 - float(np.searchsorted(spread, value, side="right")) / len(spread)
    if below >= 0.6:
        return f"{shown}, more than {100 * below:.0f} of 100 inquiries"
    if above >= 0.6:
        return f"{shown}, less than {100 * above:.0f} of 100 inquiries"
    return shown


def _given(words: str, otherwise: str, value: float) -> str:
    return words if value else otherwise


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_GIVEN = {
    "has_phone": ("a phone number was given", "no phone number was given"),
    "has_email": ("an e-mail address was given", "no e-mail address was given"),
    "has_counselor": ("a counselor looks after it", "no counselor looks after it"),
}
_SPECIAL: dict[str, Callable[[float], str]] = {
    "captured_weekday": lambda value: f"it came in on a {_WEEKDAYS[int(value) - 1]}",
    "captured_hour": lambda value: f"it came in between {int(value):02d}:00 and {int(value) + 1:02d}:00",
    "earlier_inquiries": lambda value: (
        f"the same person had asked {value:.0f} time{'s' if value != 1 else ''} before"
        if value
        else "it is a first inquiry"
    ),
    "contacts_made": lambda value: (
        f"{value:.0f} contact{'s' if value != 1 else ''} made by then" if value else "no contact made by then"
    ),
    "contacts_missed": lambda value: (
        f"{value:.0f} contact{'s' if value != 1 else ''} missed by then" if value else "no contact missed"
    ),
    "days_since_contact": lambda value: f"the last contact was {value:.0f} day{'s' if value != 1 else ''} before",
    **{name: partial(_given, *words) for name, words in _GIVEN.items()},
}
