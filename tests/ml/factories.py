"""Simulated feature and outcome frames: students of differing diligence, watched week by week."""

from datetime import date

import numpy as np
import pandas as pd

from ml.contracts import FEATURES, OUTCOMES

CLOCK = date(2026, 6, 28)


def institute(
    past: int,
    running: int,
    *,
    seed: int = 1,
    has_plan: bool = True,
    has_sessions: bool = True,
    has_assessments: bool = True,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`past` enrolments that are over, `running` ones in week 8; with a plan all end in week 20."""
    random = np.random.default_rng(seed)
    features, outcomes = [], []
    for number in range(1, past + running + 1):
        is_past = number <= past
        enrolled_on = pd.Timestamp(CLOCK) - pd.Timedelta(weeks=30 if is_past else 8)
        diligence = random.normal()
        drops = random.random() < 1.0 / (1.0 + np.exp(2.0 * diligence))
        pace = float(np.exp(0.4 * diligence))
        finish_week = 20 if has_plan else int(np.clip(np.ceil(20 / pace), 9, 29))
        last_week = int(random.integers(3, 19)) if drops else finish_week
        ended_on = enrolled_on + pd.Timedelta(weeks=last_week, days=-1) if is_past else pd.NaT
        outcomes.append(
            {
                "enrollment_id": number,
                "student_id": 1000 + number,
                "subject_id": 1 + number % 2,
                "enrolled_on": enrolled_on,
                "expected_completion_date": enrolled_on + pd.Timedelta(weeks=20) if has_plan else pd.NaT,
                "status": ("dropped" if drops else "completed") if is_past else "active",
                "outcome": ("dropped" if drops else "completed") if is_past else None,
                "ended_on": ended_on,
            }
        )
        for week in range(1, last_week if is_past else 9):
            features.append(_week(outcomes[-1], week, pace, random, has_sessions, has_assessments))
    return pd.DataFrame(features, columns=list(FEATURES)), pd.DataFrame(outcomes, columns=list(OUTCOMES))


def _week(
    enrollment: dict[str, object],
    week: int,
    pace: float,
    random: np.random.Generator,
    has_sessions: bool,
    has_assessments: bool,
) -> dict[str, object]:
    enrolled_on = pd.Timestamp(str(enrollment["enrolled_on"]))
    as_of = enrolled_on + pd.Timedelta(weeks=week)
    per_week = random.poisson(2.0 * pace, week) if has_sessions else np.zeros(week, dtype=int)
    silent_days = int(random.integers(1, 7)) + 7 * int(np.argmax(per_week[::-1] > 0)) if per_week.any() else 7 * week
    done = min(20, int(week * pace)) if has_sessions else 0
    due = week // 3 if has_assessments else 0
    missed = int(random.binomial(due, 1.0 / (1.0 + pace**3))) if due else 0
    rank = float(random.random())
    return {
        **{name: 0.0 for name, kind in FEATURES.items() if kind == "number"},
        **{name: enrollment[name] for name in ("enrollment_id", "student_id", "subject_id", "enrolled_on")},
        "expected_completion_date": enrollment["expected_completion_date"],
        "campus_id": 1,
        "as_of_date": as_of,
        "topics_total": 20,
        "days_since_start": 7 * week,
        "weeks_since_start": week,
        "elapsed_share": week / 20 if pd.notna(enrollment["expected_completion_date"]) else np.nan,
        "last_session_on": as_of - pd.Timedelta(days=silent_days) if per_week.any() else pd.NaT,
        "days_since_session": silent_days,
        "sessions_7d": per_week[-1:].sum(),
        "sessions_14d": per_week[-2:].sum(),
        "sessions_28d": per_week[-4:].sum(),
        "minutes_28d": 60 * per_week[-4:].sum(),
        "days_28d": per_week[-4:].sum(),
        "sessions_total": per_week.sum(),
        "minutes_total": 60 * per_week.sum(),
        "baseline_sessions_per_week": per_week[:-2].mean() if week >= 4 else np.nan,
        "sessions_per_week_change": per_week[-2:].mean() - per_week[:-2].mean() if week >= 4 else np.nan,
        "topics_done": done,
        "topics_done_28d": min(done, int(4 * pace)),
        "last_topic_done_on": as_of - pd.Timedelta(days=3) if done else pd.NaT,
        "progress_share": done / 20,
        "assessments_due": due,
        "assessments_missed": missed,
        "assessments_handed_in": due - missed,
        "mark_mean_percent": 50 + 10 * pace if due > missed else np.nan,
        "days_early_mean": 1.0 if due > missed else np.nan,
        "peer_count": 30,
        "sessions_rank": rank,
        "minutes_28d_rank": rank,
        "topics_done_rank": rank,
        "mark_rank": rank,
    }
