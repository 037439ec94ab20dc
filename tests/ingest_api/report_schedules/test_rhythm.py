"""On which day a schedule is due, and which days its report is about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_api.report_schedules.rhythm import next_day, period_before
from warehouse.vocabulary import ReportFrequency

WEEKLY, MONTHLY = ReportFrequency.WEEKLY, ReportFrequency.MONTHLY
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(1, 7))
def test_a_weekly_one_is_due_on_its_weekday_within_a_week(after: date, weekday: int) -> None:
    day = next_day(WEEKLY, weekday, None, after)
    assert day.isoweekday() == weekday
    assert timedelta(0) < day - after <= timedelta(7)


@given(DAYS, st.integers(1, 28))
def test_a_monthly_one_is_due_on_its_day_within_a_month(after: date, day_of_month: int) -> None:
    day = next_day(MONTHLY, None, day_of_month, after)
    assert day.day == day_of_month
    assert timedelta(0) < day - after <= timedelta(31)


@pytest.mark.parametrize(
    ("frequency", "day", "period"),
    [
        (WEEKLY, date(2026, 6, 15), (date(2026, 6, 8), date(2026, 6, 14))),
        (MONTHLY, date(2026, 3, 1), (date(2026, 2, 1), date(2026, 2, 28))),
        (MONTHLY, date(2026, 1, 15), (date(2025, 12, 1), date(2025, 12, 31))),
    ],
)
def test_it_is_about_the_seven_days_or_the_month_before(
    frequency: ReportFrequency, day: date, period: tuple[date, date]
) -> None:
    assert period_before(frequency, day) == period


def test_without_its_day_there_is_no_next_one() -> None:
    with pytest.raises(ValueError, match="without its day"):
        next_day(WEEKLY, None, 3, date(2026, 1, 1))
