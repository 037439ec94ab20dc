"""Simulated weeks of learning: students whose true speeds are known."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

CLOCK = date(2026, 6, 26)  # a Friday


def learners(
    count: int, weeks: int, *, seed: int = 1, spread: float = 0.4, hours: float = 3.0, subjects: int = 1
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """`count` active enrolments, each in its week `weeks`; weeks, outcomes and the true levels per hour."""
    random = np.random.default_rng(seed)
    monday = pd.Timestamp(CLOCK - timedelta(days=CLOCK.weekday()))
    speeds = np.exp(random.normal(0.0, spread, count)) * 0.8
    rows = [
        {
            "enrollment_id": number + 1,
            "week_start": monday - pd.Timedelta(weeks=back),
            "mastery_gained": 3.0 * random.poisson(speeds[number] * hours / 3.0),
            "delivered_hours": hours,
        }
        for number in range(count)
        for back in range(weeks)
    ]
    outcomes = pd.DataFrame(
        {
            "enrollment_id": range(1, count + 1),
            "student_id": range(1001, count + 1001),
            "subject_id": [1 + number % subjects for number in range(count)],
            "enrolled_on": monday - pd.Timedelta(weeks=weeks - 1),
            "expected_completion_date": pd.NaT,
            "status": "active",
            "outcome": None,
            "ended_on": pd.NaT,
        }
    )
    columns = ["enrollment_id", "week_start", "mastery_gained", "delivered_hours"]
    return pd.DataFrame(rows, columns=columns), outcomes, pd.Series(speeds, index=outcomes["enrollment_id"])
