"""The analyst's pages: SQL within one's scope, the dictionary, and what changed between two snapshots."""

from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components.metric_dictionary import DIRECTION_NAMES, GRAIN_NAMES, UNIT_NAMES
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.snapshots import make_snapshot
from tests.warehouse.manifests import write_manifest
from warehouse.metrics import Direction, Grain, Unit, get_registry
from warehouse.published import WAREHOUSE_FILE
from warehouse.vocabulary import Role


@pytest.fixture
def open_as(open_as: Open) -> Open:
    """An analyst's page by its file's name."""
    return lambda role, page, **query: open_as(role, f"app_pages/analyst/{page}.py", **query)


def asked(page: AppTest, sql: str) -> AppTest:
    """The page after somebody has typed and run a statement."""
    page.text_area(key="analyst_sql").set_value(sql)
    next(button for button in page.button if button.label == "Run").click()
    page.run()
    assert not page.exception
    return page


def beside(page: AppTest, panel: str) -> AppTest:
    """The page with another list beside the editor."""
    page.segmented_control(key="workspace-panel-choice").set_value(panel).run()
    assert not page.exception
    return page


def typed(page: AppTest) -> str:
    """What stands in the editor."""
    return page.text_area(key="analyst_sql").value or ""


def words(page: AppTest) -> str:
    return " ".join(
        [
            *(element.value for element in (*page.title, *page.header, *page.subheader, *page.caption, *page.markdown)),
            *(element.value for element in (*page.error, *page.warning)),
            *(element.proto.body for element in page.get("html")),
        ]
    )


def test_the_question_of_the_guide_is_there_to_be_run(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, "workspace")
    assert not page.exception
    assert "percentile_cont" in typed(page)
    assert "one and a half times" in words(page)


def test_another_question_is_chosen_by_hand_or_by_address(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, "workspace", question="drop_out_by_subject")
    assert "outcome = 'dropped'" in typed(page)
    beside(page, "queries").button(key="open-question-attendance_by_month").click().run()
    assert "fct_attendance" in typed(page)
    page = open_as(Role.SUPER_ADMIN, "workspace", relation="marts.dim_campus")
    assert typed(page) == "select * from marts.dim_campus limit 100"


def test_a_super_admin_gets_rows_of_the_institute_and_an_admin_of_the_own_campus(open_as: Open) -> None:
    sql = "select campus_code from marts.dim_campus order by 1"
    page = asked(open_as(Role.SUPER_ADMIN, "workspace"), sql)
    assert page.dataframe[0].value["campus_code"].tolist() == ["GOA", "PUNE"]
    page = asked(open_as(Role.ADMIN, "workspace"), sql)
    assert page.dataframe[0].value["campus_code"].tolist() == ["PUNE"]


@pytest.mark.parametrize("role", [Role.SUPER_ADMIN, Role.ADMIN])
def test_names_are_out_of_reach(open_as: Open, role: Role) -> None:
    page = asked(open_as(role, "workspace"), "select * from restricted.dim_person")
    assert "does not exist" in page.error[0].value
    assert not page.dataframe


def test_a_mistake_is_told_with_its_place_and_can_be_mended(open_as: Open) -> None:
    page = asked(open_as(Role.SUPER_ADMIN, "workspace"), "select\n  campus_cod\nfrom marts.dim_campus")
    assert "Line 2: campus_cod" in page.error[0].value
    page = asked(page, "select campus_code as a, campus_name as a from marts.dim_campus")
    assert not page.error
    assert list(page.dataframe[0].value.columns) == ["a", "a (2)"]
    assert "2 rows" in words(page)


def test_no_row_and_nothing_to_draw_are_said(open_as: Open) -> None:
    page = asked(open_as(Role.SUPER_ADMIN, "workspace"), "from marts.dim_campus where false")
    assert "No row meets this." in words(page)
    page = asked(page, "select campus_code from marts.dim_campus")
    assert "Nothing to draw." in words(page)


def test_the_dictionary_finds_words_and_shows_a_relation_in_full(open_as: Open, home: Path) -> None:
    assert "no documentation yet" in words(open_as(Role.ADMIN, "dictionary"))
    write_manifest(home)
    page = open_as(Role.ADMIN, "dictionary", q="mark")
    assert "relation=marts.fct_mark" in words(page)
    assert "relation=reporting.rpt_day" not in words(page)
    assert "Nothing is documented" in words(open_as(Role.ADMIN, "dictionary", q="zebra"))
    page = open_as(Role.ADMIN, "dictionary", relation="marts.fct_mark")
    assert not page.exception
    shown = words(page)
    assert "one row per mark" in shown
    assert "raw.session_attendance" in shown
    assert 'href="/dictionary?relation=reporting.rpt_day"' in shown
    assert [block.value for block in page.code] == ["select count(*) from marts.fct_mark"]


def test_the_dictionary_lists_and_finds_metrics(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "dictionary", show="Metrics")
    assert not page.exception
    shown = words(page)
    assert shown.count('href="/dictionary?metric=') == len(get_registry().metrics)
    assert "Marks that are present or late, out of all marks." in shown
    page = open_as(Role.ADMIN, "dictionary", show="Metrics", q="median contact")
    shown = words(page)
    assert "metric=median_days_to_contact" in shown
    assert "metric=attendance_rate" not in shown
    assert "No metric is called" in words(open_as(Role.ADMIN, "dictionary", show="Metrics", q="zebra"))
    page = open_as(Role.ADMIN, "dictionary", q="median contact")
    page.segmented_control(key="show").set_value("Metrics").run()
    assert "metric=median_days_to_contact" in words(page)


def test_a_metric_is_told_in_full_with_who_shows_it(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "dictionary", metric="conversion_rate")
    assert not page.exception
    shown = words(page)
    assert "Inquiries that became students, out of all." in shown
    assert 'href="/dictionary?metric=enrolled_inquiries"' in shown
    assert 'href="/dictionary?relation=marts.fct_inquiry"' in shown
    assert 'href="/explore?metric=conversion_rate"' in shown
    assert 'href="/conversion"' in shown
    assert 'href="/revenue"' in shown
    shown = words(open_as(Role.ADMIN, "dictionary", metric="stale_inquiries"))
    assert "lead_stale_days" in shown
    assert "a variable of the dbt project" in shown
    assert 'href="/settings"' in words(open_as(Role.ADMIN, "dictionary", metric="mastery_rate"))
    assert "no screen of its own" in words(open_as(Role.ADMIN, "dictionary", metric="refunds"))
    assert "There is no metric nothing." in words(open_as(Role.ADMIN, "dictionary", metric="nothing"))


def test_every_unit_direction_and_grain_has_a_name() -> None:
    assert set(UNIT_NAMES) == {unit.value for unit in Unit}
    assert set(DIRECTION_NAMES) == {direction.value for direction in Direction}
    assert set(GRAIN_NAMES) == {grain.value for grain in Grain}


def test_with_one_snapshot_there_is_nothing_to_compare(open_as: Open) -> None:
    assert "There is one snapshot so far." in words(open_as(Role.SUPER_ADMIN, "changes"))


def second_snapshot(home: Path) -> None:
    """A later build in which the enrolment of one student in Goa went and another one's faculty member changed."""
    make_snapshot(home, "build-2")
    with duckdb.connect(home / "snapshots" / "build-2" / WAREHOUSE_FILE) as connection:
        connection.execute("delete from marts.fct_enrollment where enrollment_id = 13")
        connection.execute("update marts.fct_enrollment set faculty_id = 9 where enrollment_id = 11")


def test_what_changed_is_told_row_by_row(open_as: Open, home: Path) -> None:
    second_snapshot(home)
    page = open_as(Role.SUPER_ADMIN, "changes", metric="marts.fct_enrollment")
    assert not page.exception
    shown = words(page)
    assert "marts.fct_enrollment" in shown
    assert "enrollment_id 11" in shown
    assert "enrollment_id 13" in shown


def test_an_admin_is_told_of_the_own_campus_only(open_as: Open, home: Path) -> None:
    second_snapshot(home)
    page = open_as(Role.ADMIN, "changes", metric="marts.fct_enrollment")
    assert not page.exception
    shown = words(page)
    assert "enrollment_id 11" in shown
    assert "enrollment_id 13" not in shown
