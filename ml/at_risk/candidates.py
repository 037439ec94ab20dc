"""What was learned by a day, every rung of it, before anything is chosen.

Not here: the choice (`model.py`), what the rungs said on past dates (`past.py`), parts of students (`folds.py`).
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from ml import calibration
from ml.at_risk.boosting import RUNGS
from ml.at_risk.features import design, stage_weights, teaching_rows
from ml.at_risk.folds import PARTS, Folds, Judge, Teaching, learned
from ml.at_risk.linear import sigmoid
from ml.at_risk.offsets import on_rows, season_offsets
from ml.at_risk.settings import AtRiskSettings
from ml.metrics import Floats


@dataclass(frozen=True)
class Rung:
    """A judge as it serves: with what the running season adds, where an end is planned."""

    kind: str
    judge: Judge
    season_offsets: dict[int, float]

    def log_odds(self, rows: pd.DataFrame) -> Floats:
        """Calibrated log-odds; `rows` as `contracts.FEATURES`."""
        if rows.empty:  # in an institute's first weeks nobody has been there for long
            return np.zeros(0)
        told = self.judge.calibration(self.judge.raw(rows, design(rows)))
        is_planned = rows["expected_completion_date"].notna()
        return told + np.where(is_planned, on_rows(rows, self.season_offsets), 0.0)

    def p_drop(self, rows: pd.DataFrame) -> Floats:
        """The chance to end without completion."""
        return sigmoid(self.log_odds(rows))


@dataclass(frozen=True)
class Candidates:
    """All rungs that could be learned, the rule first, and how each judged students that it never saw.

    `held_out`: teaching rows: enrollment_id, student_id, weeks_since_start, dropped, weight (to the stages being
    scored), and by rung the chance told by a scorer and a calibration that never saw the student; without what the
    season adds. Empty with fewer than five students.
    """

    rungs: dict[str, Rung]
    folds: Folds
    taught: Teaching
    held_out: pd.DataFrame
    outcome_count: int
    dropped_count: float

    @property
    def names(self) -> list[str]:
        """The rungs, the simplest first."""
        return list(self.rungs)

    def never_seen(self, kind: str, rows: pd.DataFrame) -> Floats:
        """Chances of any rows, of students who have taught by judges that never saw them; without the season."""
        rung = self.rungs[kind]
        whole = rung.judge.calibration(rung.judge.raw(rows, design(rows))) if len(rows) else np.zeros(0)
        return sigmoid(self.folds.log_odds(kind, rows, whole)) if len(rows) else whole


def learn(
    known: pd.DataFrame,
    ends: pd.DataFrame,
    scored_weeks: pd.Series,
    as_of: date,
    settings: AtRiskSettings,
    seed: int,
) -> Candidates:
    """Learns every rung that enough outcomes are known for.

    Args:
        known: `contracts.known_features` of the day.
        ends: `contracts.known_outcomes` of the day.
        scored_weeks: Weeks since start of those to be scored.
        as_of: The day.
        settings: Choices of the method.
        seed: Same seed and data, same rungs.
    """
    rows = sampled(teaching_rows(known, ends, as_of), settings.maximum_rows, seed)
    weight = rows["censoring_weight"].to_numpy(dtype=float) * stage_weights(
        rows["weeks_since_start"], scored_weeks, settings.stage_width_weeks
    )
    ended = rows.drop_duplicates("enrollment_id")[["student_id", "dropped"]]
    count, drops = len(ended), float(ended["dropped"].sum())
    # a week that nobody to be scored is near to teaches nothing; all rows of a student together weigh as one
    near = weight > 1e-3
    rows = rows[near].reset_index(drop=True)
    weight = weight[near] * (rows["enrollment_id"].nunique() / max(float(weight.sum()), 1e-12))
    taught = Teaching(rows, rows["dropped"].to_numpy(dtype=float), weight, ended)
    tried = _tried(settings, count, min(drops, count - drops), rows)
    calibrated = partial(calibration.fit, outcome_count=count)
    folds, raw = Folds.fit(taught, tried, settings.prior_variance, calibrated, seed)
    judges = learned(taught, design(rows), tried, settings.prior_variance, seed)
    season = season_offsets(known, ends, as_of) if tried else {}
    rungs = {"rule": Rung("rule", judges["rule"], {})}
    for rung in tried:
        fitted = calibrated(raw[rung], taught.dropped, weight, taught.students.astype(np.float64))
        rungs[rung] = Rung(rung, Judge(judges[rung].scorer, judges[rung].offsets, fitted), season)
    return Candidates(rungs, folds, taught, _held_out(taught, folds, list(rungs)), count, drops)


def sampled(rows: pd.DataFrame, maximum_rows: int, seed: int) -> pd.DataFrame:
    """At most so many rows, whole enrolments drawn."""
    if len(rows) <= maximum_rows:
        return rows
    enrollments = np.sort(rows["enrollment_id"].unique())
    count = max(1, len(enrollments) * maximum_rows // len(rows))
    kept = np.random.default_rng(seed).choice(enrollments, count, replace=False)
    return rows[rows["enrollment_id"].isin(kept)].reset_index(drop=True)


def _tried(settings: AtRiskSettings, outcomes: int, scarcer: float, rows: pd.DataFrame) -> tuple[str, ...]:
    if outcomes < settings.minimum_outcomes or scarcer < settings.minimum_per_class:
        return ()
    # of those near to whom is scored: without both ends, or without students to hold out, nothing is learned
    if rows["dropped"].nunique() < 2 or rows["student_id"].nunique() < PARTS:
        return ()
    return RUNGS if outcomes >= settings.boosting_from else RUNGS[:1]


def _held_out(taught: Teaching, folds: Folds, rungs: list[str]) -> pd.DataFrame:
    rows = taught.rows
    table = rows[["enrollment_id", "student_id", "weeks_since_start"]].assign(
        dropped=taught.dropped, weight=taught.weight
    )
    if not folds.students:
        return table.iloc[:0].assign(**{rung: np.zeros(0) for rung in rungs})
    nobody = np.full(len(rows), np.nan)
    return table.assign(**{rung: sigmoid(folds.log_odds(rung, rows, nobody)) for rung in rungs})
