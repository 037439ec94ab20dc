"""In which order a student learns what is left of a subject, and why. Pure: no database.

Prerequisites come first, always. Among the topics that this leaves open, those due for review go first, then what was
begun, then the rest in teaching order.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final

from warehouse.vocabulary import TopicProgressStatus

_MOST_NAMES: Final = 3
_DONE: Final = frozenset({TopicProgressStatus.COMPLETED, TopicProgressStatus.MASTERED})
_URGENCY: Final = {TopicProgressStatus.NEEDS_REVIEW: 0, TopicProgressStatus.IN_PROGRESS: 1}


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
    """A topic at its place in the order, and one sentence on why it stands there."""

    topic_id: int
    reason: str


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
            steps.append(PlannedStep(topic.id, _reason(topic, known)))
        sorter.done(topic.id)
    return steps


def _rank(topic: TopicState) -> tuple[int, int, int]:
    # What is left out goes through at once: what it holds back may be urgent.
    urgency = _URGENCY.get(topic.status, len(_URGENCY)) if topic.is_left else -1
    return urgency, topic.order_index, topic.id


def _reason(topic: TopicState, known: Mapping[int, TopicState]) -> str:
    needed = sorted(
        (known[needed_id] for needed_id in topic.prerequisite_ids & known.keys()), key=lambda one: one.order_index
    )
    coming = [one.name for one in needed if one.is_left]
    if topic.status is TopicProgressStatus.NEEDS_REVIEW:
        reason = "Due for review: it was learned, and nothing has touched it for a while"
    elif topic.status is TopicProgressStatus.IN_PROGRESS:
        reason = "Begun, and not understood well enough yet"
    elif coming:
        return f"Builds on {_listed(coming)}, earlier in this path."
    elif needed:
        return f"Everything it builds on is behind the student: {_listed([one.name for one in needed])}."
    else:
        return "Next in teaching order; it builds on no other topic."
    return f"{reason}; it builds on {_listed(coming)}, earlier in this path." if coming else f"{reason}."


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown.append(f"{len(names) - _MOST_NAMES} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
