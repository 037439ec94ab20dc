"""Students in five parts, each judged by scorers and calibrations that learned from the other four.

Not here: the scorers (`linear.py`, `boosting.py`), which of them serves (`model.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.model_selection import GroupKFold

from ml.at_risk import boosting
from ml.at_risk.boosting import Scorer
from ml.at_risk.features import design
from ml.at_risk.linear import Rule
from ml.at_risk.offsets import on_rows, subject_offsets
from ml.calibration import Calibration, Platt
from ml.metrics import Floats

PARTS = 5
Places = npt.NDArray[np.int64]
# From log-odds, what came of them, weights and students.
Method = Callable[[Floats, Floats, Floats, Floats], Calibration]


@dataclass(frozen=True)
class Teaching:
    """Rows that teach (`features.teaching_rows`), what came of them (0 or 1), and their weights.

    `ended`: student_id and dropped of every enrolment with a known outcome, those without a row that teaches as well.
    """

    rows: pd.DataFrame
    dropped: Floats
    weight: Floats
    ended: pd.DataFrame

    @property
    def students(self) -> Places:
        """Of each row."""
        return self.rows["student_id"].to_numpy(dtype=np.int64)

    def part(self, places: Places) -> "Teaching":
        """The rows at these places; of the ended enrolments all but those of the students who are left out."""
        left_out = np.setdiff1d(self.students, self.students[places])
        ended = self.ended[~self.ended["student_id"].isin(left_out)]
        return Teaching(self.rows.iloc[places], self.dropped[places], self.weight[places], ended)


@dataclass(frozen=True)
class Judge:
    """A scorer with its offsets of subjects and its calibration."""

    scorer: Scorer
    offsets: dict[int, float]
    calibration: Calibration

    def raw(self, rows: pd.DataFrame, columns: pd.DataFrame) -> Floats:
        """Log-odds before calibration; `columns` is `features.design` of the rows."""
        told: Floats = self.scorer.log_odds(columns) + on_rows(rows, self.offsets)
        return told


@dataclass(frozen=True)
class Folds:
    """Students by part, and for each part the judge of every rung that was tried, `rule` among them."""

    students: tuple[Places, ...]
    judges: tuple[dict[str, Judge], ...]

    @classmethod
    def fit(
        cls, taught: Teaching, rungs: tuple[str, ...], prior_variance: float, method: Method, seed: int
    ) -> tuple["Folds", dict[str, Floats]]:
        """The folds; and by rung the log-odds of each teaching row before calibration, for the one that serves.

        Args:
            taught: What teaches.
            rungs: Of `boosting.RUNGS`.
            prior_variance: Of a standardised coefficient.
            method: How log-odds are calibrated; the rule never is.
            seed: Same seed and data, same parts.
        """
        columns, parts = design(taught.rows), _dealt(taught.students, seed)
        raw = {rung: np.zeros(len(taught.rows)) for rung in (("rule", *rungs) if parts else ())}
        judges: list[dict[str, Judge]] = []
        for teach, test in parts:
            own = learned(taught.part(teach), columns.iloc[teach], rungs, prior_variance, seed)
            own |= {rung: own["rule"] for rung in rungs if rung not in own}  # one outcome alone teaches nothing
            judges.append(own)
            for rung, judge in own.items():
                raw[rung][test] = judge.raw(taught.rows.iloc[test], columns.iloc[test])
        for own, (teach, _) in zip(judges, parts, strict=True):
            for rung in rungs:
                part = taught.part(teach)
                fitted = method(raw[rung][teach], part.dropped, part.weight, part.students.astype(np.float64))
                own[rung] = Judge(own[rung].scorer, own[rung].offsets, fitted)
        students = taught.students
        return cls(tuple(np.unique(students[test]) for _, test in parts), tuple(judges)), raw

    def log_odds(self, rung: str, rows: pd.DataFrame, otherwise: Floats) -> Floats:
        """Calibrated log-odds of each row by the judge that never saw its student.

        Args:
            rung: `rule`, or one that was tried.
            rows: As `contracts.FEATURES`.
            otherwise: Log-odds of students who have taught nothing.
        """
        told, columns = otherwise.astype(np.float64, copy=True), design(rows)
        students = rows["student_id"].to_numpy(dtype=np.int64)
        for part, judges in zip(self.students, self.judges, strict=True):
            own, judge = np.isin(students, part), judges[rung]
            if own.any():
                told[own] = judge.calibration(judge.raw(rows[own], columns[own]))
        return told


def learned(
    taught: Teaching, columns: pd.DataFrame, rungs: tuple[str, ...], prior_variance: float, seed: int
) -> dict[str, Judge]:
    """The judge of every rung before calibration: the rule alone where all ended alike."""
    rule = Rule.fit(float(taught.ended["dropped"].sum()), float(len(taught.ended)))
    judges = {"rule": Judge(rule, {}, Platt())}
    if len(np.unique(taught.dropped)) > 1:
        fitted = boosting.fit_all(rungs, columns, taught.dropped, taught.weight, prior_variance, seed)
        for rung, scorer in fitted.items():
            told = scorer.log_odds(columns)
            offsets = subject_offsets(taught.rows["subject_id"], taught.dropped, told, taught.weight)
            judges[rung] = Judge(scorer, offsets, Platt())
    return judges


def _dealt(students: Places, seed: int) -> list[tuple[Places, Places]]:
    """Places of the rows that teach and of those that are judged; none with fewer than five students."""
    if len(np.unique(students)) < PARTS:
        return []
    splits = GroupKFold(n_splits=PARTS, shuffle=True, random_state=seed).split(students, groups=students)
    return [(np.asarray(teach), np.asarray(test)) for teach, test in splits]
