"""What stands in the way of a session, in words."""

import pytest

from dashboards.components.plan_words import clash_words

HELD = {"session_date": "2031-03-03", "start_time": "10:30:00", "end_time": "11:30:00", "exam": "Viva_1", "name": None}


@pytest.mark.parametrize(
    ("clash", "told"),
    [
        ({"kind": "faculty"}, "The teacher has the exam “Viva\\_1”: 3 March 2031, 10:30–11:30."),
        ({"kind": "room", "name": "Lab"}, "Lab is taken by the exam “Viva\\_1”: 3 March 2031, 10:30–11:30."),
        (
            {"kind": "student", "student_ids": [4, 5]},
            "2 students have a place in the exam “Viva\\_1”: 3 March 2031, 10:30–11:30.",
        ),
    ],
)
def test_an_exam_in_the_way_is_named(clash: dict[str, object], told: str) -> None:
    assert clash_words(HELD | clash) == told
