"""Which topics a session might cover. Pure: no database.

For each student of the roster: what is due for review, what is in progress, and the next topic in teaching order that
was not started and whose prerequisites are done. Suggested are the few topics that fit the most students.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ingest_api.sessions.schemas import SuggestionReason
from warehouse.vocabulary import TopicProgressStatus

MOST_SUGGESTIONS = 5
_DONE = frozenset({TopicProgressStatus.COMPLETED, TopicProgressStatus.MASTERED})
_REASONS = {
    TopicProgressStatus.NEEDS_REVIEW: SuggestionReason.REVIEW,
    TopicProgressStatus.IN_PROGRESS: SuggestionReason.IN_PROGRESS,
}


@dataclass(frozen=True)
class TopicState:
    """A topic, what must be done before it, and where the students stand with it (missing: not started)."""

    id: int
    prerequisite_ids: frozenset[int] = frozenset()
    status_by_student: Mapping[int, TopicProgressStatus] = field(default_factory=dict)


def suggest(topics: Sequence[TopicState], student_ids: Collection[int]) -> dict[int, SuggestionReason]:
    """The topics to suggest and why, at most five.

    Args:
        topics: of one subject, in teaching order.
        student_ids: the roster.
    """
    votes: dict[int, Counter[SuggestionReason]] = {}
    for student_id in student_ids:
        for topic_id, reason in _for_student(topics, student_id).items():
            votes.setdefault(topic_id, Counter())[reason] += 1
    place = {topic.id: number for number, topic in enumerate(topics)}
    best = sorted(votes, key=lambda topic_id: (-votes[topic_id].total(), place[topic_id]))[:MOST_SUGGESTIONS]
    return {topic_id: votes[topic_id].most_common(1)[0][0] for topic_id in best}


def _for_student(topics: Sequence[TopicState], student_id: int) -> dict[int, SuggestionReason]:
    found: dict[int, SuggestionReason] = {}
    done: set[int] = set()
    known = {topic.id for topic in topics}
    next_topic: TopicState | None = None
    for topic in topics:
        status = topic.status_by_student.get(student_id, TopicProgressStatus.NOT_STARTED)
        if status in _DONE or status is TopicProgressStatus.NEEDS_REVIEW:
            done.add(topic.id)
        if status in _REASONS:
            found[topic.id] = _REASONS[status]
    for topic in topics:
        is_started = topic.id in done or topic.id in found
        if not is_started and not (topic.prerequisite_ids & known) - done:
            next_topic = topic
            break
    if next_topic is not None:
        found[next_topic.id] = SuggestionReason.NEXT
    return found
