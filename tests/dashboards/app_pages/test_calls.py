"""The counselor's page: whom to call, and what is due."""

from datetime import timedelta

import pytest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import words
from tests.dashboards.conftest import Institute
from tests.ingest_api.crm.leads import make_follow_up, make_inquiry, today
from warehouse.vocabulary import Role


def test_the_list_says_whom_to_call_how_likely_they_come_and_why(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, "app_pages/counselor/calls.py")
    assert not page.exception
    shown = words(page)
    assert "Goa only" in shown
    assert "Ira &lt;i&gt;Sen&lt;/i&gt;" in shown
    assert "80% likely to enrol" in shown
    assert "came in since the scoring" in shown
    assert "Speaks for enrolling: Minutes on the site is 40" in shown
    assert 'href="tel:+91981"' in shown
    assert "held 2.4 times as many enrolments" in shown
    assert "The first" in shown or "reach everybody" in shown


def test_a_counselor_sees_the_own_campus_only(open_as: Open) -> None:
    page = open_as(Role.COUNSELOR)
    assert not page.exception
    assert page.title[0].value == "Calls"
    assert "Goa only" not in words(page)


@pytest.mark.parametrize("role", [Role.FACULTY, Role.STUDENT])
def test_nobody_else_has_the_page(open_as: Open, role: Role) -> None:
    shown = words(open_as(role))
    assert "likely to enrol" not in shown


def test_what_is_due_is_listed_and_noted(open_as: Open, institute: Institute) -> None:
    connection, campus = institute.connection, institute.school.campus
    day = today(connection, campus)
    inquiry = make_inquiry(connection, campus, student_name="Due <b>Person</b>", status="follow_up_scheduled")
    due = make_follow_up(connection, inquiry, day - timedelta(days=1))
    later = make_inquiry(connection, campus, student_name="Not yet")
    make_follow_up(connection, later, day + timedelta(days=2))
    page = open_as(Role.COUNSELOR)
    page.toggle(key="mine").set_value(False).run()
    page.segmented_control[0].set_value("due").run()
    shown = words(page)
    assert "Due &lt;b&gt;Person&lt;/b&gt;" in shown
    assert "Not yet" not in shown
    page.button(key=f"note-{due}").click().run()
    page.text_area(key="words").set_value("Wants to see a class").run()
    page.button(key="save").click().run()
    assert not page.exception
    row = connection.execute("select status, outcome from operational.follow_ups where id = %s", (due,)).fetchone()
    assert row == ("completed", "Wants to see a class")
    assert connection.execute(
        "select count(*) from operational.follow_ups where inquiry_id = %s and status = 'pending'", (inquiry,)
    ).fetchone() == (1,)


def test_the_model_page_says_which_facts_were_rejected(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, "app_pages/admin/models.py")
    page.pills[0].set_value("lead_scoring").run()
    assert not page.exception
    shown = words(page)
    assert "1 of 2 facts of inquiries were rejected" in shown
    assert "Last &lt;remark&gt;" in shown
    assert "Lift of a day's calls" in shown.replace("&#x27;", "'")
