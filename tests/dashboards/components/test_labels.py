"""An instant on screen: its day and its time are those of the reader's campus, and of UTC where there is none."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dashboards.components.labels import clock_time, moment, on_clock

LATE = datetime(2026, 6, 9, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize("told", [LATE, LATE.astimezone(timezone(timedelta(hours=-4)))])
def test_day_and_time_are_of_one_clock_however_the_instant_came(told: datetime) -> None:
    assert moment(told, "Asia/Kolkata") == "10 June 2026, 00:00"
    assert moment(told, "America/New_York") == "9 June 2026, 14:30"
    assert moment(told, None) == "9 June 2026, 18:30 UTC"
    assert clock_time(told, None) == "18:30 UTC"
    assert on_clock(told, "Asia/Kolkata") == LATE
