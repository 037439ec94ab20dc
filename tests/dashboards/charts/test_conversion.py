"""The funnel says where most are left behind."""

import pytest

from dashboards.charts.conversion import funnel

NAMES = ("Asked", "Contacted", "Follow-up scheduled", "Enrolled")


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        ((100, 90, 40, 30), "30% of 100 inquiries enrolled; most are left behind before “follow-up scheduled” (50)"),
        ((10, 2, 0, 0), "0% of 10 inquiries enrolled; most are left behind before “contacted” (8)"),
        ((3, 3, 3, 3), "All of 3 inquiries enrolled"),
    ],
)
def test_the_title_is_the_finding(counts: tuple[int, ...], finding: str) -> None:
    assert funnel(NAMES, counts).layout.title.text == finding


def test_each_bar_tells_how_many_of_the_stage_before_it_are_missing() -> None:
    assert list(funnel(NAMES, (100, 90, 0, 0)).data[0].text) == ["100", "90 · −10%", "0 · −100%", "0"]
