"""Which topics a session might cover."""

from ingest_api.sessions.schemas import SuggestionReason
from ingest_api.sessions.suggestions import MOST_SUGGESTIONS, TopicState, suggest
from warehouse.vocabulary import TopicProgressStatus as Status


def test_the_next_topic_is_the_first_one_whose_prerequisites_are_done() -> None:
    topics = [TopicState(1, status_by_student={9: Status.MASTERED}), TopicState(2, frozenset({3})), TopicState(3)]
    assert suggest(topics, [9]) == {3: SuggestionReason.NEXT}


def test_review_and_work_in_progress_come_with_the_next_one() -> None:
    topics = [
        TopicState(1, status_by_student={9: Status.NEEDS_REVIEW}),
        TopicState(2, status_by_student={9: Status.IN_PROGRESS}),
        TopicState(3, frozenset({2})),
        TopicState(4, frozenset({1})),
    ]
    assert suggest(topics, [9]) == {
        1: SuggestionReason.REVIEW,
        2: SuggestionReason.IN_PROGRESS,
        4: SuggestionReason.NEXT,
    }


def test_a_class_gets_the_topics_that_fit_most_of_it() -> None:
    # Student n has done the first n topics, and three more students stand at the last.
    count = 8
    topics = [
        TopicState(
            topic, status_by_student={student: Status.COMPLETED for student in range(count + 3) if topic < student}
        )
        for topic in range(count)
    ]
    found = suggest(topics, range(count + 3))
    assert len(found) == MOST_SUGGESTIONS
    assert list(found) == [0, 1, 2, 3, 4]


def test_prerequisites_that_are_not_taught_any_more_lock_nothing() -> None:
    assert suggest([TopicState(1, frozenset({99}))], [9]) == {1: SuggestionReason.NEXT}


def test_an_empty_roster_needs_nothing() -> None:
    assert suggest([TopicState(1)], []) == {}
