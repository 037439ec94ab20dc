"""Pictures of a model say in their title whether it means what it says, and how often it was ahead."""

import pandas as pd

from dashboards.charts import models

BINS = pd.DataFrame(
    {"predicted": [0.1, 0.6], "observed": [0.12, 0.9], "low": [0.05, 0.8], "high": [0.2, 0.95], "row_count": [60, 60]}
)
DATES = pd.DataFrame(
    {
        "origin_date": pd.to_datetime(["2024-05-01", "2024-05-29"]),
        "value": [0.8, 0.65],
        "baseline": "rule",
        "baseline_value": [0.7, 0.7],
        "low": [0.75, 0.6],
        "high": [0.85, 0.7],
        "row_count": [200, 210],
    }
)


def test_reliability_says_how_many_groups_came_true_and_how_the_highest_did() -> None:
    figure = models.reliability(BINS, "ends without completion")
    assert figure.layout.title.text == ("1 of 2 groups came true as predicted; of the highest, 90% where 60% was said")
    assert list(figure.data[1].y) == [12.0, 90.0]
    assert figure.layout.xaxis.title.text == "Predicted: ends without completion, %"


def test_past_dates_say_how_often_the_model_was_ahead() -> None:
    figure = models.past_dates(DATES, "Ranking (AUC)", 2)
    assert figure.layout.title.text == "Ahead of the rule on 1 of 2 past dates"
    assert [trace.name for trace in figure.data] == ["this model", "rule"]


def test_where_less_is_better_the_smaller_error_is_ahead() -> None:
    assert models.past_dates(DATES, "Mean error, days", 1, less_is_better=True).layout.title.text == (
        "Ahead of the rule on 1 of 2 past dates"
    )


def test_all_that_a_model_is_compared_with_is_drawn_and_the_title_speaks_of_the_first() -> None:
    other = DATES.assign(baseline="base rate", baseline_value=0.9)
    figure = models.past_dates(pd.concat([DATES, other]), "Ranking (AUC)", 2)
    assert figure.layout.title.text == "Ahead of the rule on 1 of 2 past dates"
    assert [trace.name for trace in figure.data] == ["this model", "rule", "base rate"]
    assert list(figure.data[2].y) == [0.9, 0.9]
