"""Gradient boosting on the same columns, and the mean of two scorers. Both tell what a theme adds to a score.

Not here: when boosting may serve (`model.py`).
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

from ml.at_risk.features import THEMES
from ml.at_risk.linear import Logistic, Rule
from ml.metrics import Floats
from ml.trees import teaching

# More of these never raises the risk, or never lowers it: what is known beforehand travels to the next season.
FALLING = (
    *("sessions_7d", "sessions_14d", "sessions_28d", "minutes_7d", "minutes_14d", "minutes_28d"),
    *("sessions_per_week", "minutes_per_week", "sessions_per_week_change", "sessions_rank", "minutes_28d_rank"),
    *("topics_done_per_week", "topics_done_28d", "progress_share", "progress_gap", "topics_done_rank"),
    *("handed_in", "days_early_mean", "mark_mean_percent", "mark_rank"),
    *("competency_slope", "schedule_fit"),
)
RISING = (
    *("days_since_session", "absence_share", "absences_28d", "missed_share", "missed", "missed_28d", "late"),
    "not_held_share",
)
ROUNDS = 120
LEARNING_RATE = 0.06
LEAVES = 12


@dataclass(frozen=True)
class Boosted:
    """Histogram gradient boosting with monotone columns.

    `usual`: the mean of each column among the teaching rows; a theme's contribution is the change of the log-odds when
    its columns become usual.
    """

    model: Any
    usual: dict[str, float]

    @classmethod
    def fit(cls, columns: pd.DataFrame, dropped: Floats, weight: Floats, seed: int) -> "Boosted":
        """Fits on all columns; leaves hold at least one row in two hundred."""
        direction = {name: -1 if name in FALLING else 1 if name in RISING else 0 for name in columns}
        model = HistGradientBoostingClassifier(
            max_iter=ROUNDS,
            learning_rate=LEARNING_RATE,
            max_leaf_nodes=LEAVES,
            min_samples_leaf=max(20, len(columns) // 200),
            l2_regularization=1.0,
            monotonic_cst=[direction[name] for name in columns],
            early_stopping=False,
            random_state=seed,
        )
        model.fit(teaching(columns.to_numpy(dtype=float), weight), dropped, sample_weight=weight)
        return cls(model, {str(name): float(value) for name, value in columns.mean().items()})

    def log_odds(self, columns: pd.DataFrame) -> Floats:
        """Log-odds of dropping out, before offsets and calibration."""
        told: Floats = self.model.decision_function(columns.to_numpy(dtype=float))
        return told

    def contributions(self, columns: pd.DataFrame) -> pd.DataFrame:
        """Change of the log-odds by each theme, against a usual student."""
        whole, parts = self.log_odds(columns), {}
        for theme in dict.fromkeys(THEMES.values()):
            names = [name for name in columns if THEMES[str(name)] == theme]
            without = columns.assign(**{str(name): self.usual[str(name)] for name in names})
            parts[theme] = whole - self.log_odds(without)
        return pd.DataFrame(parts, index=columns.index)


@dataclass(frozen=True)
class Averaged:
    """The mean of the log-odds of two scorers that err differently."""

    logistic: Logistic
    boosted: Boosted

    def log_odds(self, columns: pd.DataFrame) -> Floats:
        """Log-odds of dropping out, before offsets and calibration."""
        return 0.5 * (self.logistic.log_odds(columns) + self.boosted.log_odds(columns))

    def contributions(self, columns: pd.DataFrame) -> pd.DataFrame:
        """Change of the log-odds by each theme, against a usual student."""
        by_column, by_theme = self.logistic.contributions(columns), self.boosted.contributions(columns)
        for name in by_column:
            by_theme[THEMES[str(name)]] += by_column[name]
        return 0.5 * by_theme


Scorer = Rule | Logistic | Boosted | Averaged

# The learned rungs of the ladder, the simplest first.
RUNGS = ("logistic", "averaged", "boosting")


def fit(rung: str, columns: pd.DataFrame, dropped: Floats, weight: Floats, prior_variance: float, seed: int) -> Scorer:
    """The scorer of a rung."""
    return fit_all((rung,), columns, dropped, weight, prior_variance, seed)[rung]


def fit_all(
    rungs: tuple[str, ...], columns: pd.DataFrame, dropped: Floats, weight: Floats, prior_variance: float, seed: int
) -> dict[str, Scorer]:
    """The scorer of each rung; nothing is fitted twice for the mean."""
    fitted: dict[str, Scorer] = {}
    if set(rungs) & {"logistic", "averaged"}:
        fitted["logistic"] = logistic = Logistic.fit(columns, dropped, weight, prior_variance, seed)
    if set(rungs) & {"boosting", "averaged"}:
        fitted["boosting"] = boosted = Boosted.fit(columns, dropped, weight, seed)
    if "averaged" in rungs:
        fitted["averaged"] = Averaged(logistic, boosted)
    return {rung: fitted[rung] for rung in rungs}
