"""The metric explorer: any metric without SQL, within one's scope, with its definition, files and statement."""

from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboards.components.explorer import file_of
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import words
from warehouse.exports import Format
from warehouse.vocabulary import Role

EXPLORER = "app_pages/analyst/explorer.py"


def test_a_view_is_opened_by_its_address(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, EXPLORER, metric="inquiries", by="source", days="365")
    assert not page.exception
    shown = words(page)
    assert "Inquiries: highest at walk_in (20), lowest at website (1)" in shown
    assert "marts.fct_inquiry" in shown
    assert "1 July 2024" in shown
    assert page.selectbox(key="explore-metric").value == "inquiries"


def test_an_admin_sees_the_own_campus_only(open_as: Open) -> None:
    shown = words(open_as(Role.ADMIN, EXPLORER, metric="inquiries", by="campus__campus_code", days="365"))
    assert "PUNE" in shown
    assert "GOA" not in shown


def test_choices_go_into_the_address(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, EXPLORER, metric="inquiries", days="365")
    page.multiselect(key="explore-by-inquiries").set_value(["source"]).run()
    page.multiselect(key="explore-narrow-inquiries").set_value(["source"]).run()
    page.multiselect(key="explore-is-inquiries-source").set_value(["website"]).run()
    assert not page.exception
    assert page.query_params == {"metric": "inquiries", "by": "source", "days": "365", "filter": "source:website"}
    assert "Inquiries: website (1)" in words(page)


def test_another_metric_keeps_what_it_can_be_told_by_too(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, EXPLORER, metric="inquiries", by="campus__campus_code", days="365")
    page.selectbox(key="explore-metric").set_value("follow_ups").run()
    assert not page.exception
    assert page.query_params["by"] == "campus__campus_code"


def test_nothing_to_tell_it_from_is_said(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, EXPLORER, metric="conversion_rate", **{"from": "2020-01-01", "to": "2020-02-01"})
    assert not page.exception
    assert "There is nothing to tell this from." in words(page)


def test_it_opens_as_sql(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "app_pages/analyst/workspace.py", metric="inquiries", by="source", days="365")
    sql = page.text_area(key="analyst_sql").value or ""
    assert "marts.fct_inquiry" in sql
    next(button for button in page.button if button.label == "Run").click()
    page.run()
    assert page.dataframe[0].value.values.tolist() == [["walk_in", 20]]


@pytest.mark.parametrize("kind", [Format.CSV, Format.XLSX])
def test_the_values_come_as_files(kind: Format) -> None:
    content = file_of(pd.DataFrame({"source": ["walk_in", "=1"], "inquiries": [20, 1]}), kind)
    if kind is Format.CSV:
        assert pd.read_csv(BytesIO(content)).values.tolist() == [["walk_in", 20], ["=1", 1]]
    else:
        sheet = load_workbook(BytesIO(content)).active
        assert sheet is not None
        assert [[cell.value for cell in row] for row in sheet][1:] == [["walk_in", 20], ["=1", 1]]
