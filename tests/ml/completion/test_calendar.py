"""Teaching days: holidays are not counted, and a count leads back to a teaching day."""

import numpy as np
import pandas as pd

from ml.completion import Calendar

CAMPUS = np.array([1, 1, 1], dtype=np.int64)
DAYS = pd.DataFrame(
    {
        "campus_id": 1,
        "date_day": pd.date_range("2026-03-01", "2026-03-31"),
        "is_holiday": [day in (10, 11) for day in range(1, 32)],
    }
)


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(days)).astype("datetime64[s]")


def test_holidays_do_not_count() -> None:
    count = Calendar.of(DAYS).count(CAMPUS, dates("2026-03-09", "2026-03-11", "2026-03-12"))
    assert (count - count[0]).tolist() == [0, 0, 1]


def test_a_count_leads_to_a_teaching_day() -> None:
    calendar = Calendar.of(DAYS)
    start = calendar.count(CAMPUS, dates("2026-03-09", "2026-03-09", "2026-03-09"))
    back = calendar.dates(CAMPUS, start + np.array([0.0, 1.0, np.nan]))
    assert back.tolist() == dates("2026-03-09", "2026-03-12", None).tolist()


def test_outside_of_the_calendar_and_elsewhere_every_day_counts() -> None:
    calendar = Calendar.of(DAYS)
    for campus in (CAMPUS, CAMPUS + 1):
        days = dates("2026-02-20", "2026-04-10", "2026-04-11")
        count = calendar.count(campus, days)
        assert count[2] - count[1] == 1
        assert calendar.dates(campus, count).tolist() == days.tolist()
