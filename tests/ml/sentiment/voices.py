"""Invented feedback frames: a few ways to say a few things, in two languages, with what staff settled on."""

from datetime import date

import numpy as np
import pandas as pd

CLOCK = date(2026, 6, 28)
SAID = {
    "positive": ("{} is great and very helpful", "I enjoyed {} a lot", "{} bahut accha hai", "{} mast hai, maza aaya"),
    "negative": ("{} is terrible, avoid", "{} was boring and confusing", "{} bekar hai", "{} samajh nahi aaya, bakwas"),
    "neutral": (
        "{} is on Monday",
        "{} was great but the rest was terrible",
        "{} accha hai lekin fees bahut zyada hai",
        "We had {} twice",
    ),
}
THINGS = ("the class", "the lab", "the exam", "the teacher", "the batch timing", "the placement talk")


def feedback(count: int, settled: int = 0, seed: int = 1) -> pd.DataFrame:
    """`count` comments of which the first `settled` have a label."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        meant = str(random.choice(list(SAID)))
        thing = THINGS[int(random.integers(len(THINGS)))]
        ways = SAID[meant]
        rows.append(
            {
                "feedback_id": number + 1,
                "submitted_on": pd.Timestamp(CLOCK) - pd.Timedelta(days=int(random.integers(5, 200))),
                "comment": ways[int(random.integers(len(ways)))].format(thing),
                "rating": None,
                "settled_sentiment": meant if number < settled else None,
                "settled_themes": ["exams"] if number < settled and thing == "the exam" else [],
                "settled_on": pd.Timestamp(CLOCK) - pd.Timedelta(days=3) if number < settled else None,
                "meant": meant,
            }
        )
    return pd.DataFrame(rows)


def said(comment: str | None, rating: int | None = None) -> pd.DataFrame:
    """One feedback that nobody has settled."""
    row = {"feedback_id": 1, "submitted_on": pd.Timestamp(CLOCK), "comment": comment, "rating": rating}
    return pd.DataFrame([{**row, "settled_sentiment": None, "settled_themes": None, "settled_on": None}])
