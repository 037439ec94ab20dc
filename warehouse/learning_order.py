"""In which order a student learns what is left of a subject, why, and at which level. Pure: no database.

One rule for all who ask: the API for learning paths, today's suggestions and what is next (live), the models for what
is published. Prerequisites come first, always. Among the topics that this leaves open, those due for review go first,
then what was begun, then the rest in teaching order. Not here: how long a topic takes (`ml/learning_path`).
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final

from warehouse.vocabulary import StepKind, TopicDifficulty, TopicProgressStatus

MOST_NEXT: Final = 3
# So many of the latest understandings tell the level; the mastery level counts as one more, so that one alone does not.
RECENT_JUDGEMENTS: Final = 5
_MOST_NAMES: Final = 3
_DONE: Final = frozenset({TopicProgressStatus.COMPLETED, TopicProgressStatus.MASTERED})
_KNOWN: Final = _DONE | {TopicProgressStatus.NEEDS_REVIEW}
_URGENCY: Final = {TopicProgressStatus.NEEDS_REVIEW: 0, TopicProgressStatus.IN_PROGRESS: 1}


_KINDS: Final = {
    TopicProgressStatus.NEEDS_REVIEW: StepKind.REVIEW,
    TopicProgressStatus.IN_PROGRESS: StepKind.IN_PROGRESS,
}


@dataclass(frozen=True)
class TopicState:
    """A topic of the subject, what it needs, and where the student stands with it."""

    id: int
    name: str
    order_index: int
    prerequisite_ids: frozenset[int] = frozenset()
    status: TopicProgressStatus = TopicProgressStatus.NOT_STARTED
    is_taught: bool = True

    @property
    def is_left(self) -> bool:
        """Whether it belongs in the path: taught, and not done or due for review."""
        return self.is_taught and self.status not in _DONE


@dataclass(frozen=True)
class PlannedStep:
    """A topic at its place in the order, and one sentence on why it stands there.

    `is_open`: all that it builds on has been learned (or is not taught any more), so that it can be begun today.
    """

    topic_id: int
    reason: str
    kind: StepKind = StepKind.NEXT
    is_open: bool = True


def plan(topics: Sequence[TopicState]) -> list[PlannedStep]:
    """The steps that are left, none before what it needs.

    Args:
        topics: all of one subject, the inactive ones too: what stands behind one of them still comes later.

    Raises:
        graphlib.CycleError: the prerequisites close a circle.
    """
    known = {topic.id: topic for topic in topics}
    # What is done holds nothing back, whatever it once needed.
    sorter = TopologicalSorter(
        {topic.id: () if topic.status in _DONE else topic.prerequisite_ids & known.keys() for topic in topics}
    )
    sorter.prepare()
    steps: list[PlannedStep] = []
    ready: list[tuple[int, int, int]] = []
    while sorter.is_active():
        for topic_id in sorter.get_ready():
            heapq.heappush(ready, _rank(known[topic_id]))
        topic = known[heapq.heappop(ready)[-1]]
        if topic.is_left:
            steps.append(_step(topic, known))
        sorter.done(topic.id)
    return steps


def next_steps(steps: Sequence[PlannedStep], most: int = MOST_NEXT) -> list[PlannedStep]:
    """The first few steps of a plan that can be taken today; something new is among them where anything new is open."""
    open_steps = [step for step in steps if step.is_open]
    chosen = open_steps[:most]
    new = next((step for step in open_steps if step.kind is StepKind.NEXT), None)
    if new is not None and new not in chosen:
        chosen[-1] = new
    return chosen


def suited_level(understandings: Sequence[float], mastery_level: int, hard_from: float) -> TopicDifficulty:
    """The level of the next exercise, by how well the latest ones were understood.

    Below the mastery level on average: easier, so that the foundation comes back; far above it: harder, so that the
    time is not wasted; medium otherwise, and without any judgement.

    Args:
        understandings: 1 to 5, the newest first; only the newest `RECENT_JUDGEMENTS` count.
        mastery_level: from which understanding on a topic is done.
        hard_from: the mean understanding from which harder exercises are right.
    """
    recent = list(understandings[:RECENT_JUDGEMENTS])
    mean = (sum(recent) + mastery_level) / (len(recent) + 1)
    if mean < mastery_level:
        return TopicDifficulty.EASY
    return TopicDifficulty.HARD if mean >= hard_from else TopicDifficulty.MEDIUM


def _rank(topic: TopicState) -> tuple[int, int, int]:
    # What is left out goes through at once: what it holds back may be urgent.
    urgency = _URGENCY.get(topic.status, len(_URGENCY)) if topic.is_left else -1
    return urgency, topic.order_index, topic.id


def _step(topic: TopicState, known: Mapping[int, TopicState]) -> PlannedStep:
    needed = sorted(
        (known[needed_id] for needed_id in topic.prerequisite_ids & known.keys()), key=lambda one: one.order_index
    )
    return PlannedStep(
        topic.id,
        _reason(topic, needed),
        _KINDS.get(topic.status, StepKind.NEXT),
        is_open=all(one.status in _KNOWN or not one.is_taught for one in needed),
    )


def _reason(topic: TopicState, needed: Sequence[TopicState]) -> str:
    coming = [one.name for one in needed if one.is_left]
    if topic.status is TopicProgressStatus.NEEDS_REVIEW:
        reason = "Due for review: it was learned, and nothing has touched it for a while"
    elif topic.status is TopicProgressStatus.IN_PROGRESS:
        reason = "Begun, and not understood well enough yet"
    elif coming:
        return f"Builds on {_listed(coming)}, earlier in this path."
    elif needed:
        return f"Unlocked by {_listed([one.name for one in needed])}."
    else:
        return "Next in teaching order; it builds on no other topic."
    return f"{reason}; it builds on {_listed(coming)}, earlier in this path." if coming else f"{reason}."


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown.append(f"{len(names) - _MOST_NAMES} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
