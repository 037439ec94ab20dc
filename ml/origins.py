"""Past dates from which a method is tried again, as if it were that day (rolling origin).

Not here: what is known on a date; `contracts.known_features` and `known_outcomes` cut off what came later.
"""

from datetime import date, timedelta


def origins(as_of: date, first_day: date, *, step_days: int = 28, count: int = 6, horizon_days: int = 28) -> list[date]:
    """The newest dates that lie at least a horizon back, the newest first.

    Args:
        as_of: The institute's clock.
        first_day: Before it there is nothing to learn from.
        step_days: Days between two origins; a multiple of 7, because features stand for whole weeks before the clock.
        count: At most so many.
        horizon_days: So long after an origin, enough has become known to compare with.
    """
    days = [as_of - timedelta(days=horizon_days + step_days * number) for number in range(count)]
    return [day for day in days if day > first_day]
