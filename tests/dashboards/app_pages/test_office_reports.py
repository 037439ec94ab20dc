"""Reports made now, for the office: which are offered to whom, and what is said while nothing is published."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import words
from warehouse.vocabulary import Role

REPORTS = "app_pages/counselor/reports.py"


def _preview() -> None:
    from dashboards.components.report_preview import report_preview

    columns = [
        {"name": name, "title": title, "unit": "text"}
        for name, title in (("source", "Source"), ("status", "Status"), ("risk_band", "Risk"))
    ]
    columns.append({"name": "conversion_rate", "title": "Conversion", "unit": "share"})
    rows = [
        {"source": "social_media", "status": "dropped", "risk_band": "high", "conversion_rate": "0.5"},
        {"source": None, "status": "of another day", "risk_band": None, "conversion_rate": None},
    ]
    report_preview({"columns": columns, "rows": rows, "rows_total": 7})


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


def test_a_preview_says_in_words_what_is_stored_by_name() -> None:
    page = AppTest.from_function(_preview).run()
    assert not page.exception
    rows = page.dataframe[0].value
    assert rows.iloc[0].tolist() == ["Social media", "Dropped", "▲ High", 0.5]
    assert rows["status"].iloc[1] == "of another day"
    assert rows[["source", "risk_band", "conversion_rate"]].iloc[1].isna().all()
    assert page.caption[0].value == "The first 2 of 7 rows; the files hold more."
