"""The state of one section: its faculty, students, enrolments and groups, as arrays that the steps change.

What changes them is elsewhere: `booking.py` (who sits where), `motivation.py` (each week), `lessons.py` (each day).
"""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.random import Generator

from headway.demo.curriculum import TOPICS_MAX
from headway.demo.world import FloatArray, IntArray

NONE = -1
"""No day, no group, no faculty."""


class Standing(IntEnum):
    """Where an enrolment stands in the simulation."""

    ABSENT = 0
    ACTIVE = 1
    PAUSED = 2
    COMPLETED = 3
    DROPPED = 4


@dataclass(slots=True)
class Group:
    """A flexible batch: one subject, one faculty, the same slot on fixed weekdays."""

    code: str
    subject: int
    faculty: int
    places: int
    start_day: int
    intake: int
    track: int
    sessions_planned: int
    members: list[int] = field(default_factory=list)
    """Enrolments, also of those who left."""
    topic: int = 0
    visits: int = 0
    """Sessions already given to the topic."""
    sessions_held: int = 0
    end_day: int = NONE

    @property
    def is_running(self) -> bool:
        """Whether the group still meets."""
        return self.end_day == NONE


class Faculty:
    """Hidden differences between the people who teach; arrays by faculty."""

    def __init__(self, count: int, random: Generator) -> None:
        self.count = count
        self.skill = random.normal(0, 0.35, size=count)
        """Adds to understanding."""
        self.warmth = random.normal(0, 0.45, size=count)
        """Adds to motivation."""
        self.leniency = random.normal(0, 0.2, size=count)
        """Adds to the rating only."""
        self.leave_rate = random.uniform(0.005, 0.025, size=count)


class Students:
    """Hidden traits and plans; arrays by student."""

    def __init__(
        self, admission_day: IntArray, programme: list[int], intake: IntArray, commitment: float, random: Generator
    ) -> None:
        count = len(admission_day)
        self.count = count
        self.admission_day = admission_day
        self.programme = programme
        self.intake = intake
        self.ability = random.normal(0, 1, size=count)
        self.drive = random.normal(0.35 + commitment, 0.55, size=count)
        part_of_day = random.choice(np.array([0b00000111, 0b00011100, 0b11100000]), p=[0.35, 0.25, 0.4], size=count)
        self.preferred_slots: list[int] = part_of_day.tolist()
        self.sessions_per_week: list[int] = random.choice(np.array([2, 3, 4]), p=[0.2, 0.5, 0.3], size=count).tolist()
        self.has_left = np.zeros(count, dtype=np.bool_)
        self.queue: list[list[int]] = [[] for _ in range(count)]
        """Subjects to begin, one after the other."""
        self.enrollments: list[list[int]] = [[] for _ in range(count)]
        self.counselor: list[int] = [0] * count
        """Which of the section's counselors looks after them; drawn with the rows of students.csv."""


class Enrollments:
    """Arrays by enrolment, filled from the front; rows from `count` on are still free."""

    def __init__(self, capacity: int) -> None:
        self.count = 0
        self.student = np.zeros(capacity, dtype=np.int64)
        self.subject = np.zeros(capacity, dtype=np.int64)
        self.faculty = np.zeros(capacity, dtype=np.int64)
        self.tutor = np.zeros(capacity, dtype=np.int64)
        """Who gives the individual sessions: mostly the faculty."""
        self.group = np.full(capacity, NONE, dtype=np.int64)
        self.enrolled_day = np.zeros(capacity, dtype=np.int64)
        self.expected_day = np.zeros(capacity, dtype=np.int64)
        self.ended_day = np.full(capacity, NONE, dtype=np.int64)
        self.standing = np.zeros(capacity, dtype=np.int64)
        self.places = np.zeros(capacity, dtype=np.int64)
        """Booked individual places of the week."""
        self.leaving_day = np.full(capacity, NONE, dtype=np.int64)
        """The day a student has decided to drop out on."""
        self.paused_until = np.full(capacity, NONE, dtype=np.int64)
        self.reason = np.full(capacity, NONE, dtype=np.int64)
        self.motivation = np.zeros(capacity)
        self.motivation_trend = np.zeros(capacity)
        """Motivation of the last weeks, which is what people act on."""
        self.burden = np.zeros(capacity)
        """What an event in life takes from motivation while it lasts."""
        self.burden_until = np.full(capacity, NONE, dtype=np.int64)
        self.absences_in_a_row = np.zeros(capacity, dtype=np.int64)
        self.recent_level = np.full(capacity, 3.0)
        self.level = np.zeros((capacity, TOPICS_MAX), dtype=np.int64)
        """Latest understanding per topic, 0 when never covered."""
        self.insight = np.zeros((capacity, TOPICS_MAX))
        """What the visits to a topic have added up to; 2.2 is what an average student needs."""
        self.topics_done = np.zeros(capacity, dtype=np.int64)
        self.topics_total = np.zeros(capacity, dtype=np.int64)

    def with_standing(self, standing: Standing) -> IntArray:
        """Return the enrolments of one standing, in order."""
        found: IntArray = np.flatnonzero(self.standing[: self.count] == standing)
        return found


def sigmoid(value: FloatArray) -> FloatArray:
    """Return 1 / (1 + exp(-value))."""
    result: FloatArray = 1.0 / (1.0 + np.exp(-value))
    return result
