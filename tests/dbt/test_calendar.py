"""The calendar is right on every day of it, also where a year begins within a week."""

from tests.dbt.institute import CLOCK, Institute


def test_every_day_has_its_iso_week_month_and_weekday(institute: Institute) -> None:
    days = institute.run(
        "select date_day, iso_year, iso_week, week_start, month_start, day_of_week, is_weekend "
        "from marts.dim_date order by date_day"
    )
    assert days[0][0].year < CLOCK.year < days[-1][0].year
    assert (days[-1][0] - days[0][0]).days == len(days) - 1
    for day, iso_year, iso_week, week_start, month_start, day_of_week, is_weekend in days:
        assert (iso_year, iso_week, day_of_week) == tuple(day.isocalendar()), day
        assert (day - week_start).days == day.weekday()
        assert month_start == day.replace(day=1)
        assert is_weekend == (day.weekday() >= 5)
