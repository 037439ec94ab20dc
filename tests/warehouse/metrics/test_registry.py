"""What metrics there are, and how definitions that would give a wrong number are refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.warehouse.metrics.conftest import DEFINITIONS
from warehouse.metrics import Grain, MetricError, Registry, RegistryError, Threshold, Unit, get_registry
from warehouse.settings import Settings


def test_a_metric_has_words_unit_direction_and_threshold(registry: Registry) -> None:
    rate = registry.metric("rate")
    assert (rate.label, rate.unit, rate.direction) == ("Rate", Unit.SHARE, "up")
    assert rate.threshold == Threshold("setting", "late_after_minutes")


def test_dimensions_reach_over_keys_two_steps_far(registry: Registry) -> None:
    assert list(registry.dimensions("marks")) == [
        "is_late",
        "student",
        "student__enrollment_no",
        "campus",
        "campus__campus_code",
    ]


def test_two_models_share_what_both_reach(registry: Registry) -> None:
    assert set(registry.dimensions("marks_per_answer")) == {"campus", "campus__campus_code"}
    assert registry.permissions("marks_per_answer") == {"marks", "answers"}


def test_a_grain_is_no_shorter_than_what_was_recorded(registry: Registry) -> None:
    assert registry.grains("marks")[0] is Grain.DAY
    assert registry.grains("answers") == [Grain.MONTH, Grain.QUARTER, Grain.YEAR]
    assert registry.grains("marks_per_answer")[0] is Grain.MONTH
    assert registry.grains("paid") == []


def test_an_unknown_metric_is_answered_with_similar_ones(registry: Registry) -> None:
    with pytest.raises(MetricError, match="no metric 'attend'; did you mean attended"):
        registry.metric("attend")


def test_a_formula_tells_where_the_number_comes_from(registry: Registry) -> None:
    assert registry.formula("rate") == "cast(attended as double precision) / nullif(marks, 0)"
    assert registry.formula("seen_7d").endswith("of marts.fct_mark over 7 days")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("agg: median", "agg: percentile"), "does not do the aggregate percentile"),
        (("ref('fct_mark')", "ref('stg_mark')"), "no published relation"),
        (("{measure: paid}", "{measure: payed}"), "paid is made of payed, which nobody defines"),
        (("window: 7 days", "grain_to_date: month"), "windows only"),
        (("window: 7 days", "window: 1 week"), "a number of days"),
        (("name: missed", "name: rate"), "rate is defined twice"),
        (("name: missed", "name: Missed!"), "small letters"),
        (("unit: money", "unit: rupees"), "rupees"),
        (("type: derived", "type: conversion"), "conversion"),
        (("description: Rest.,", "description: Rest., filter: is_late,"), "write the condition into the measure"),
        (("scope: {resource: feedback}", "scope: {}"), "whose rows these are"),
        (("{name: answer, type", "{name: mark, type"), "mark is owned by marks and answers"),
        (("threshold: {setting:", "threshold: {limit:"), "a setting or a variable"),
    ],
)
def test_what_the_reader_does_not_do_is_refused(
    write: Callable[[str], Path], change: tuple[str, str], said: str
) -> None:
    assert change[0] in DEFINITIONS
    with pytest.raises(RegistryError, match=said):
        Registry(write(DEFINITIONS.replace(*change, 1)))


class TestOurs:
    """The metrics of this project."""

    def test_there_are_metrics_of_every_field(self) -> None:
        metrics = get_registry().metrics
        assert len(metrics) >= 40
        assert {metric.group for metric in metrics.values()} == {
            "attendance",
            "learning",
            "completion",
            "faculty",
            "crm",
            "feedback",
            "revenue",
        }

    def test_each_says_in_a_sentence_what_it_counts(self) -> None:
        for name, metric in get_registry().metrics.items():
            assert metric.label, name
            assert metric.description.endswith("."), name
            assert get_registry().dimensions(name), name

    def test_labels_do_not_repeat(self) -> None:
        labels = [metric.label for metric in get_registry().metrics.values()]
        assert {label for label in labels if labels.count(label) > 1} == set()

    def test_thresholds_are_settings_and_variables_that_exist(self) -> None:
        variables = (get_registry().folder.parent / "dbt_project.yml").read_text()
        for name, metric in get_registry().metrics.items():
            if metric.threshold and metric.threshold.kind == "setting":
                assert metric.threshold.name in Settings.model_fields, name
            elif metric.threshold:
                assert f"\n  {metric.threshold.name}: " in variables, name
