"""How large the demo institute is and how densely it teaches, per `--size`.

Numbers only. What happens inside a section is in `section.py`; who studies what is in `admissions.py`.
"""

from dataclasses import dataclass
from typing import Literal

Size = Literal["small", "medium", "large"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One size of institute.

    A section is a part of one campus with its own faculty and students. Sections never meet, so each is simulated
    by itself and memory is bounded by the largest one.
    """

    code: int
    """Goes into the seed, so that two sizes never share random numbers."""
    students: int
    campuses: int
    section_shares: tuple[float, ...]
    """Share of the students in each section; section i belongs to campus i * campuses // sections."""
    history_weeks: int
    """Starts roll over this many weeks before the as-of date."""
    students_per_faculty: float
    intake_share: float
    """Share of students who begin with a group; the others learn one to one."""
    intake_members: tuple[int, int]
    is_diploma: bool
    """Groups take a long programme, two subjects side by side, instead of one or two subjects in a row."""
    commitment: float
    """Added to everybody's drive: who signs up for a diploma means it."""
    batch_days: tuple[tuple[int, ...], ...]
    """Weekday patterns of groups, 0 = Monday."""
    batch_pace: float
    """Group sessions per topic, relative to the topic's own duration."""
    counselors_per_campus: int


def _even(count: int) -> tuple[float, ...]:
    return (1 / count,) * count


_THREE_A_WEEK = ((0, 2, 4), (1, 3, 5))

PROFILES: dict[Size, Profile] = {
    "small": Profile(
        code=1,
        students=300,
        campuses=3,
        section_shares=(0.44, 0.32, 0.24),
        history_weeks=61,
        students_per_faculty=25,
        intake_share=0.46,
        intake_members=(9, 16),
        is_diploma=False,
        batch_days=_THREE_A_WEEK,
        batch_pace=1.0,
        commitment=0.0,
        counselors_per_campus=2,
    ),
    # Ten million marks of 20,000 students are 500 each. Fourteen months do not hold that at a believable pace, so the
    # medium institute has a longer history and daily diploma classes.
    "medium": Profile(
        code=2,
        students=20_000,
        campuses=8,
        section_shares=_even(24),
        history_weeks=200,
        students_per_faculty=30,
        intake_share=0.95,
        intake_members=(22, 31),
        is_diploma=True,
        batch_days=((0, 1, 2, 3, 4, 5),),
        batch_pace=3.3,
        commitment=0.7,
        counselors_per_campus=6,
    ),
    "large": Profile(
        code=3,
        students=1_000_000,
        campuses=100,
        section_shares=_even(500),
        history_weeks=61,
        students_per_faculty=22,
        intake_share=0.5,
        intake_members=(12, 30),
        is_diploma=False,
        batch_days=_THREE_A_WEEK,
        batch_pace=1.0,
        commitment=0.0,
        counselors_per_campus=20,
    ),
}
