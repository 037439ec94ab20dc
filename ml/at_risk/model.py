"""Trains and applies the at-risk model: the ladder from rule to logistic regression, calibration, bands.

Not here: columns and teaching rows (`features.py`), scorers (`linear.py`), subject and season (`offsets.py`), words
(`reasons.py`), figures (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ml.at_risk.features import design, stage_weights, teaching_rows
from ml.at_risk.linear import Logistic, Rule, Scorer, log_odds, sigmoid
from ml.at_risk.offsets import season_offsets, subject_offsets
from ml.at_risk.reasons import reasons
from ml.contracts import FEATURES, active_features, checked, known_features, known_outcomes
from ml.contracts.at_risk import AT_RISK
from ml.metrics import Floats, auc, brier

BACKTEST_ROWS = 10_000  # 200 bootstrap rounds on more take minutes and narrow nothing


@dataclass(frozen=True)
class AtRiskSettings:
    """Choices of the institute and of the method.

    Attributes:
        medium_from: Probability from which the band is `medium`.
        high_from: Probability from which the band is `high`.
        minimum_outcomes: Fewer known outcomes than this: the rule.
        minimum_per_class: Fewer drop-outs or completions than this: the rule.
        stage_width_weeks: How far apart in weeks since start enrolments still teach each other.
        prior_variance: Of a standardised coefficient; the same prior that tames 50 outcomes hardly touches 5,000.
        maximum_rows: Teaching rows beyond this are sampled by enrolment.
    """

    medium_from: float
    high_from: float
    minimum_outcomes: int = 50
    minimum_per_class: int = 10
    stage_width_weeks: float = 4.0
    prior_variance: float = 0.1
    maximum_rows: int = 200_000


@dataclass(frozen=True)
class TrainedModel:
    """A scorer with all that a score needs, and the out-of-fold predictions by which it was judged.

    `backtest`: snapshots, at most 10,000: enrollment_id, student_id, dropped, weight (to the stages being scored),
    p_drop (by a model that never saw the student), p_rule, base_rate.
    """

    kind: str
    version: str
    as_of: date
    settings: AtRiskSettings
    scorer: Scorer
    calibration: tuple[float, float]
    subject_offsets: dict[int, float]
    season_offsets: dict[int, float]
    trained_on_rows: int
    outcome_count: int
    dropped_count: float
    backtest: pd.DataFrame

    def log_odds(self, rows: pd.DataFrame) -> Floats:
        """Calibrated log-odds with the offsets of subject and season; `rows` as `contracts.FEATURES`."""
        slope, level = self.calibration
        total = slope * (log_odds(self.scorer, design(rows)) + _offsets(rows, self.subject_offsets)) + level
        return total + np.where(rows["expected_completion_date"].notna(), _offsets(rows, self.season_offsets), 0.0)


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
    known = known_features(features, as_of)
    ends = known_outcomes(outcomes, as_of)
    rows = _sampled(teaching_rows(known, ends, as_of), settings.maximum_rows, seed)
    scored = active_features(features, outcomes, as_of)
    weight = rows["censoring_weight"].to_numpy(dtype=float) * stage_weights(
        rows["weeks_since_start"], scored["weeks_since_start"], settings.stage_width_weeks
    )
    by_enrollment = rows.drop_duplicates("enrollment_id")
    outcome_count = len(by_enrollment)
    dropped_count = float(by_enrollment["dropped"].sum())
    # a week that nobody to be scored is near to teaches nothing; all rows of a student together weigh as one
    near = weight > 1e-3
    rows = rows[near].reset_index(drop=True)
    weight = weight[near] * (rows["enrollment_id"].nunique() / max(float(weight.sum()), 1e-12))
    rule = Rule.fit(dropped_count, float(outcome_count))
    model = TrainedModel(
        kind="rule",
        version=_version("rule", as_of, rows, settings),
        as_of=as_of,
        settings=settings,
        scorer=rule,
        calibration=(1.0, 0.0),
        subject_offsets={},
        season_offsets={},
        trained_on_rows=0,
        outcome_count=outcome_count,
        dropped_count=dropped_count,
        backtest=_backtest(rows, weight, None, rule, seed),
    )
    scarcer = min(dropped_count, outcome_count - dropped_count)
    if (
        outcome_count < settings.minimum_outcomes
        or scarcer < settings.minimum_per_class
        or rows["dropped"].nunique() < 2
    ):
        return model
    columns, dropped = design(rows), rows["dropped"].to_numpy(dtype=float)
    out_of_fold, calibration = _out_of_fold(rows, columns, dropped, weight, settings, seed)
    backtest = _backtest(rows, weight, out_of_fold, rule, seed)
    if not _beats_rule(backtest):
        return model
    scorer = Logistic.fit(columns, dropped, weight, settings.prior_variance, seed)
    return replace(
        model,
        kind="logistic",
        version=_version("logistic", as_of, rows, settings),
        scorer=scorer,
        calibration=calibration,
        subject_offsets=subject_offsets(rows["subject_id"], dropped, log_odds(scorer, columns), weight),
        season_offsets=season_offsets(known, ends, as_of),
        trained_on_rows=len(rows),
        backtest=backtest,
    )


def score(model: TrainedModel, features_latest: pd.DataFrame) -> pd.DataFrame:
    """Scores feature rows of one date (`contracts.active_features`).

    Returns:
        `contracts.AT_RISK`: p_drop in 0–1, band low|medium|high, reasons as a list of sentences, strongest first.
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
        },
        columns=list(AT_RISK),
    )


def _offsets(rows: pd.DataFrame, offsets: dict[int, float]) -> Floats:
    return np.asarray(rows["subject_id"].map(offsets).fillna(0.0), dtype=np.float64)


def _sampled(rows: pd.DataFrame, maximum_rows: int, seed: int) -> pd.DataFrame:
    if len(rows) <= maximum_rows:
        return rows
    enrollments = np.sort(rows["enrollment_id"].unique())
    count = max(1, len(enrollments) * maximum_rows // len(rows))
    kept = np.random.default_rng(seed).choice(enrollments, count, replace=False)
    return rows[rows["enrollment_id"].isin(kept)].reset_index(drop=True)


def _out_of_fold(
    rows: pd.DataFrame, columns: pd.DataFrame, dropped: Floats, weight: Floats, settings: AtRiskSettings, seed: int
) -> tuple[Floats, tuple[float, float]]:
    """Log-odds of each row by a model that never saw its student, and the Platt scaling (slope, level) of them."""
    raw = np.zeros(len(rows))
    students = rows["student_id"].to_numpy()
    folds = GroupKFold(n_splits=5, shuffle=True, random_state=seed)
    for teach, test in folds.split(columns, dropped, students):
        if len(np.unique(dropped[teach])) < 2:
            continue
        part = Logistic.fit(columns.iloc[teach], dropped[teach], weight[teach], settings.prior_variance, seed)
        subjects = subject_offsets(
            rows["subject_id"].iloc[teach], dropped[teach], log_odds(part, columns.iloc[teach]), weight[teach]
        )
        raw[test] = log_odds(part, columns.iloc[test]) + _offsets(rows.iloc[test], subjects)
    platt = LogisticRegression(C=1e3).fit(raw[:, None], dropped, sample_weight=weight)
    slope, level = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    if slope <= 0:  # no signal at all: `_beats_rule` will turn it down
        slope, level = 1.0, 0.0
    return slope * raw + level, (slope, level)


def _backtest(rows: pd.DataFrame, weight: Floats, out_of_fold: Floats | None, rule: Rule, seed: int) -> pd.DataFrame:
    # every snapshot, not the last of each enrolment: which one is last depends on the outcome
    by_rule = sigmoid(log_odds(rule, design(rows)))
    table = pd.DataFrame(
        {
            "enrollment_id": rows["enrollment_id"],
            "student_id": rows["student_id"],
            "dropped": rows["dropped"],
            "weight": weight,
            "p_drop": by_rule if out_of_fold is None else sigmoid(out_of_fold),
            "p_rule": by_rule,
        }
    )
    base_rate = float(np.average(table["dropped"], weights=table["weight"])) if len(table) else float("nan")
    table = table.assign(base_rate=base_rate)
    if len(table) > BACKTEST_ROWS:
        table = table.sample(BACKTEST_ROWS, random_state=seed)
    return table.reset_index(drop=True)


def _beats_rule(backtest: pd.DataFrame) -> bool:
    dropped, weight = backtest["dropped"].to_numpy(dtype=float), backtest["weight"].to_numpy(dtype=float)
    by_model, by_rule = backtest["p_drop"].to_numpy(dtype=float), backtest["p_rule"].to_numpy(dtype=float)
    better_order = auc(dropped, by_model, weight) > auc(dropped, by_rule, weight)
    return better_order and brier(dropped, by_model, weight) < brier(dropped, by_rule, weight)


def _version(kind: str, as_of: date, rows: pd.DataFrame, settings: AtRiskSettings) -> str:
    seen = pd.util.hash_pandas_object(rows.drop(columns=["is_planned"]), index=False).to_numpy().tobytes()
    digest = hashlib.sha256(seen + repr(settings).encode()).hexdigest()[:8]
    return f"at_risk-{kind}-{as_of.isoformat()}-{digest}"
