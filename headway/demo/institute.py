"""Campuses, their holidays and their open days.

Only fixed-date holidays are listed: the festivals that follow the moon (Diwali, Holi, Eid) would need a table per year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

TIME_ZONE = "Asia/Kolkata"
SUNDAY = 6
FUTURE_DAYS = 14
"""Days after the as-of date for which sessions are already scheduled."""

# code, city, the state's own fixed holiday
_CITIES: tuple[tuple[str, str, tuple[int, int, str] | None], ...] = (
    ("PUN", "Pune", (5, 1, "Maharashtra Day")),
    ("BLR", "Bengaluru", (11, 1, "Kannada Rajyotsava")),
    ("JAI", "Jaipur", (3, 30, "Rajasthan Day")),
    ("HYD", "Hyderabad", (6, 2, "Telangana Formation Day")),
    ("KOC", "Kochi", (11, 1, "Kerala Piravi")),
    ("BHU", "Bhubaneswar", (4, 1, "Utkal Divas")),
    ("LKO", "Lucknow", (1, 24, "Uttar Pradesh Day")),
    ("AMD", "Ahmedabad", (5, 1, "Gujarat Day")),
    ("IDR", "Indore", (11, 1, "Madhya Pradesh Day")),
    ("CHD", "Chandigarh", None),
)
_NATIONAL: tuple[tuple[int, int, str], ...] = (
    (1, 1, "New Year's Day"),
    (1, 26, "Republic Day"),
    (4, 14, "Ambedkar Jayanti"),
    (8, 15, "Independence Day"),
    (10, 2, "Gandhi Jayanti"),
    (12, 25, "Christmas Day"),
)


@dataclass(frozen=True, slots=True)
class Campus:
    """One campus with the city it stands in."""

    code: str
    city: str
    name: str
    own_holiday: tuple[int, int, str] | None


def campuses(count: int) -> list[Campus]:
    """Return `count` campuses; beyond ten, cities get a second, third … one."""
    result = []
    for index in range(count):
        code, city, own_holiday = _CITIES[index % len(_CITIES)]
        number = index // len(_CITIES) + 1
        suffix = "" if count <= len(_CITIES) else str(number)
        result.append(Campus(f"{code}{suffix}", city, f"{city} {suffix}".strip(), own_holiday))
    return result


def holidays(campus: Campus, first: date, last: date, as_of: date) -> Iterator[tuple[date, str]]:
    """Yield the campus's holidays from `first` to `last`, in order, except `as_of`.

    The as-of date always is a teaching day, so that a demo started on a holiday has something to show.
    """
    fixed = sorted([*_NATIONAL, *([campus.own_holiday] if campus.own_holiday else [])])
    for year in range(first.year, last.year + 1):
        for month, day, name in fixed:
            holiday = date(year, month, day)
            if first <= holiday <= last and holiday != as_of:
                yield holiday, name


def teaching_weekdays(campus: Campus, first: date, last: date, as_of: date) -> list[int]:
    """Return for each day from `first` to `last` the weekday whose timetable is taught, or -1 when closed.

    Sundays and holidays are closed. When `as_of` itself is a Sunday, it is an extra day with Monday's timetable.
    """
    closed = {holiday for holiday, _ in holidays(campus, first, last, as_of)}
    weekdays = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        weekday = day.weekday()
        if day == as_of and weekday == SUNDAY:
            weekdays.append(0)
        else:
            weekdays.append(-1 if weekday == SUNDAY or day in closed else weekday)
    return weekdays
