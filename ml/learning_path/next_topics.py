"""What each student should learn next, why, how long it takes students like him, and at which level.

The order is the house's one rule (`warehouse/learning_order.py`), the same that the API applies live; what is
added here is what only the figures know. Not here: how hard a topic is (`difficulty.py`).
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from warehouse.learning_order import (
    RECENT_JUDGEMENTS,
    PlannedStep,
    TopicState,
    next_steps,
    plan,
    suited_level,
)
from warehouse.vocabulary import CatalogStatus, StepKind, TopicProgressStatus

if TYPE_CHECKING:
    from ml.learning_path.model import LearningPathSettings

COLUMNS = [
    "enrollment_id", "place", "topic_id", "step", "reason", "expected_sessions", "expected_hours", "suited_level",
]  # fmt: skip


def next_topic_table(
    enrollments: pd.DataFrame,
    pairs: pd.DataFrame,
    topics: pd.DataFrame,
    prerequisites: pd.DataFrame,
    difficulty: pd.DataFrame,
    speed: pd.Series,
    settings: "LearningPathSettings",
) -> pd.DataFrame:
    """Up to three rows per enrolment, in order of `place`; none where nothing is left.

    Args:
        enrollments: enrollment_id, student_id, subject_id of those to answer.
        pairs: `contracts.learning_path.TOPIC_MASTERY` of at least these enrolments.
        topics: `TOPICS`, the whole curriculum.
        prerequisites: `PREREQUISITES`.
        difficulty: `difficulty_table`.
        speed: of students, by student_id; others count as 1.
        settings: choices of the method.
    """
    curriculum = _Curriculum(topics, prerequisites)
    pairs = pairs[pairs["enrollment_id"].isin(enrollments["enrollment_id"])].sort_values(["enrollment_id", "topic_id"])
    standing = {
        key: tuple(zip(part["topic_id"].tolist(), part["status"].tolist(), strict=True))
        for key, part in pairs.groupby("enrollment_id")[["topic_id", "status"]]
    }
    levels = _levels(pairs, settings)
    known = difficulty.set_index("topic_id")
    sessions, hours = known["sessions_to_mastery"].to_dict(), known["hours_to_mastery"].to_dict()
    is_enough = (known["mastered_count"] >= settings.students_needed).to_dict()
    rows = []
    for enrollment_id, student_id, subject_id in enrollments[["enrollment_id", "student_id", "subject_id"]].itertuples(
        index=False, name=None
    ):
        pace = float(speed.get(student_id, 1.0))
        for place, step in enumerate(curriculum.next(subject_id, standing.get(enrollment_id, ())), start=1):
            expected = sessions.get(step.topic_id, np.nan) / pace if is_enough.get(step.topic_id) else np.nan
            rows.append(
                {
                    "enrollment_id": enrollment_id,
                    "place": place,
                    "topic_id": step.topic_id,
                    "step": step.kind.value,
                    "reason": _told(step, expected),
                    "expected_sessions": expected,
                    "expected_hours": hours.get(step.topic_id, np.nan) / pace if np.isfinite(expected) else np.nan,
                    "suited_level": levels.get(enrollment_id, suited_level([], *settings.level_bounds).value),
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS)


class _Curriculum:
    """Plans by subject and standing; many students stand alike, so that a plan is made once for all of them."""

    def __init__(self, topics: pd.DataFrame, prerequisites: pd.DataFrame) -> None:
        needs = {
            key: frozenset(part.tolist()) for key, part in prerequisites.groupby("topic_id")["prerequisite_topic_id"]
        }
        self._topics: dict[int, list[TopicState]] = {}
        for topic_id, subject_id, order_index, name, status in topics[
            ["topic_id", "subject_id", "order_index", "topic_name", "status"]
        ].itertuples(index=False, name=None):
            state = TopicState(
                topic_id,
                name,
                int(order_index),
                needs.get(topic_id, frozenset()),
                is_taught=status == CatalogStatus.ACTIVE,
            )
            self._topics.setdefault(subject_id, []).append(state)
        self.next = lru_cache(maxsize=None)(self._next)

    def _next(self, subject_id: int, standing: tuple[tuple[int, str], ...]) -> list[PlannedStep]:
        status = dict(standing)
        return next_steps(
            plan(
                [
                    TopicState(
                        one.id,
                        one.name,
                        one.order_index,
                        one.prerequisite_ids,
                        TopicProgressStatus(status.get(one.id, TopicProgressStatus.NOT_STARTED)),
                        one.is_taught,
                    )
                    for one in self._topics.get(subject_id, [])
                ]
            )
        )


def _levels(pairs: pd.DataFrame, settings: "LearningPathSettings") -> dict[int, str]:
    judged = pairs[pairs["latest_understanding"].notna()]
    judged = judged.sort_values(["enrollment_id", "last_judged_on", "topic_id"], ascending=[True, False, True])
    recent = judged.groupby("enrollment_id").head(RECENT_JUDGEMENTS)
    understandings = recent.groupby("enrollment_id")["latest_understanding"].agg(list)
    return {int(key): suited_level(found, *settings.level_bounds).value for key, found in understandings.items()}  # type: ignore[call-overload]


def _told(step: PlannedStep, expected_sessions: float) -> str:
    if step.kind is not StepKind.NEXT or not np.isfinite(expected_sessions):
        return step.reason
    count = max(1, round(expected_sessions))
    return f"{step.reason} Students like you take about {count} {'session' if count == 1 else 'sessions'}."
