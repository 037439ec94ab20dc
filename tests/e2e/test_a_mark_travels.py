"""One attendance mark, from a faculty member's phone to the admin's tile, with nobody touching the pipeline."""

import re

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.screen import DESKTOP, PHONE, log_in, no_sideways_scroll, open_page
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

MARKS_TODAY = re.compile(r"Marks today\D*(\d[\d,]*)")


def marks_today(page: Page) -> int:
    """The figure on the admin's tile."""
    page.reload()
    tile = page.get_by_test_id("stMetric").filter(has_text="Marks today")
    # Long enough for a busy API: the screens ask it again, and a page that had to give up does so by itself.
    expect(tile).to_be_visible(timeout=60_000)
    found = MARKS_TODAY.search(tile.inner_text())
    assert found is not None, tile.inner_text()
    return int(found[1].replace(",", ""))


def operational_marks(installation: Installation) -> list[tuple[str, int]]:
    """Status and number of covered topics of today's marks."""
    with psycopg.connect(installation.database_url()) as connection:
        return connection.execute(
            """
            select a.attendance_status, count(t.id)
            from operational.session_attendance as a
            left join operational.session_attendance_topics as t on t.attendance_id = a.id
            where a.marked_by is not null
            group by a.id, a.attendance_status
            order by a.attendance_status
            """
        ).fetchall()


def test_a_mark_made_on_a_phone_reaches_the_admins_tile(browser: Browser, running: Installation) -> None:
    admin_context, admin = open_page(browser, running, DESKTOP)
    log_in(admin.page, running, "admin")
    before = marks_today(admin.page)
    assert operational_marks(running) == []

    faculty_context, faculty = open_page(browser, running, PHONE)
    page = faculty.page
    log_in(page, running, "faculty")
    page.get_by_text(re.compile(r"0 of \d+ marked")).first.click()
    expect(page.get_by_test_id("attendance-sheet")).to_be_visible(timeout=30_000)
    page.locator("[data-testid^=class-topic-]").first.click()
    page.locator("[data-testid^=mark-][data-testid$=-present]").nth(0).click()
    page.locator("[data-testid^=mark-][data-testid$=-absent]").nth(1).click()
    expect(page.get_by_test_id("save-status")).to_contain_text(re.compile("saved", re.IGNORECASE), timeout=10_000)
    assert no_sideways_scroll(page)

    wait_until(
        lambda: operational_marks(running) == [("absent", 0), ("present", 1)],
        within_seconds=10,
        what="both marks in the operational tables",
    )
    wait_until(
        lambda: marks_today(admin.page) == before + 2,
        within_seconds=180,
        what="both marks on the admin's tile",
        pause_seconds=3,
    )

    for watched in (faculty, admin):
        assert watched.errors == []
        assert watched.left_the_origin == []
    faculty_context.close()
    admin_context.close()


def test_a_wrong_password_is_told_in_words(browser: Browser, running: Installation) -> None:
    context, watched = open_page(browser, running, PHONE)
    page = watched.page
    page.get_by_test_id("login-email").fill("nobody@demo.example")
    page.get_by_test_id("login-password").fill("not the password")
    page.get_by_test_id("login-submit").click()
    expect(page.get_by_role("alert")).to_contain_text("password")
    context.close()


@pytest.mark.parametrize("role", ["super admin", "admin", "counselor", "faculty", "student"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_role_lands_on_a_page_that_fits_its_screen(
    browser: Browser, running: Installation, role: str, viewport: dict[str, int]
) -> None:
    context, watched = open_page(browser, running, viewport)
    log_in(watched.page, running, role)
    expect(watched.page.get_by_role("heading").first).to_be_visible(timeout=30_000)
    expect(watched.page.get_by_test_id("demo-label")).to_be_visible()
    assert no_sideways_scroll(watched.page)
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()
