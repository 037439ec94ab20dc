"""What calling in order brings, as a picture whose title says it."""

import pandas as pd
import pytest

from dashboards.charts.calls import expected_by_calls


@pytest.mark.parametrize(
    ("chances", "calls", "finding"),
    [
        ([0.2, 0.6, 0.2], 1, "The first of 3 calls reaches 60% of the enrolments to be expected"),
        ([0.5, 0.5], 20, "2 calls reach everybody: 1.0 enrolments to be expected"),
        ([0.5], 1, "One call reaches everybody: 0.5 enrolments to be expected"),
    ],
)
def test_the_title_says_what_a_days_calls_reach(chances: list[float], calls: int, finding: str) -> None:
    assert expected_by_calls(pd.Series(chances), calls).layout.title.text == finding


def test_the_curve_begins_at_nothing_and_ends_with_everybody() -> None:
    figure = expected_by_calls(pd.Series([0.2, 0.6, 0.2]), 1)
    assert list(figure.data[0].y) == pytest.approx([0.0, 0.6, 0.8, 1.0])
    assert list(figure.data[1].y) == pytest.approx([0.0, 1.0])
    assert figure.layout.xaxis.title.text == "Calls"
    assert figure.layout.yaxis.title.text == "Expected enrolments"
