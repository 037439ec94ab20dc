"""What a model is judged by never learned from the student: neither scorer, nor offsets, nor calibration, nor level."""

import numpy as np
import pandas as pd

from ml.at_risk import AtRiskSettings, candidates, horizon
from ml.at_risk.candidates import Candidates
from ml.at_risk.features import design
from ml.at_risk.folds import PARTS, Folds
from ml.calibration import Platt
from ml.contracts import active_features, known_features, known_outcomes
from ml.metrics import Floats
from tests.ml.factories import CLOCK, institute

SETTINGS = AtRiskSettings(medium_from=0.3, high_from=0.6, boosting_from=150)


def learned(features: pd.DataFrame, outcomes: pd.DataFrame) -> Candidates:
    known, ends = known_features(features, CLOCK), known_outcomes(outcomes, CLOCK)
    weeks = active_features(features, outcomes, CLOCK)["weeks_since_start"]
    return candidates.learn(known, ends, weeks, CLOCK, SETTINGS, 3)


def turned(outcomes: pd.DataFrame, enrollment: int) -> pd.DataFrame:
    """The same with another outcome for one enrolment."""
    other = outcomes.copy()
    mine = other["enrollment_id"] == enrollment
    kept = (other.loc[mine, "outcome"] == "dropped").iloc[0]
    other.loc[mine, ["status", "outcome"]] = ["completed" if kept else "dropped"] * 2
    return other


def test_who_judges_a_student_does_not_depend_on_what_became_of_that_student() -> None:
    features, outcomes = institute(160, 10)
    before, after = learned(features, outcomes), learned(features, turned(outcomes, 7))
    assert before.names == ["rule", "logistic", "averaged", "boosting"]
    for rung in before.names:
        told = [judged(found, rung, 7) for found in (before, after)]
        np.testing.assert_array_equal(told[0], told[1])
        others = [judged(found, rung, 8) for found in (before, after)]
        assert not np.array_equal(others[0], others[1])


def judged(found: Candidates, rung: str, enrollment: int) -> np.ndarray:
    """What the scorer and the offsets that are to judge an enrolment say of it, before calibration."""
    rows = found.taught.rows
    mine = rows[rows["enrollment_id"] == enrollment]
    [judges] = [
        judges
        for students, judges in zip(found.folds.students, found.folds.judges, strict=True)
        if mine["student_id"].iloc[0] in students
    ]
    return judges[rung].raw(mine, design(mine))


def test_the_calibration_of_a_part_never_saw_it() -> None:
    features, outcomes = institute(160, 10)
    known, ends = known_features(features, CLOCK), known_outcomes(outcomes, CLOCK)
    weeks = active_features(features, outcomes, CLOCK)["weeks_since_start"]
    taught = candidates.learn(known, ends, weeks, CLOCK, SETTINGS, 3).taught
    seen: list[set[int]] = []

    def noted(log_odds: Floats, dropped: Floats, weight: Floats, students: Floats) -> Platt:
        seen.append({int(student) for student in students})
        return Platt()

    folds, _ = Folds.fit(taught, ("logistic",), 0.1, noted, 3)
    assert len(seen) == PARTS
    for students, fitted_on in zip(folds.students, seen, strict=True):
        assert not fitted_on & set(students.tolist())
        assert fitted_on | set(students.tolist()) == set(taught.students.tolist())


def test_of_outcomes_that_mean_nothing_the_held_out_judgement_is_no_better_than_the_base_rate() -> None:
    features, outcomes = institute(160, 10)
    past = outcomes["outcome"].notna()
    shuffled = outcomes.copy()
    drawn = np.random.default_rng(5).permutation(outcomes.loc[past, "outcome"])
    shuffled.loc[past, "outcome"] = shuffled.loc[past, "status"] = drawn
    table = learned(features, shuffled).held_out
    base_rate = np.average(table["dropped"], weights=table["weight"])
    worth = base_rate * (1 - base_rate)
    for rung in ("logistic", "averaged", "boosting"):
        assert np.average((table["dropped"] - table[rung]) ** 2, weights=table["weight"]) > 0.98 * worth


def test_with_fewer_students_than_parts_nothing_was_held_out() -> None:
    features, outcomes = institute(PARTS - 1, 10)
    assert learned(features, outcomes).held_out.empty


def test_where_those_near_are_too_few_to_hold_anybody_out_the_rule_answers() -> None:
    features, outcomes = institute(80, 3)
    # all but a few of those that are over are seen in their first weeks only, long before those that are scored
    scored = features["enrollment_id"] > 80
    far = (features["enrollment_id"] <= 78) & (features["weeks_since_start"] > 2)
    moved = features.assign(weeks_since_start=np.where(scored, 40, features["weeks_since_start"]))
    kept = moved[~far | scored]
    kept = kept.assign(weeks_since_start=np.where(kept["enrollment_id"].isin([79, 80]), 40, kept["weeks_since_start"]))
    assert learned(kept, outcomes).names == ["rule"]


def test_of_months_that_mean_nothing_the_held_out_judgement_is_no_better_than_the_base_rate() -> None:
    features, outcomes = institute(160, 10)
    rows = horizon.horizon_rows(known_features(features, CLOCK), known_outcomes(outcomes, CLOCK), CLOCK)
    rows["dropped"] = (np.random.default_rng(5).random(len(rows)) < 0.2).astype(float)
    weeks, chances = rows["weeks_since_start"], np.full(len(rows), 0.9)
    table = horizon.learn(rows, weeks, chances, width_weeks=4.0, prior_variance=0.1, seed=3).held_out
    worth = np.average(table["dropped"], weights=table["weight"])
    lost = np.average((table["dropped"] - table[horizon.LEARNED]) ** 2, weights=table["weight"])
    assert lost > 0.99 * worth * (1 - worth)
