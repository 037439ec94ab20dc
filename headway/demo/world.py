"""What all sections share: the days, and the subjects as arrays.

Days are numbers from 0, the Monday the history begins on; `today` is the as-of date. Nothing here changes while a
section runs.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator, SeedSequence
from numpy.typing import NDArray

from headway.demo.curriculum import DIPLOMAS, PATHS, SUBJECT_INDEX, SUBJECTS, TOPICS_MAX
from headway.demo.institute import FUTURE_DAYS, Campus, campuses
from headway.demo.profiles import Profile

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

MASTERY_LEVEL = 3
"""A topic is done from this understanding on, as everywhere in the product."""
MINUTES_PER_INDIVIDUAL_VISIT = 56
MINUTES_PER_GROUP_VISIT = 72
"""Of a topic's estimated minutes, what one session gets through; the rest is repetition."""
_DIFFICULTY = {"easy": -0.35, "medium": 0.1, "hard": 0.55}
_DIFFICULTY_SPREAD = 0.12


@dataclass(frozen=True, slots=True)
class World:
    """Shared facts; arrays by topic have the shape (subjects, most topics of a subject)."""

    profile: Profile
    campuses: list[Campus]
    first: date
    as_of: date
    today: int
    dates: list[str]
    """ISO date per day, until the last scheduled one."""
    compact_dates: list[str]
    topics_total: IntArray
    """Topics per subject."""
    difficulty: FloatArray
    individual_visits: IntArray
    """Sessions an average student needs for a topic, one to one; 0 beyond a subject's last topic."""
    group_visits: IntArray
    """Sessions a group gives to a topic."""
    programmes: list[tuple[tuple[int, ...], ...]]
    """What a student can sign up for: tracks side by side, each a list of subjects in order."""
    programme_weights: FloatArray

    @property
    def last(self) -> date:
        """The last day with scheduled sessions."""
        return self.as_of + timedelta(days=FUTURE_DAYS)

    def date_of(self, day: int) -> date:
        """Return the date of a day number."""
        return self.first + timedelta(days=day)


def build_world(profile: Profile, as_of: date, seed: SeedSequence) -> World:
    """Lay out the days until `as_of` and draw how hard each topic really is."""
    random = Generator(np.random.PCG64(seed))
    monday = as_of - timedelta(days=as_of.weekday())
    first = monday - timedelta(weeks=profile.history_weeks)
    today = (as_of - first).days
    days = [first + timedelta(days=day) for day in range(today + FUTURE_DAYS + 1)]
    shape = (len(SUBJECTS), TOPICS_MAX)
    minutes = np.zeros(shape)
    difficulty = np.zeros(shape)
    for index, subject in enumerate(SUBJECTS):
        for place, topic in enumerate(subject.topics):
            minutes[index, place] = topic.estimated_duration_minutes
            difficulty[index, place] = _DIFFICULTY[topic.difficulty_level]
    difficulty += random.normal(0, _DIFFICULTY_SPREAD, size=shape)
    weighted: list[tuple[int, tuple[tuple[str, ...], ...]]]
    if profile.is_diploma:
        weighted = [(1, tracks) for tracks in DIPLOMAS]
    else:
        weighted = [(weight, (path,)) for weight, path in PATHS]
    weights = np.array([weight for weight, _ in weighted], dtype=np.float64)
    return World(
        profile=profile,
        campuses=campuses(profile.campuses),
        first=first,
        as_of=as_of,
        today=today,
        dates=[day.isoformat() for day in days],
        compact_dates=[day.strftime("%y%m%d") for day in days],
        topics_total=np.array([len(subject.topics) for subject in SUBJECTS], dtype=np.int64),
        difficulty=difficulty,
        individual_visits=_visits(minutes / MINUTES_PER_INDIVIDUAL_VISIT),
        group_visits=_visits(minutes / MINUTES_PER_GROUP_VISIT * profile.batch_pace),
        programmes=[tuple(tuple(SUBJECT_INDEX[code] for code in track) for track in tracks) for _, tracks in weighted],
        programme_weights=weights / weights.sum(),
    )


def _visits(sessions: FloatArray) -> IntArray:
    visits: IntArray = np.where(sessions > 0, np.maximum(1, np.rint(sessions)), 0).astype(np.int64)
    return visits
