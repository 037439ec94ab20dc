"""The pace in words, what is next, and the map of topics."""

from typing import Any

import pandas as pd
import pytest

from dashboards.charts.topics import hours_to_mastery
from dashboards.components.guide import next_list, topic_map
from dashboards.components.pace import in_ten, pace_to_staff, pace_to_student
from dashboards.components.ways import Way


def row(**values: Any) -> dict[Any, Any]:
    return {
        "subject_name": "Python",
        "velocity": 0.9,
        "cohort_velocity": 0.8,
        "own_weight": 0.7,
        "peers_slower_share": 0.72,
        "trend": "steady",
        **values,
    }


class TestPace:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({}, "You move faster than 7 in 10 students of Python at the same stage."),
            ({"peers_slower_share": 0.5}, "You move about as fast as other students of Python at the same stage."),
            (
                {"peers_slower_share": 0.1, "trend": "falling"},
                "You take more time for a topic than most students of Python at the same stage, and that is fine."
                " It has gone slower in the last four weeks: a session on what was hard would help.",
            ),
            (
                {"peers_slower_share": float("nan")},
                "Too few students are at your stage to compare your pace with theirs.",
            ),
            ({"own_weight": 0.1}, "It is too early to say how fast you move: a few more sessions, and it shows here."),
        ],
    )
    def test_to_the_student(self, values: dict[str, Any], words: str) -> None:
        assert pace_to_student(row(**values)) == words

    def test_to_staff_in_figures(self) -> None:
        told = pace_to_staff(row(trend="rising"))
        assert told == (
            "Faster than 7 in 10 at the same stage (0.90 levels per hour, at this stage usual 0.80);"
            " faster than a month ago"
        )
        assert pace_to_staff(row(own_weight=0.0)) == "Too little taught yet to tell a pace"
        assert pace_to_staff(row(velocity=float("nan"))) == "Not estimated yet"

    @pytest.mark.parametrize(("share", "words"), [(0.0, "1 in 10"), (1.0, "9 in 10"), (0.25, "3 in 10")])
    def test_nobody_is_faster_than_all_or_than_none(self, share: float, words: str) -> None:
        assert in_ten(share) == words


class TestNext:
    TOPIC = {"topic_id": 21, "name": "Loops & <b>co</b>", "step": "next", "reason": "Unlocked by Variables."}
    RESOURCE = {
        "title": "Loops, drawn",
        "kind": "video",
        "url": "https://example.org/?a=1&b=2",
        "duration_minutes": 12,
        "reason": "Fits how you like to learn.",
    }

    def test_says_why_how_long_and_what_from(self) -> None:
        told = next_list([{**self.TOPIC, "resources": [self.RESOURCE]}], "easy", {21: 2.2})
        assert "Unlocked by Variables. Students like you take about 2 sessions." in told
        assert "Loops &amp; &lt;b&gt;co&lt;/b&gt;" in told
        assert 'href="https://example.org/?a=1&amp;b=2"' in told
        assert "Video · 12 min. Fits how you like to learn." in told
        assert "easier ones" in told

    def test_says_nothing_of_time_where_nothing_is_known(self) -> None:
        assert "Students like you" not in next_list([{**self.TOPIC, "resources": []}], "medium", {})


def test_the_map_tells_done_begun_next_and_later_in_words() -> None:
    topics = [
        {"topic_id": number, "name": f"Topic {number}", "status": status, "competency_level": level}
        for number, status, level in (
            (1, "mastered", 5), (2, "in_progress", 2), (3, "not_started", 0), (4, "not_started", 0),
        )
    ]  # fmt: skip
    told = topic_map(topics, [3], lambda status: Way("my-attendance", {"subject": status.value}))
    assert [told.count(words) for words in ("★ Mastered", "understood 2 of 5", "→ Next", "○ Not started")] == [1] * 4


class TestTopicChart:
    TOPICS = pd.DataFrame(
        {
            "topic_name": ["Loops", "Recursion"],
            "hours_to_mastery": [2.0, 5.0],
            "hours_low": [1.7, 4.0],
            "hours_high": [2.4, 6.0],
            "planned_hours": [2.0, None],
            "mastered_count": [40, 31],
            "relative_hours": [0.8, 2.1],
            "difficulty": ["easier", "harder"],
        }
    )

    def test_the_title_says_which_topic_slows_students_down(self) -> None:
        title = hours_to_mastery(self.TOPICS).layout.title.text
        assert title == "Recursion slows students down most: 2.1 times a typical topic"

    @pytest.mark.parametrize(
        ("difficulty", "words"), [("typical", "No topic clearly takes longer"), ("too_few", "Too few students")]
    )
    def test_nothing_is_claimed_that_is_not_clear(self, difficulty: str, words: str) -> None:
        assert words in hours_to_mastery(self.TOPICS.assign(difficulty=difficulty)).layout.title.text
