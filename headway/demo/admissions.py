"""Who comes when, for what, and with whom: drawn for one section before its days begin.

Whether there is a place for them is `booking.py`'s question.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from headway.demo.learners import Students
from headway.demo.world import IntArray, World

MONTH_WEIGHTS = np.array([1.2, 0.9, 0.7, 0.9, 1.2, 1.5, 1.4, 1.0, 0.9, 0.8, 0.9, 0.7])
"""January to December: after the school year most begin."""
_LATE_JOINERS = 0.12
_DAYS_BEFORE_START_MAX = 18
_DAYS_LATE_MAX = 16
DEMO_INTAKE_MEMBERS = 31
DEMO_INTAKE_WEEKS = 6
"""Age of the full class of the first faculty."""


@dataclass(slots=True)
class Intake:
    """Students who begin a programme together; `tracks` are the subjects still to come."""

    start_day: int
    programme: int
    tracks: list[list[int]]
    members: list[int] = field(default_factory=list)
    is_demo: bool = False


@dataclass(slots=True)
class Admissions:
    """The plan of one section."""

    students: Students
    intakes: list[Intake]
    enrollments_max: int
    """Enrolments there can be at most."""


def plan_admissions(world: World, count: int, has_demo_class: bool, random: Generator) -> Admissions:
    """Draw `count` students: some in intakes, the others each on a day of their own."""
    days = np.arange(world.today - world.today % 7 + 1)
    weights = MONTH_WEIGHTS[[world.date_of(day).month - 1 for day in days.tolist()]]
    weights[days % 7 == 6] = 0
    admission = random.choice(days, size=count, p=weights / weights.sum())
    programme: list[int] = random.choice(len(world.programmes), size=count, p=world.programme_weights).tolist()
    intake_of = np.full(count, -1, dtype=np.int64)
    intakes = _plan_intakes(world, count, has_demo_class, weights / weights.sum(), random)
    student = 0
    for number, intake in enumerate(intakes):
        size = len(intake.members)
        intake.members = list(range(student, student + size))
        admission[student : student + size] = _admission_days(world, intake, size, random)
        intake_of[student : student + size] = number
        programme[student : student + size] = [intake.programme] * size
        student += size
    students = Students(admission, programme, intake_of, world.profile.commitment, random)
    enrollments_max = sum(len(track) for choice in programme for track in world.programmes[choice])
    return Admissions(students, intakes, enrollments_max)


def _plan_intakes(
    world: World, count: int, has_demo_class: bool, day_weights: np.ndarray, random: Generator
) -> list[Intake]:
    """Draw intakes until their share of the students is reached; members are placeholders for now."""
    profile = world.profile
    this_monday = world.today - world.today % 7
    intakes = []
    left = round(count * profile.intake_share)
    if has_demo_class:
        choice = next(index for index, tracks in enumerate(world.programmes) if tracks[0][0] == 0)
        start_day = this_monday - 7 * DEMO_INTAKE_WEEKS
        intakes.append(_new_intake(world, start_day, choice, DEMO_INTAKE_MEMBERS, is_demo=True))
        left -= DEMO_INTAKE_MEMBERS
    least, most = profile.intake_members
    while left >= least:
        size = min(left, int(random.integers(least, most + 1)))
        start_day = int(random.choice(len(day_weights), p=day_weights)) // 7 * 7
        choice = int(random.choice(len(world.programmes), p=world.programme_weights))
        intakes.append(_new_intake(world, min(start_day, this_monday - 7), choice, size, is_demo=False))
        left -= size
    return intakes


def _new_intake(world: World, start_day: int, programme: int, size: int, *, is_demo: bool) -> Intake:
    tracks = [list(track) for track in world.programmes[programme]]
    return Intake(start_day, programme, tracks, [0] * size, is_demo)


def _admission_days(world: World, intake: Intake, size: int, random: Generator) -> IntArray:
    """Most sign up before the first class, some join late; never on a Sunday."""
    day = intake.start_day - random.integers(0, _DAYS_BEFORE_START_MAX + 1, size=size)
    late = random.random(size) < _LATE_JOINERS
    day[late] = intake.start_day + random.integers(1, _DAYS_LATE_MAX + 1, size=int(late.sum()))
    day -= day % 7 == 6
    last = world.today - world.today % 7
    result: IntArray = np.clip(day, 0, last)
    return result
