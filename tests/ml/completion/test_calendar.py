"""Teaching days: holidays and closed weekdays are not counted, and a count leads back to a teaching day."""

from datetime import date

import numpy as np
import pandas as pd

from ml.completion import Calendar

CAMPUS = np.array([1, 1, 1], dtype=np.int64)
DAYS = pd.DataFrame(
    {
        "campus_id": 1,
        "date_day": pd.date_range("2026-03-01", "2026-03-31"),
        "is_holiday": [day in (10, 11) for day in range(1, 32)],
        "is_closed_weekday": False,
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


def test_closed_weekdays_do_not_count_and_no_count_leads_to_one() -> None:
    sundays = DAYS.assign(is_closed_weekday=DAYS["date_day"].dt.day_of_week == 6)
    calendar = Calendar.of(sundays)
    count = calendar.count(CAMPUS, dates("2026-03-14", "2026-03-15", "2026-03-16"))
    assert (count - count[0]).tolist() == [0, 0, 1]
    assert calendar.dates(CAMPUS, count + 0.0).tolist() == dates("2026-03-14", "2026-03-14", "2026-03-16").tolist()


def test_what_closes_later_is_not_known_before() -> None:
    closing = DAYS.assign(is_closed_weekday=(DAYS["date_day"].dt.day_of_week == 6) & (DAYS["date_day"].dt.day > 20))
    before = Calendar.of(closing, date(2026, 3, 14)).count(CAMPUS, dates("2026-03-21", "2026-03-22", "2026-03-23"))
    since = Calendar.of(closing, date(2026, 3, 23)).count(CAMPUS, dates("2026-03-28", "2026-03-29", "2026-03-30"))
    assert (before - before[0]).tolist() == [0, 1, 2]
    assert (since - since[0]).tolist() == [0, 0, 1]
