"""Reasons are the model's own, in its order, with dates."""

import pandas as pd

from ml.at_risk.features import THEMES
from ml.at_risk.reasons import reasons
from ml.contracts import FEATURES, checked
from tests.ml.factories import institute


def row(**values: object) -> pd.DataFrame:
    features, _ = institute(0, 1)
    return checked(features.tail(1).assign(**values), FEATURES, "features")


def told(rows: pd.DataFrame, **contributions: float) -> list[str]:
    return reasons(rows, pd.DataFrame([{name: contributions.get(name, 0.0) for name in THEMES}]))[0]


def test_silence_is_told_with_its_date_and_the_students_own_habit() -> None:
    silent = row(days_since_session=12, last_session_on="2026-06-16", baseline_sessions_per_week=3.1, sessions_total=20)
    assert told(silent, days_since_session=0.8) == ["No session since 2026-06-16 (12 days); usually 3 a week"]


def test_the_strongest_contribution_comes_first_and_what_speaks_for_the_student_is_not_told() -> None:
    both = row(assessments_missed=2, assessments_due=3, assessments_late=1, assessments_handed_in=1, topics_done=3)
    sentences = told(both, missed_share=0.9, late=0.4, progress_share=-1.0)
    assert sentences == [
        "2 of 3 assessments due by 2026-06-28 not handed in",
        "1 of 1 assessment handed in after the due date",
    ]
    assert told(both, missed_share=0.2, late=0.4)[0].startswith("1 of 1 assessment handed in")


def test_a_theme_without_a_fact_is_not_told() -> None:
    assert told(row(absences_total=0, assessments_missed=0), absence_share=0.5, missed_share=0.5) == []


def test_columns_of_one_theme_share_their_effect() -> None:
    silent = row(days_since_session=12, last_session_on="2026-06-16", sessions_total=20)
    assert told(silent, days_since_session=0.8, sessions_7d=-0.9) == []


def test_stage_is_no_reason() -> None:
    assert told(row(), log_days_since_start=2.0, elapsed_share=2.0) == []


def test_what_the_institute_can_change_is_told_with_its_count() -> None:
    lost = row(planned_28d=8, not_held_28d=3, habit_planned_28d=7, habit_unusual_28d=4)
    assert told(lost, not_held_share=0.4, schedule_fit=0.3) == [
        "3 of 8 sessions planned in the 28 days to 2026-06-28 cancelled or not held by the teacher",
        "4 of 7 sessions planned in the 28 days to 2026-06-28 at a weekday and time of day at which this student "
        "seldom comes",
    ]
    assert told(row(planned_28d=8, not_held_28d=0), not_held_share=0.4) == []
    assert told(row(habit_planned_28d=0), schedule_fit=0.4) == []


def test_falling_understanding_is_told_and_rising_is_not() -> None:
    falling = row(competency_slope_56d=-0.42, judgements_56d=6)
    assert told(falling, competency_slope=0.3) == [
        "Understanding falls by 0.4 of 5 levels a week: 6 judgements in the 56 days to 2026-06-28"
    ]
    assert told(row(competency_slope_56d=0.3, judgements_56d=6), competency_slope=0.3) == []
    assert told(row(competency_slope_56d=None), competency_slope=0.3) == []
