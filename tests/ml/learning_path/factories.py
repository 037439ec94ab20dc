"""Simulated masteries: topics whose true hours are known, and students whose true speeds are."""

from datetime import date

import numpy as np
import pandas as pd

from ml.contracts.learning_path import TOPIC_MASTERY

CLOCK = date(2026, 6, 26)


def curriculum(count: int = 6) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One subject whose topics each build on the one before."""
    topics = pd.DataFrame(
        {
            "topic_id": range(1, count + 1),
            "subject_id": 1,
            "order_index": range(1, count + 1),
            "topic_name": [f"Topic {number}" for number in range(1, count + 1)],
            "status": "active",
        }
    )
    needs = pd.DataFrame({"topic_id": range(2, count + 1), "prerequisite_topic_id": range(1, count)})
    return topics, needs


def mastery(
    students: int, hours: dict[int, float], *, seed: int = 1, teachers: int = 2, speed_spread: float = 0.3
) -> pd.DataFrame:
    """Every student has mastered every topic of `hours` (topic to true hours), one a week."""
    random = np.random.default_rng(seed)
    rows = []
    for student in range(1, students + 1):
        speed = float(np.exp(random.normal(0, speed_spread)))
        for place, (topic, true_hours) in enumerate(hours.items()):
            begun = pd.Timestamp(CLOCK) - pd.Timedelta(days=int(random.integers(7, 120)))
            worked = true_hours / speed * float(random.gamma(4.0, 0.25))
            rows.append(
                pair(
                    enrollment_id=student,
                    topic_id=topic,
                    faculty_id=1 + (student + place) % teachers,
                    first_worked_on=begun,
                    mastered_on=begun + pd.Timedelta(days=3),
                    hours_to_mastery=worked,
                    sessions_to_mastery=max(1, round(worked)),
                    needed_review=random.random() < 0.1 * topic,
                    understanding_sum=int(random.integers(3, 6)),
                    mark_percent=float(np.clip(random.normal(70, 8), 0, 100)),
                )
            )
    return pd.DataFrame(rows, columns=list(TOPIC_MASTERY))


def pair(**values: object) -> dict[str, object]:
    """One enrolment with one topic: completed yesterday after two hours, unless said otherwise."""
    day = pd.Timestamp(CLOCK) - pd.Timedelta(days=1)
    return {
        "enrollment_id": 1,
        "student_id": values.get("enrollment_id", 1),
        "subject_id": 1,
        "topic_id": 1,
        "faculty_id": 1,
        "status": "completed",
        "competency_level": 4,
        "first_worked_on": day,
        "mastered_on": day,
        "hours_to_mastery": 2.0,
        "sessions_to_mastery": 2,
        "needed_review": False,
        "judgements": 1,
        "understanding_sum": 4,
        "latest_understanding": 4,
        "last_judged_on": day,
        "mark_percent": None,
        **values,
    }


def active(*enrollment_ids: int) -> pd.DataFrame:
    """These enrolments, running since half a year."""
    return pd.DataFrame(
        {
            "enrollment_id": enrollment_ids,
            "student_id": enrollment_ids,
            "subject_id": 1,
            "enrolled_on": pd.Timestamp(CLOCK) - pd.Timedelta(days=180),
            "expected_completion_date": pd.NaT,
            "status": "active",
            "outcome": None,
            "ended_on": pd.NaT,
        }
    )
