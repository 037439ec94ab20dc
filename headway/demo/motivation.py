"""Each week: how motivation drifts, who pauses, and who decides to drop out.

Motivation follows a student's own drive, the faculty, recent success and what happens in life. Attendance follows
motivation (`lessons.py`), and dropping out follows its trend of the last weeks: so absences come before the end.
"""

import numpy as np
from numpy.random import Generator

from headway.demo.booking import Bookings
from headway.demo.learners import Faculty, Standing, sigmoid
from headway.demo.world import IntArray, World

DROP_REASONS = (
    "Found a job",
    "Could not continue the fees",
    "Moved to another city",
    "College timetable changed",
    "Family reasons",
)
PAUSE_REASONS = ("University exams", "Wedding in the family", "Health", "Work shift")
LOST_INTEREST = "Lost interest"

_EVENT_RATE = 0.014
"""Chance per week that something happens which drains motivation; two thirds of it lasts."""
_EVENT_LASTS = 0.66
_PAUSE_RATE = 0.007
_EXAM_PAUSE_RATE = 0.016
_EXAM_MONTHS = (4, 5, 11)
_RETURN_RATE = 0.8
_ABSENCES_TO_GIVE_UP = 7
_FIRST_DECISION_DAYS = 10
_FOREVER = 1 << 40


def live_a_week(
    world: World, bookings: Bookings, faculty: Faculty, backlog: IntArray, monday: int, random: Generator
) -> None:
    """Move every enrolment of the section on by one week."""
    _come_back(bookings, monday, random)
    enrollments = bookings.enrollments
    active = enrollments.with_standing(Standing.ACTIVE)
    count = len(active)
    _happen(bookings, active, monday, random)

    missed = np.zeros(enrollments.count)
    missed[: len(backlog)] = backlog
    weeks = (monday - enrollments.enrolled_day[active]) / 7
    teacher = enrollments.faculty[active]
    target = (
        bookings.students.drive[enrollments.student[active]]
        + np.where(teacher >= 0, faculty.warmth[teacher], 0.0) * 0.5
        + 0.3 * (enrollments.recent_level[active] - 3)
        - 0.08 * np.minimum(missed[active], 8)
        - enrollments.burden[active]
        - 0.012 * weeks
    )
    motivation = enrollments.motivation[active]
    motivation += 0.25 * (target - motivation) + random.normal(0, 0.2, size=count)
    enrollments.motivation[active] = motivation
    trend = 0.55 * enrollments.motivation_trend[active] + 0.45 * motivation
    enrollments.motivation_trend[active] = trend

    hazard = sigmoid(-5.1 - 1.9 * trend)
    hazard = np.where(enrollments.absences_in_a_row[active] >= _ABSENCES_TO_GIVE_UP, 0.5, hazard)
    leaves = (random.random(count) < hazard) & (monday - enrollments.enrolled_day[active] >= _FIRST_DECISION_DAYS)
    leaves &= enrollments.leaving_day[active] < 0
    enrollments.leaving_day[active[leaves]] = monday + random.integers(0, 6, size=int(leaves.sum()))

    rate = _EXAM_PAUSE_RATE if world.date_of(monday).month in _EXAM_MONTHS else _PAUSE_RATE
    for enrollment in active[(random.random(count) < rate) & ~leaves].tolist():
        until = monday + 7 * int(random.integers(3, 9))
        bookings.pause(enrollment, until, int(random.integers(len(PAUSE_REASONS))))


def _come_back(bookings: Bookings, monday: int, random: Generator) -> None:
    enrollments = bookings.enrollments
    paused = enrollments.with_standing(Standing.PAUSED)
    for enrollment in paused[enrollments.paused_until[paused] <= monday].tolist():
        if random.random() < _RETURN_RATE:
            bookings.resume(enrollment)
        else:
            enrollments.reason[enrollment] = int(random.integers(len(DROP_REASONS)))
            bookings.end(enrollment, Standing.DROPPED, monday)


def _happen(bookings: Bookings, active: IntArray, monday: int, random: Generator) -> None:
    """Let events begin and pass."""
    enrollments = bookings.enrollments
    over = active[enrollments.burden_until[active] <= monday]
    enrollments.burden[over] = 0
    enrollments.reason[over] = -1
    struck = active[(random.random(len(active)) < _EVENT_RATE) & (enrollments.burden[active] == 0)]
    lasts = random.random(len(struck)) < _EVENT_LASTS
    enrollments.burden[struck] = random.uniform(1.3, 3.2, size=len(struck))
    enrollments.burden_until[struck] = np.where(lasts, _FOREVER, monday + 7 * random.integers(2, 6, size=len(struck)))
    enrollments.reason[struck] = random.integers(len(DROP_REASONS), size=len(struck))


def end_leavers(bookings: Bookings, day: int, random: Generator) -> None:
    """End the enrolments whose students leave on this day; most leave the institute altogether."""
    enrollments = bookings.enrollments
    active = enrollments.with_standing(Standing.ACTIVE)
    for enrollment in active[enrollments.leaving_day[active] == day].tolist():
        if enrollments.standing[enrollment] != Standing.ACTIVE:
            continue
        bookings.end(enrollment, Standing.DROPPED, day)
        if random.random() < 0.8:
            student = int(enrollments.student[enrollment])
            bookings.students.has_left[student] = True
            for other in bookings.students.enrollments[student]:
                if enrollments.standing[other] in (Standing.ACTIVE, Standing.PAUSED):
                    enrollments.reason[other] = enrollments.reason[enrollment]
                    bookings.end(other, Standing.DROPPED, day)
