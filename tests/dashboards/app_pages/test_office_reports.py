"""Reports made now, for the office: which are offered to whom, and what is said while nothing is published."""

import pytest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import words
from warehouse.vocabulary import Role

REPORTS = "app_pages/counselor/reports.py"


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.COUNSELOR, ["Student progress", "Attendance", "Leads and conversion"]),
        (Role.ADMIN, ["Student progress", "Attendance", "Faculty performance", "Leads and conversion"]),
    ],
)
def test_each_is_offered_what_the_api_lets_him_read(open_as: Open, role: Role, offered: list[str]) -> None:
    page = open_as(role, REPORTS)
    assert not page.exception
    assert page.selectbox(key="report").options == offered
    # The API of these tests has no published figures: that is said, and the choice stays.
    assert "The server does not answer right now" in words(page)


def test_the_choice_comes_from_the_address(open_as: Open) -> None:
    page = open_as(Role.COUNSELOR, REPORTS, report="Leads and conversion", period="A year")
    assert not page.exception
    assert page.selectbox(key="report").value == "Leads and conversion"
    assert page.segmented_control(key="period").value == "A year"
