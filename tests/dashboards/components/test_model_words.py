"""Every model is told of in words, and a chance says how soon as well."""

import pytest

from dashboards.components.model_table import METRICS_OF, metric_of
from dashboards.components.model_words import MODELS, TARGETS, words_of
from dashboards.components.risk_list import chance_in_words
from pipelines.lib.wings import WINGS


def test_every_model_has_words() -> None:
    assert set(MODELS) == set(WINGS)
    for name in WINGS:
        words = words_of(name)
        assert words.does.endswith(".")
        assert words.tested_on.endswith(".")
        assert len(words.limits) >= 2


def test_a_model_without_words_has_its_name() -> None:
    assert words_of("new_model").name == "New model"


@pytest.mark.parametrize("model", sorted(METRICS_OF))
def test_metrics_of_a_model_say_which_way_is_better(model: str) -> None:
    assert any(metric.less_is_better is not None for metric in METRICS_OF[model].values())


def test_errors_of_other_models_are_better_when_less() -> None:
    assert metric_of("error_share_sessions", "demand").less_is_better
    assert metric_of("rmse_mastery_next_4_weeks", "velocity").less_is_better
    assert metric_of("macro_f1", "sentiment").less_is_better is False
    assert TARGETS["p_finish"] == "is completed"


def test_a_chance_is_told_with_how_soon_where_that_is_known() -> None:
    assert chance_in_words(0.7, 0.24) == (
        "70 % likely to end without completion, 24 % within the next 30 days"
    )  # fmt: skip
    assert chance_in_words(0.7, None) == chance_in_words(0.7, float("nan")) == "70 % likely to end without completion"
