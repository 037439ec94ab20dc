"""Every tile opens what lies behind it, down to rows, as far as its viewer may see."""

from urllib.parse import parse_qs

import pytest

from dashboards.pages_table import PAGES, pages_of
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import words
from warehouse.vocabulary import RiskBand, Role

ROWS = "app_pages/everybody/rows.py"


def ways(page: object) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Where the tiles of a page lead, by their labels: the page's address and its query."""
    links = [element.proto for element in page.get("page_link")]  # type: ignore[attr-defined]
    told = [(one.label, (one.page, parse_qs(one.query_string))) for one in links]
    return {label.split(": ")[0]: way for label, way in told if "what lies behind" in label}


@pytest.mark.parametrize(
    ("role", "script"),
    [
        (Role.SUPER_ADMIN, "app_pages/admin/overview.py"),
        (Role.ADMIN, "app_pages/admin/overview.py"),
        (Role.ADMIN, "app_pages/admin/revenue.py"),
        (Role.ADMIN, "app_pages/admin/data_quality.py"),
        (Role.SUPER_ADMIN, "app_pages/admin/feedback.py"),
        (Role.SUPER_ADMIN, "app_pages/admin/system_health.py"),
        (Role.SUPER_ADMIN, "app_pages/counselor/conversion.py"),
    ],
)
def test_every_tile_of_a_page_leads_to_a_page_of_the_role(open_as: Open, role: Role, script: str) -> None:
    page = open_as(role, script)
    assert not page.exception
    assert page.metric
    found = ways(page)
    assert set(found) == {tile.label for tile in page.metric}
    own = {rule.url_path for rule in pages_of(role)}
    assert {address for address, _query in found.values()} <= own
    # What it means and how fresh it is, one hover away.
    assert all("As of 1 July 2024" in tile.help or "Read just now" in tile.help for tile in page.metric)


def test_the_hover_leads_to_the_explorer_and_the_dictionary(open_as: Open) -> None:
    tile = next(one for one in open_as(Role.ADMIN, "app_pages/admin/revenue.py").metric if one.label == "Overdue fees")
    assert "(/explore?metric=overdue_fees)" in tile.help
    assert "(/dictionary?relation=marts.fct_fee_installment)" in tile.help


def test_a_counselor_has_no_explorer_to_be_led_to(open_as: Open) -> None:
    page = open_as(Role.COUNSELOR, "app_pages/counselor/conversion.py", whose="The campus")
    assert not any("/explore" in tile.help for tile in page.metric)
    assert {address for address, _query in ways(page).values()} == {"rows"}


def test_the_rows_of_a_number_lead_on_to_whom_they_are_of(open_as: Open) -> None:
    page = open_as(Role.COUNSELOR, ROWS, metric="overdue_inquiries")
    assert not page.exception
    shown = words(page)
    assert "Overdue: 1" in shown
    assert 'href="/inquiry?inquiry=2"' in shown
    assert "Omar" in shown


def test_rows_are_those_in_scope(open_as: Open) -> None:
    whole = words(open_as(Role.SUPER_ADMIN, ROWS, metric="inquiries", **{"from": "2024-05-01", "to": "2024-07-01"}))
    assert "21 rows" in whole
    assert "GOA" in whole
    own = words(open_as(Role.ADMIN, ROWS, metric="inquiries", **{"from": "2024-05-01", "to": "2024-07-01"}))
    assert "20 rows" in own
    assert "GOA" not in own


@pytest.mark.parametrize(
    ("role", "metric"),
    [(Role.COUNSELOR, "utilization"), (Role.FACULTY, "collected_fees"), (Role.FACULTY, "inquiries"), (Role.ADMIN, "x")],
)
def test_a_number_that_is_not_for_the_role_is_not_told(open_as: Open, role: Role, metric: str) -> None:
    page = open_as(role, ROWS, metric=metric)
    assert not page.exception
    assert "No number is chosen." in words(page)


def test_a_faculty_member_is_told_no_answer_one_by_one(open_as: Open) -> None:
    page = open_as(Role.FACULTY, ROWS, metric="feedback_answers")
    assert not page.exception
    assert "row by row" in words(page)


def test_students_have_no_list_of_rows() -> None:
    rule = next(one for one in PAGES if one.url_path == "rows")
    assert Role.STUDENT not in rule.roles


def test_a_value_of_the_explorer_leads_to_its_rows(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, "app_pages/analyst/explorer.py", metric="inquiries", by="source", days="365")
    assert 'href="/rows?metric=inquiries&amp;days=365&amp;filter=source%3Awebsite"' in words(page)


class TestPartsOfAPage:
    def test_what_is_broken_stands_alone(self, open_as: Open) -> None:
        page = open_as(Role.ADMIN, "app_pages/admin/data_quality.py", show="broken")
        assert not page.exception
        assert [heading.value for heading in page.subheader] == ["What was checked"]

    def test_routes_are_listed_by_what_the_tile_tells(self, open_as: Open) -> None:
        page = open_as(Role.SUPER_ADMIN, "app_pages/admin/system_health.py", show="requests")
        assert not page.exception
        assert [heading.value for heading in page.subheader] == ["Routes by how often they were asked"]

    def test_comments_stand_alone(self, open_as: Open) -> None:
        page = open_as(Role.SUPER_ADMIN, "app_pages/admin/feedback.py", show="comments", which="contradicted")
        assert not page.exception
        assert [heading.value for heading in page.subheader] == ["What they say"]
        assert page.segmented_control(key="which").value == "contradicted"


class TestFiltersInTheAddress:
    def test_overdue_calls_are_one_click_from_the_overview(self, open_as: Open) -> None:
        shown = words(open_as(Role.ADMIN, "app_pages/admin/overview.py"))
        assert 'href="/calls?list=due"' in shown
        page = open_as(Role.ADMIN, "app_pages/counselor/calls.py", list="due")
        assert not page.exception
        assert page.segmented_control(key="list").value == "due"

    def test_a_band_is_shared(self, open_as: Open) -> None:
        page = open_as(Role.ADMIN, "app_pages/admin/at_risk.py", band="medium")
        assert not page.exception
        shown = words(page)
        assert "&lt;b&gt;Nair" in shown
        assert "Asha Rao" not in shown
        # A name leads to the student.
        assert 'href="/students?student=2"' in shown
        page.segmented_control(key="band").set_value(RiskBand.HIGH).run()
        assert page.query_params["band"] == "high"

    @pytest.mark.parametrize(
        ("role", "script", "key", "name"),
        [
            (Role.ADMIN, "app_pages/admin/models.py", "model", "at_risk"),
            (Role.FACULTY, "app_pages/faculty/hours.py", "period", "26"),
            (Role.FACULTY, "app_pages/faculty/reports.py", "days", "30"),
            (Role.COUNSELOR, "app_pages/counselor/calls.py", "mine", "no"),
            (Role.COUNSELOR, "app_pages/counselor/rewards.py", "kind", "penalty"),
            (Role.SUPER_ADMIN, "app_pages/admin/capacity.py", "measure", "inquiries"),
            (Role.ADMIN, "app_pages/admin/faculty_load.py", "became", "no_show"),
            (Role.SUPER_ADMIN, "app_pages/admin/audit.py", "days", "2024-06-01..2024-06-30"),
            (Role.SUPER_ADMIN, "app_pages/admin/at_risk.py", "tab", "helps"),
        ],
    )
    def test_a_choice_stays_in_the_address(self, open_as: Open, role: Role, script: str, key: str, name: str) -> None:
        page = open_as(role, script, **{key: name})
        assert not page.exception
        assert page.query_params[key] == name
