"""Metrics that add up over rows are explained by the registry's own definition; of others one learns what to ask."""

import pytest

from warehouse.attribution import Measure
from warehouse.compare import CompareError
from warehouse.explained_metrics import explained_metric, explained_metrics


def test_a_share_is_two_sums_and_a_mean_a_sum_per_count() -> None:
    relation, rate = explained_metric("attendance_rate")
    assert relation == "marts.fct_attendance"
    assert rate.per == "(sum(1))"
    assert "is_attended" in rate.value
    assert rate.day == "session_date"
    assert explained_metric("mean_minutes_late")[1] == Measure(
        "Minutes late", "sum(minutes_late)", "count(minutes_late)", "session_date", "minutes"
    )


def test_utilisation_is_told_by_one_relation() -> None:
    relation, used = explained_metric("utilization")
    assert (relation, used.value, used.per) == (
        "marts.fct_faculty_day",
        "(sum(delivered_within_minutes))",
        "(sum(available_minutes))",
    )


def test_hours_are_minutes_by_sixty() -> None:
    assert explained_metric("attended_hours")[1].value == "(sum(delivered_minutes)) / 60.0"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("attendance_rat", "did you mean attendance_rate"),
        ("active_students", "does not add up over the rows"),
        ("fees_per_inquiry", "lead_collected_fees, inquiries"),
    ],
)
def test_what_does_not_add_up_is_said(name: str, words: str) -> None:
    with pytest.raises(CompareError, match=words):
        explained_metric(name)


def test_most_metrics_can_be_explained() -> None:
    assert len(explained_metrics()) >= 40
