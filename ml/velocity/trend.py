"""Whether an enrolment moves faster or slower than a month ago, by more than chance would make it."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ml.metrics import Floats
from ml.velocity.shrinkage import Spread

if TYPE_CHECKING:
    from ml.velocity.model import VelocitySettings

WINDOW_DAYS = 28


def trends(
    rows: pd.DataFrame,
    expected: Floats,
    enrollment_ids: pd.Series,
    as_of: date,
    spread: Spread,
    settings: "VelocitySettings",
) -> list[str]:
    """`rising`, `steady`, `falling` or `unknown` for each enrolment.

    The last four weeks against the four before, both in relation to what the cohort gains then, so that a topic that
    takes everybody longer is no fall. unknown: nothing was taught in one of the two. The standard error of each speed
    is sqrt(phi r / E) (see `shrinkage.py`), with r of both together.
    """
    age = (pd.Timestamp(as_of) - rows["week_start"]).dt.days.to_numpy()
    sums = {}
    for name, in_window in (("now", age <= WINDOW_DAYS), ("before", (age > WINDOW_DAYS) & (age <= 2 * WINDOW_DAYS))):
        table = pd.DataFrame({"gained": rows["mastery_gained"], "expected": expected, "who": rows["enrollment_id"]})
        sums[name] = table[in_window].groupby("who")[["gained", "expected"]].sum().reindex(enrollment_ids).fillna(0.0)
    gained = {name: table["gained"].to_numpy() for name, table in sums.items()}
    exposure = {name: table["expected"].to_numpy() for name, table in sums.items()}
    is_known = (exposure["now"] > 0) & (exposure["before"] > 0)
    safe = {name: np.where(is_known, value, 1.0) for name, value in exposure.items()}
    now, before = gained["now"] / safe["now"], gained["before"] / safe["before"]
    together = (gained["now"] + gained["before"]) / (safe["now"] + safe["before"])
    error = np.sqrt(spread.phi * np.maximum(together, 1e-9) * (1 / safe["now"] + 1 / safe["before"]))
    is_sure = np.abs(now - before) > settings.trend_certainty * error
    words = np.where(
        is_sure & (now > before * (1 + settings.trend_threshold)),
        "rising",
        np.where(is_sure & (now < before * (1 - settings.trend_threshold)), "falling", "steady"),
    )
    return [str(word) if known else "unknown" for word, known in zip(words, is_known, strict=True)]
