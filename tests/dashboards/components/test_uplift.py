"""The uplift in words: yes, no difference, harm, or not enough data yet."""

from typing import Any

import pytest

from dashboards.components.uplift import in_words


def told(**different: Any) -> dict[str, Any]:
    row = {"comparison": "alert", "status": "estimated", "treated": 400, "untreated": 70, "kept_treated": 0.8}
    row |= {"kept_untreated": 0.7, "uplift": 0.1, "low": 0.02, "high": 0.18, "more_needed": 0}
    return row | {"more_needed_to_tell": 0} | different


@pytest.mark.parametrize(
    ("different", "begins"),
    [
        ({}, "**Yes, by +10 points** (between +2 and +18 points). 80% of those whose alert was shown at once stayed"),
        ({"low": -0.05}, "**No difference is seen so far**: between -5 and +18 points."),
        ({"uplift": -0.1, "low": -0.2, "high": -0.01}, "**It looks harmful: -10 points**"),
        (
            {"status": "not_enough_data", "treated": 12, "untreated": 3, "more_needed": 110},
            "**Not enough data yet.** 12 students whose alert was shown at once and 3 whose",
        ),
    ],
)
def test_the_answer_is_a_sentence(different: dict[str, Any], begins: str) -> None:
    assert in_words(told(**different)).startswith(begins)


def test_how_many_more_are_needed_is_told_while_no_difference_is_seen() -> None:
    assert "about 200 more would show" in in_words(told(low=-0.1, more_needed_to_tell=200))
