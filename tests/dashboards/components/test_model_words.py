"""Every model is told of in words, and a chance says how soon as well."""

import pytest

from dashboards.components.model_metrics import METRICS_OF, metric_of
from dashboards.components.model_words import MODELS, TARGETS, WITHOUT_DRIFT, subject_in_words, words_of
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


def test_the_end_of_a_metrics_name_says_of_what_and_on_whom_it_was_measured() -> None:
    assert metric_of("auc_30d_on_past_dates").name == "Ranking (AUC), within 30 days, on past dates"
    assert metric_of("auc_week_8", "at_risk").name == "Ranking (AUC), 8 weeks after the start"
    assert metric_of("f1_of_theme_labs", "sentiment").name == "Theme “Labs and machines” (F1)"
    assert metric_of("expected_calibration_error_on_past_dates").less_is_better
    assert subject_in_words("p_drop_on_past_dates") == "ends without completion, as told on past dates"


@pytest.mark.parametrize(
    ("model", "metric"),
    [
        *(("demand", f"coverage_{name}") for name in ("sessions", "new_enrollments", "inquiries", "completions")),
        ("demand", "prophet_share"),
        ("demand", "series_forecast"),
        *(("interventions", f"{what}uplift_{side}") for what in ("", "placebo_") for side in ("alert", "help")),
        ("sentiment", "share_sure"),
        ("velocity", "tested_enrollments"),
        ("learning_path", "tested_masteries"),
    ],
)
def test_no_metric_is_told_by_its_name_alone(model: str, metric: str) -> None:
    assert metric_of(metric, model).meaning


def test_what_is_never_measured_is_said_of_models_that_there_are() -> None:
    assert set(WINGS) > WITHOUT_DRIFT


def test_errors_of_other_models_are_better_when_less() -> None:
    assert metric_of("error_share_sessions", "demand").less_is_better
    assert metric_of("rmse_mastery_next_4_weeks", "velocity").less_is_better
    assert metric_of("macro_f1", "sentiment").less_is_better is False
    assert TARGETS["p_finish"] == "is completed"


def test_a_chance_is_told_with_how_soon_where_that_is_known() -> None:
    assert chance_in_words(0.7, 0.24) == (
        "70% likely to end without completion, 24% within the next 30 days"
    )  # fmt: skip
    assert chance_in_words(0.7, None) == chance_in_words(0.7, float("nan")) == "70% likely to end without completion"
