"""The weekly timetable: who is booked at which place of the week.

A place is a weekday and a slot; the places of a week are the bits of one integer (weekday * 8 + slot). Whoever is
booked has the bit set, so a faculty or a student can never be at two sessions at one time. Dates do not belong here.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

SLOTS_PER_DAY = 8
WEEKDAYS = 6
SLOT_MINUTES = 90
SLOT_STARTS: tuple[int, ...] = tuple(8 * 60 + slot * SLOT_MINUTES for slot in range(SLOTS_PER_DAY))
"""Minutes after midnight."""
INDIVIDUAL_MINUTES = 60
GROUP_MINUTES = 90
DAY_MASK = (1 << SLOTS_PER_DAY) - 1
EARLY_SHIFT = 0b00110111
LATE_SHIFT = 0b11101100
"""Five slots with a break: seven and a half hours."""
HOURS_PER_DAY_MAX = 8
GROUPS_PER_DAY_MAX = 3
STUDENTS_PER_DAY_MAX = 100
"""Three groups of at most 32, and two single students."""

SLOT_OF_BITS: NDArray[np.int64] = np.array(
    [(bits & -bits).bit_length() - 1 for bits in range(1 << SLOTS_PER_DAY)], dtype=np.int64
)
"""The lowest slot in a day's bits, -1 when none is set."""

_SPREAD: dict[int, tuple[tuple[int, ...], ...]] = {
    1: ((0,), (1,), (2,), (3,), (4,), (5,)),
    2: ((0, 3), (1, 4), (2, 5), (0, 2), (1, 3), (2, 4)),
    3: ((0, 2, 4), (1, 3, 5), (0, 2, 5), (0, 3, 5)),
    4: ((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)),
}
"""Weekdays that leave time between two sessions, by sessions a week."""


def mask_of(weekdays: Sequence[int], slot: int) -> int:
    """Return the places of one slot on several weekdays."""
    return sum(1 << (weekday * SLOTS_PER_DAY + slot) for weekday in weekdays)


def week_of(day_bits: int) -> int:
    """Return the places of the same slots on every weekday."""
    return sum(day_bits << (weekday * SLOTS_PER_DAY) for weekday in range(WEEKDAYS))


def shift_of(faculty: int) -> int:
    """Return the slots of a day in which a faculty teaches: they alternate between the early and the late shift."""
    return (EARLY_SHIFT, LATE_SHIFT)[faculty % 2]


def open_minutes(day_bits: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a day that these slots cover, in minutes after midnight, end exclusive."""
    begin = None
    for slot in range(SLOTS_PER_DAY + 1):
        is_open = bool(day_bits >> slot & 1)
        minute = SLOT_STARTS[0] + slot * SLOT_MINUTES
        if is_open and begin is None:
            begin = minute
        elif not is_open and begin is not None:
            yield begin, minute
            begin = None


def slot_on(places: int, weekday: int) -> int:
    """Return the first slot booked on a weekday, or -1."""
    return int(SLOT_OF_BITS[(places >> (weekday * SLOTS_PER_DAY)) & DAY_MASK])


class Timetable:
    """The bookings of one section's faculty and students."""

    def __init__(self, faculty_count: int, student_count: int) -> None:
        """Begin with nobody booked."""
        self._allowed = [week_of(shift_of(index)) for index in range(faculty_count)]
        self._faculty_busy = [0] * faculty_count
        self._faculty_groups = [0] * faculty_count
        self.student_busy = [0] * student_count

    def load(self, faculty: int) -> int:
        """Return the number of places booked with a faculty."""
        return self._faculty_busy[faculty].bit_count()

    def reserve(self, faculty: int, places: int) -> None:
        """Keep places of a faculty free of others, for a group that starts later."""
        self._allowed[faculty] &= ~places

    def find_single(self, faculty: int, student: int, preferred: int, count: int, turn: int) -> int:
        """Return up to `count` places on different weekdays, 0 when there is none.

        The same slot on weekdays with time between is tried first. `preferred` are the slots of a day that suit the
        student; `turn` rotates the choice of weekdays so that the week fills evenly.
        """
        free = self._allowed[faculty] & ~self._faculty_busy[faculty] & ~self.student_busy[student]
        patterns = _SPREAD[count]
        for step in range(len(patterns)):
            weekdays = patterns[(turn + step) % len(patterns)]
            for slot in range(SLOTS_PER_DAY):
                if preferred >> slot & 1:
                    places = mask_of(weekdays, slot)
                    if free & places == places:
                        return places
        places = 0
        for step in range(WEEKDAYS):
            weekday = (turn + step) % WEEKDAYS
            bits = free >> (weekday * SLOTS_PER_DAY) & DAY_MASK
            bits = bits & preferred or bits
            if bits:
                places |= (bits & -bits) << (weekday * SLOTS_PER_DAY)
                if places.bit_count() == count:
                    break
        return places

    def find_group(self, faculty: int, blocked: int, weekdays: Sequence[int], turn: int) -> int:
        """Return the places of one slot on all the weekdays, 0 when none is free or the day has groups enough."""
        groups = self._faculty_groups[faculty]
        if any((groups >> (day * SLOTS_PER_DAY) & DAY_MASK).bit_count() >= GROUPS_PER_DAY_MAX for day in weekdays):
            return 0
        free = self._allowed[faculty] & ~self._faculty_busy[faculty] & ~blocked
        for step in range(SLOTS_PER_DAY):
            places = mask_of(weekdays, (turn + step) % SLOTS_PER_DAY)
            if free & places == places:
                return places
        return 0

    def book(self, faculty: int, student: int, places: int) -> None:
        """Book places for a faculty and a student."""
        self._faculty_busy[faculty] |= places
        self.student_busy[student] |= places

    def release(self, faculty: int, student: int, places: int) -> None:
        """Give places of a faculty and a student back."""
        self._faculty_busy[faculty] &= ~places
        self.student_busy[student] &= ~places

    def book_group(self, faculty: int, places: int) -> None:
        """Book places for a faculty's group; its members are seated one by one."""
        self._faculty_busy[faculty] |= places
        self._faculty_groups[faculty] |= places

    def release_group(self, faculty: int, places: int) -> None:
        """Give a group's places back when it has ended."""
        self._faculty_busy[faculty] &= ~places
        self._faculty_groups[faculty] &= ~places

    def seat(self, student: int, places: int) -> None:
        """Book a group's places for one member."""
        self.student_busy[student] |= places

    def unseat(self, student: int, places: int) -> None:
        """Give a member's places in a group back."""
        self.student_busy[student] &= ~places
