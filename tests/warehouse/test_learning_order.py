"""In which order topics are learned, why, and at which level."""

from graphlib import CycleError

import pytest

from warehouse.learning_order import TopicState, next_steps, plan, suited_level
from warehouse.vocabulary import StepKind, TopicDifficulty
from warehouse.vocabulary import TopicProgressStatus as Status


def topic(number: int, *needs: int, status: Status = Status.NOT_STARTED, is_taught: bool = True) -> TopicState:
    return TopicState(number, f"Topic {number}", number, frozenset(needs), status, is_taught)


def order(*topics: TopicState) -> list[int]:
    return [step.topic_id for step in plan(topics)]


def reason(topic_id: int, *topics: TopicState) -> str:
    return next(step.reason for step in plan(topics) if step.topic_id == topic_id)


class TestOrder:
    def test_teaching_order_where_nothing_else_counts(self) -> None:
        assert order(topic(3), topic(1), topic(2)) == [1, 2, 3]

    def test_nothing_stands_before_what_it_needs(self) -> None:
        assert order(topic(1, 3), topic(2), topic(3, 4), topic(4)) == [2, 4, 3, 1]

    def test_what_is_done_or_mastered_is_left_out_and_holds_nothing_back(self) -> None:
        topics = topic(1, 2, status=Status.COMPLETED), topic(2), topic(3, 1), topic(4, status=Status.MASTERED)
        assert order(*topics) == [2, 3]

    def test_reviews_come_first_then_what_was_begun(self) -> None:
        topics = topic(1), topic(2, status=Status.IN_PROGRESS), topic(3), topic(4, status=Status.NEEDS_REVIEW)
        assert order(*topics) == [4, 2, 1, 3]

    def test_a_review_waits_for_what_it_needs(self) -> None:
        assert order(topic(1), topic(2, 3, status=Status.NEEDS_REVIEW), topic(3)) == [1, 3, 2]

    def test_a_review_behind_a_done_topic_comes_first(self) -> None:
        assert order(topic(1), topic(2, status=Status.COMPLETED), topic(3, 2, status=Status.NEEDS_REVIEW)) == [3, 1]

    def test_an_inactive_topic_is_no_step_but_still_keeps_the_order(self) -> None:
        assert order(topic(1, 2), topic(2, 3, is_taught=False), topic(3)) == [3, 1]

    def test_what_belongs_to_another_subject_holds_nothing_back(self) -> None:
        assert order(topic(1, 99)) == [1]

    def test_nothing_left_is_an_empty_path(self) -> None:
        assert order(topic(1, status=Status.MASTERED)) == []

    def test_a_circle_has_no_order(self) -> None:
        with pytest.raises(CycleError):
            plan([topic(1, 2), topic(2, 1)])


class TestReason:
    def test_names_what_comes_before_it_in_the_path(self) -> None:
        assert reason(2, topic(1), topic(2, 1)) == "Builds on Topic 1, earlier in this path."

    def test_names_what_is_done(self) -> None:
        topics = topic(1, status=Status.COMPLETED), topic(2, status=Status.MASTERED), topic(3, 1, 2)
        assert reason(3, *topics) == "Unlocked by Topic 1 and Topic 2."

    def test_of_a_first_topic(self) -> None:
        assert reason(1, topic(1)) == "Next in teaching order; it builds on no other topic."

    def test_of_a_review(self) -> None:
        assert reason(1, topic(1, status=Status.NEEDS_REVIEW)).startswith("Due for review")

    def test_of_what_was_begun_and_waits(self) -> None:
        text = reason(2, topic(1), topic(2, 1, status=Status.IN_PROGRESS))
        assert text == "Begun, and not understood well enough yet; it builds on Topic 1, earlier in this path."

    def test_stays_short_however_much_is_needed(self) -> None:
        topics = [topic(number) for number in range(1, 21)]
        text = reason(21, *topics, topic(21, *range(1, 21)))
        assert text == "Builds on Topic 1, Topic 2, Topic 3 and 17 more, earlier in this path."


class TestWhatIsNext:
    def test_only_what_can_be_begun_today(self) -> None:
        topics = topic(1, status=Status.COMPLETED), topic(2, 1), topic(3, 2), topic(4)
        assert [step.topic_id for step in next_steps(plan(topics))] == [2, 4]

    def test_a_topic_due_for_review_unlocks_what_builds_on_it(self) -> None:
        topics = topic(1, status=Status.NEEDS_REVIEW), topic(2, 1)
        assert [step.kind for step in next_steps(plan(topics))] == [StepKind.REVIEW, StepKind.NEXT]

    def test_what_is_not_taught_any_more_locks_nothing(self) -> None:
        assert [step.topic_id for step in next_steps(plan([topic(1, is_taught=False), topic(2, 1)]))] == [2]

    def test_something_new_is_among_them_however_much_there_is_to_review(self) -> None:
        topics = [*(topic(number, status=Status.NEEDS_REVIEW) for number in range(1, 6)), topic(6), topic(7)]
        assert [step.topic_id for step in next_steps(plan(topics))] == [1, 2, 6]

    def test_nothing_is_next_where_all_is_done(self) -> None:
        assert next_steps(plan([topic(1, status=Status.COMPLETED)])) == []


class TestLevel:
    @pytest.mark.parametrize(
        ("understandings", "level"),
        [
            ([], TopicDifficulty.MEDIUM),
            ([2], TopicDifficulty.EASY),
            ([3, 3, 4], TopicDifficulty.MEDIUM),
            # One excellent lesson is not enough, several are.
            ([5], TopicDifficulty.MEDIUM),
            ([5, 5, 5], TopicDifficulty.HARD),
            # The newest five count, whatever was before.
            ([5, 5, 5, 5, 5, 1, 1, 1, 1], TopicDifficulty.HARD),
            ([2, 2, 2, 3, 3, 5, 5, 5], TopicDifficulty.EASY),
        ],
    )
    def test_follows_the_latest_understandings(self, understandings: list[float], level: TopicDifficulty) -> None:
        assert suited_level(understandings, mastery_level=3, hard_from=4.2) is level
