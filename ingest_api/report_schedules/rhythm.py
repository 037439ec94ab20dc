"""On which day a schedule is due next, and which days its report is about."""

from datetime import date, timedelta

from warehouse.vocabulary import ReportFrequency


def next_day(frequency: ReportFrequency, weekday: int | None, day_of_month: int | None, after: date) -> date:
    """The first day after `after` that a schedule names.

    Args:
        frequency: how often.
        weekday: 1 (Monday) to 7, of a weekly one.
        day_of_month: 1 to 28, of a monthly one.
        after: a day.

    Raises:
        ValueError: the day that belongs to the frequency is missing.
    """
    if frequency is ReportFrequency.WEEKLY and weekday is not None:
        return after + timedelta(days=(weekday - after.isoweekday() - 1) % 7 + 1)
    if frequency is ReportFrequency.MONTHLY and day_of_month is not None:
        this_month = after.replace(day=day_of_month)
        return this_month if this_month > after else _first_of_next_month(after).replace(day=day_of_month)
    raise ValueError(f"a {frequency} schedule without its day")


def period_before(frequency: ReportFrequency, day: date) -> tuple[date, date]:
    """The seven days, or the whole calendar month, before `day`."""
    if frequency is ReportFrequency.WEEKLY:
        return day - timedelta(days=7), day - timedelta(days=1)
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
