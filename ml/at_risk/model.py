"""Trains and applies the at-risk model: the ladder from rule to boosting, calibration, bands.

Not here: columns and teaching rows (`features.py`), scorers (`linear.py`, `boosting.py`), the next thirty days
(`horizon.py`), subject and season (`offsets.py`), words (`reasons.py`), figures (`evaluate.py`).
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from ml import calibration
from ml.at_risk import boosting, horizon
from ml.at_risk.boosting import RUNGS, Scorer
from ml.at_risk.features import design, stage_weights, teaching_rows
from ml.at_risk.horizon import Horizon
from ml.at_risk.linear import Rule, sigmoid
from ml.at_risk.offsets import season_offsets, subject_offsets
from ml.at_risk.reasons import reasons
from ml.contracts import FEATURES, active_features, checked, known_features, known_outcomes
from ml.contracts.at_risk import AT_RISK
from ml.ladder import is_clearly_better, log_loss
from ml.metrics import Floats, auc

BACKTEST_ROWS = 10_000  # 200 bootstrap rounds on more take minutes and narrow nothing

REFERENCE_ROWS = 2_000


@dataclass(frozen=True)
class AtRiskSettings:
    """Choices of the institute and of the method.

    Attributes:
        medium_from: Probability from which the band is `medium`.
        high_from: Probability from which the band is `high`.
        minimum_outcomes: Fewer known outcomes than this: the rule.
        minimum_per_class: Fewer drop-outs or completions than this: the rule.
        boosting_from: From so many known outcomes boosting is tried too.
        stage_width_weeks: How far apart in weeks since start enrolments still teach each other.
        prior_variance: Of a standardised coefficient; the same prior that tames 50 outcomes hardly touches 5,000.
        maximum_rows: Teaching rows beyond this are sampled by enrolment.
    """

    medium_from: float
    high_from: float
    minimum_outcomes: int = 50
    minimum_per_class: int = 10
    boosting_from: int = 400
    stage_width_weeks: float = 4.0
    prior_variance: float = 0.1
    maximum_rows: int = 100_000


@dataclass(frozen=True)
class TrainedModel:
    """A scorer with all that a score needs, and the out-of-fold predictions by which it was judged.

    `backtest`: snapshots, at most 10,000: enrollment_id, student_id, dropped, weight (to the stages being scored),
    p_drop (by a model that never saw the student), p_rule, base_rate.
    `reference`: columns of teaching rows, drawn by weight: those it learned from, for comparison with those it scores.
    """

    kind: str
    version: str
    as_of: date
    settings: AtRiskSettings
    scorer: Scorer
    calibration: calibration.Calibration
    subject_offsets: dict[int, float]
    season_offsets: dict[int, float]
    trained_on_rows: int
    outcome_count: int
    dropped_count: float
    backtest: pd.DataFrame
    horizon: Horizon
    reference: pd.DataFrame

    def log_odds(self, rows: pd.DataFrame) -> Floats:
        """Calibrated log-odds with the offsets of subject and season; `rows` as `contracts.FEATURES`."""
        if rows.empty:  # in an institute's first weeks nobody has been there for long
            return np.zeros(0)
        raw = self.scorer.log_odds(design(rows)) + _offsets(rows, self.subject_offsets)
        total = self.calibration(raw)
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
    scored = active_features(features, outcomes, as_of)
    model = _whole_course(known, ends, scored, as_of, seed, settings)
    soon = _sampled(horizon.horizon_rows(known, ends, as_of), horizon.ROWS, seed)
    return replace(
        model,
        horizon=horizon.fit(
            soon,
            scored["weeks_since_start"],
            sigmoid(model.log_odds(soon)),
            width_weeks=settings.stage_width_weeks,
            prior_variance=settings.prior_variance,
            seed=seed,
        ),
    )


def _whole_course(
    known: pd.DataFrame, ends: pd.DataFrame, scored: pd.DataFrame, as_of: date, seed: int, settings: AtRiskSettings
) -> TrainedModel:
    """The chance to end without completion: the best rung of the ladder, by predictions of students it never saw."""
    rows = _sampled(teaching_rows(known, ends, as_of), settings.maximum_rows, seed)
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
        version=_version("rule", as_of, rows, settings, seed),
        as_of=as_of,
        settings=settings,
        scorer=rule,
        calibration=calibration.Platt(),
        subject_offsets={},
        season_offsets={},
        trained_on_rows=0,
        outcome_count=outcome_count,
        dropped_count=dropped_count,
        backtest=_backtest(rows, weight, None, rule, seed),
        horizon=horizon.NO_HORIZON,
        reference=_drawn(rows, weight, seed),
    )
    scarcer = min(dropped_count, outcome_count - dropped_count)
    if (
        outcome_count < settings.minimum_outcomes
        or scarcer < settings.minimum_per_class
        or rows["dropped"].nunique() < 2
    ):
        return model
    columns, dropped = design(rows), rows["dropped"].to_numpy(dtype=float)
    rungs = RUNGS if outcome_count >= settings.boosting_from else RUNGS[:1]
    raw = _out_of_fold(rows, columns, dropped, weight, rungs, settings, seed)
    kind = _best_rung(rows, raw, weight, seed)
    fitted = calibration.fit(raw[kind], dropped, weight, rows["student_id"].to_numpy(), outcome_count=outcome_count)
    backtest = _backtest(rows, weight, fitted(raw[kind]), rule, seed)
    if not _beats_rule(backtest, seed):
        return model
    scorer = boosting.fit(kind, columns, dropped, weight, settings.prior_variance, seed)
    return replace(
        model,
        kind=kind,
        version=_version(kind, as_of, rows, settings, seed),
        scorer=scorer,
        calibration=fitted,
        subject_offsets=subject_offsets(rows["subject_id"], dropped, scorer.log_odds(columns), weight),
        season_offsets=season_offsets(known, ends, as_of),
        trained_on_rows=len(rows),
        backtest=backtest,
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


def _offsets(rows: pd.DataFrame, offsets: dict[int, float]) -> Floats:
    return np.asarray(rows["subject_id"].map(offsets).fillna(0.0), dtype=np.float64)


def _sampled(rows: pd.DataFrame, maximum_rows: int, seed: int) -> pd.DataFrame:
    if len(rows) <= maximum_rows:
        return rows
    enrollments = np.sort(rows["enrollment_id"].unique())
    count = max(1, len(enrollments) * maximum_rows // len(rows))
    kept = np.random.default_rng(seed).choice(enrollments, count, replace=False)
    return rows[rows["enrollment_id"].isin(kept)].reset_index(drop=True)


def _drawn(rows: pd.DataFrame, weight: Floats, seed: int) -> pd.DataFrame:
    if not len(rows) or not weight.sum() > 0:
        return design(rows)
    return design(rows.sample(REFERENCE_ROWS, replace=True, weights=weight, random_state=seed)).reset_index(drop=True)


def _out_of_fold(
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    dropped: Floats,
    weight: Floats,
    rungs: tuple[str, ...],
    settings: AtRiskSettings,
    seed: int,
) -> dict[str, Floats]:
    """Log-odds of each row by models that never saw its student, for each rung."""
    fitted = [rung for rung in rungs if rung != "averaged"]
    raw = {rung: np.zeros(len(rows)) for rung in fitted}
    students = rows["student_id"].to_numpy()
    for teach, test in GroupKFold(n_splits=5, shuffle=True, random_state=seed).split(columns, dropped, students):
        if len(np.unique(dropped[teach])) < 2:
            continue
        subjects = rows["subject_id"].iloc[teach]
        for rung in fitted:
            part = boosting.fit(rung, columns.iloc[teach], dropped[teach], weight[teach], settings.prior_variance, seed)
            offsets = subject_offsets(subjects, dropped[teach], part.log_odds(columns.iloc[teach]), weight[teach])
            raw[rung][test] = part.log_odds(columns.iloc[test]) + _offsets(rows.iloc[test], offsets)
    return boosting.together(rungs, raw)


def _best_rung(rows: pd.DataFrame, raw: dict[str, Floats], weight: Floats, seed: int) -> str:
    """The simplest rung that no later one clearly beats, each with a calibration of its own."""
    dropped, students = rows["dropped"].to_numpy(dtype=float), rows["student_id"].to_numpy(dtype=np.int64)
    told = {rung: sigmoid(calibration.platt(odds, dropped, weight)(odds)) for rung, odds in raw.items()}
    best, *others = told
    for rung in others:
        if is_clearly_better(log_loss, dropped, told[rung], told[best], weight, students, seed=seed):
            best = rung
    return best


def _backtest(rows: pd.DataFrame, weight: Floats, out_of_fold: Floats | None, rule: Rule, seed: int) -> pd.DataFrame:
    # every snapshot, not the last of each enrolment: which one is last depends on the outcome
    by_rule = sigmoid(rule.log_odds(design(rows)))
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


def _beats_rule(backtest: pd.DataFrame, seed: int) -> bool:
    dropped, weight = backtest["dropped"].to_numpy(dtype=float), backtest["weight"].to_numpy(dtype=float)
    by_model, by_rule = backtest["p_drop"].to_numpy(dtype=float), backtest["p_rule"].to_numpy(dtype=float)
    students = backtest["student_id"].to_numpy(dtype=np.int64)
    better_order = auc(dropped, by_model, weight) > auc(dropped, by_rule, weight)
    return better_order and is_clearly_better(log_loss, dropped, by_model, by_rule, weight, students, seed=seed)


def _version(kind: str, as_of: date, rows: pd.DataFrame, settings: AtRiskSettings, seed: int) -> str:
    seen = pd.util.hash_pandas_object(rows.drop(columns=["is_planned"]), index=False).to_numpy().tobytes()
    digest = hashlib.sha256(seen + repr((settings, seed)).encode()).hexdigest()[:8]
    return f"at_risk-{kind}-{as_of.isoformat()}-{digest}"
