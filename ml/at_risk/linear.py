"""The two linear scorers on named columns: every score splits into what each column contributed.

`Rule` needs no outcome; `Logistic` is learned. Not here: boosting (`boosting.py`), which one serves (`model.py`), the
words (`reasons.py`).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from ml.metrics import Floats

# column: (usual value, change of the log-odds per unit). Set by judgement: two silent weeks weigh about as much as
# every second assessment missed.
RULE = {
    "days_since_session": (np.log1p(4.0), 0.6),
    "sessions_per_week_change": (0.0, -0.1),
    "minutes_28d_rank": (0.5, -1.0),
    "absence_share": (0.1, 2.0),
    "missed_share": (0.1, 2.0),
    "late": (0.0, 0.3),
    "progress_gap": (0.0, -1.5),
    "mark_rank": (0.5, -0.6),
    "competency_slope": (0.0, -0.3),
    "not_held_share": (0.1, 1.0),
    "schedule_fit": (0.8, -0.5),
}
RULE_BASE_RATE = 0.3  # drop-out share assumed before anything is known …
RULE_BASE_OUTCOMES = 20.0  # … as if so many outcomes had shown it


def logit(probability: float) -> float:
    """Log-odds of a probability, kept off 0 and 1."""
    bounded = min(max(probability, 1e-4), 1.0 - 1e-4)
    return float(np.log(bounded / (1.0 - bounded)))


def sigmoid(log_odds: Floats) -> Floats:
    """Probability of log-odds."""
    probability: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0)))
    return probability


@dataclass(frozen=True)
class Rule:
    """Fixed weights on behaviour; only the level follows the outcomes known so far."""

    intercept: float

    @classmethod
    def fit(cls, dropped_count: float, outcome_count: float) -> "Rule":
        """The level: an assumed 30 % (worth 20 outcomes), moved by what was seen."""
        share = (dropped_count + RULE_BASE_RATE * RULE_BASE_OUTCOMES) / (outcome_count + RULE_BASE_OUTCOMES)
        return cls(intercept=logit(share))

    def contributions(self, columns: pd.DataFrame) -> pd.DataFrame:
        """Change of the log-odds by each column, against a usual student; what is unknown changes nothing."""
        parts = {name: weight * (columns[name] - usual) for name, (usual, weight) in RULE.items()}
        return pd.DataFrame(parts, index=columns.index).fillna(0.0)

    def log_odds(self, columns: pd.DataFrame) -> Floats:
        """Log-odds of dropping out, before offsets and calibration."""
        total: Floats = self.contributions(columns).to_numpy(dtype=float).sum(axis=1) + self.intercept
        return total


@dataclass(frozen=True)
class Logistic:
    """L2-regularised logistic regression on imputed, standardised columns."""

    pipeline: Pipeline
    columns: tuple[str, ...]

    @classmethod
    def fit(cls, columns: pd.DataFrame, dropped: Floats, weight: Floats, strength: float, seed: int) -> "Logistic":
        """Fits on the columns that vary. `strength` is the prior variance of a standardised coefficient (C)."""
        # one constant column stands for "nothing to learn": its coefficient stays 0
        varying = tuple(str(name) for name in columns if columns[name].nunique() > 1) or (str(columns.columns[0]),)
        pipeline = Pipeline(
            [
                ("impute", SimpleImputer(strategy="mean", keep_empty_features=True)),
                ("scale", StandardScaler()),
                ("regress", LogisticRegression(C=strength, solver="newton-cholesky", random_state=seed)),
            ]
        )
        pipeline.fit(columns[list(varying)], dropped, regress__sample_weight=weight)
        return cls(pipeline=pipeline, columns=varying)

    @property
    def intercept(self) -> float:
        """Log-odds of the average student."""
        return float(self.pipeline["regress"].intercept_[0])

    def contributions(self, columns: pd.DataFrame) -> pd.DataFrame:
        """Coefficient × standardised value: change of the log-odds by each column, against the average student."""
        steps: Any = self.pipeline
        standardised = steps["scale"].transform(steps["impute"].transform(columns[list(self.columns)]))
        parts = np.asarray(standardised) * steps["regress"].coef_[0]
        return pd.DataFrame(parts, index=columns.index, columns=list(self.columns))

    def log_odds(self, columns: pd.DataFrame) -> Floats:
        """Log-odds of dropping out, before offsets and calibration."""
        total: Floats = self.contributions(columns).to_numpy(dtype=float).sum(axis=1) + self.intercept
        return total
