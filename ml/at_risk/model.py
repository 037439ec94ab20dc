"""Trains and applies the at-risk model: the rung that serves, bands, the next thirty days.

Not here: what is learned of each rung (`candidates.py`), what they said on past dates (`past.py`), the choice
(`choice.py`), words (`reasons.py`), figures (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ml.at_risk import candidates, horizon, past
from ml.at_risk.boosting import Scorer
from ml.at_risk.candidates import Rung
from ml.at_risk.choice import chosen_horizon, chosen_rung
from ml.at_risk.features import design
from ml.at_risk.folds import Teaching
from ml.at_risk.horizon import Horizon, horizon_rows
from ml.at_risk.linear import sigmoid
from ml.at_risk.reasons import reasons
from ml.at_risk.settings import AtRiskSettings
from ml.contracts import FEATURES, active_features, checked, known_features, known_outcomes
from ml.contracts.at_risk import AT_RISK
from ml.metrics import Floats

REFERENCE_ROWS = 2_000


@dataclass(frozen=True)
class TrainedModel:
    """The rung that serves, and all predictions by which it was chosen.

    `held_out`: `candidates.Candidates.held_out`; `past`: `past.told_on_past_dates`.
    `reference`: columns of teaching rows, drawn by weight: those it learned from, for comparison with those it scores.
    """

    version: str
    as_of: date
    settings: AtRiskSettings
    rung: Rung
    trained_on_rows: int
    outcome_count: int
    dropped_count: float
    held_out: pd.DataFrame
    past: pd.DataFrame
    horizon: Horizon
    reference: pd.DataFrame

    @property
    def kind(self) -> str:
        """The rung that serves: `rule`, `logistic`, `averaged` or `boosting`."""
        return self.rung.kind

    @property
    def scorer(self) -> Scorer:
        """What scores, and tells what each column contributes."""
        return self.rung.judge.scorer

    def log_odds(self, rows: pd.DataFrame) -> Floats:
        """Calibrated log-odds with the offsets of subject and season; `rows` as `contracts.FEATURES`."""
        return self.rung.log_odds(rows)


def train(
    features: pd.DataFrame, outcomes: pd.DataFrame, *, as_of: date, seed: int, settings: AtRiskSettings
) -> TrainedModel:
    """Trains on what was known on `as_of`; later rows and outcomes are ignored.

    Args:
        features: `feat_enrollment_week`, all weeks.
        outcomes: `feat_enrollment_outcome`.
        as_of: The institute's clock.
        seed: Same seed and data, same model.
        settings: Thresholds and choices of the method.

    Raises:
        ContractError: A frame lacks a column or holds a wrong value.
    """
    known, ends = known_features(features, as_of), known_outcomes(outcomes, as_of)
    weeks, width = active_features(features, outcomes, as_of)["weeks_since_start"], settings.stage_width_weeks
    found = candidates.learn(known, ends, weeks, as_of, settings, seed)
    told = past.told_on_past_dates(known, ends, as_of, settings, seed)
    kind = chosen_rung(found, past.near(past.whole_course(told, known, ends, as_of), weeks, width), seed)
    soon = candidates.sampled(horizon_rows(known, ends, as_of), horizon.ROWS, seed)
    learned = horizon.learn(
        soon,
        weeks,
        found.never_seen(kind, soon),
        width_weeks=width,
        prior_variance=settings.prior_variance,
        seed=seed,
    )
    months = past.near(past.within_thirty_days(told, known, ends, as_of), weeks, width)
    taught = found.taught
    return TrainedModel(
        version=_version(kind, as_of, taught.rows, settings, seed),
        as_of=as_of,
        settings=settings,
        rung=found.rungs[kind],
        trained_on_rows=0 if kind == "rule" else len(taught.rows),
        outcome_count=found.outcome_count,
        dropped_count=found.dropped_count,
        held_out=found.held_out,
        past=told,
        horizon=chosen_horizon(learned, months, seed),
        reference=_drawn(taught, seed),
    )


def score(model: TrainedModel, features_latest: pd.DataFrame) -> pd.DataFrame:
    """Scores feature rows of one date (`contracts.active_features`).

    Returns:
        `contracts.AT_RISK`: p_drop and p_drop_30d in 0–1, band low|medium|high, reasons as a list of sentences,
        strongest first.
    """
    rows = checked(features_latest, FEATURES, "features_latest")
    p_drop = sigmoid(model.log_odds(rows))
    band = np.where(
        p_drop >= model.settings.high_from, "high", np.where(p_drop >= model.settings.medium_from, "medium", "low")
    )
    return pd.DataFrame(
        {
            "enrollment_id": rows["enrollment_id"],
            "scored_as_of": pd.Series(rows["as_of_date"].dt.date, dtype="object"),
            "p_drop": p_drop,
            "band": pd.Series(band, dtype="object"),
            "reasons": pd.Series(reasons(rows, model.scorer.contributions(design(rows))), dtype="object"),
            "model_version": pd.Series([model.version] * len(rows), dtype="object"),
            "p_drop_30d": model.horizon.probability(rows, p_drop),
        },
        columns=list(AT_RISK),
    )


def _drawn(taught: Teaching, seed: int) -> pd.DataFrame:
    if not len(taught.rows) or not taught.weight.sum() > 0:
        return design(taught.rows)
    drawn = taught.rows.sample(REFERENCE_ROWS, replace=True, weights=taught.weight, random_state=seed)
    return design(drawn).reset_index(drop=True)


def _version(kind: str, as_of: date, rows: pd.DataFrame, settings: AtRiskSettings, seed: int) -> str:
    seen = pd.util.hash_pandas_object(rows.drop(columns=["is_planned"]), index=False).to_numpy().tobytes()
    digest = hashlib.sha256(seen + repr((settings, seed)).encode()).hexdigest()[:8]
    return f"at_risk-{kind}-{as_of.isoformat()}-{digest}"
