"""A report on schedule: an admin makes and runs it, its recipient finds the rows in sight, and it is stopped."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.judged import serious
from tests.e2e.screen import (
    DESKTOP,
    PATIENCE,
    PHONE,
    keyed,
    lines,
    log_in,
    no_sideways_scroll,
    open_page,
    opened,
    saved,
    settled,
)
from tests.e2e.test_an_analysts_day import choose

pytestmark = pytest.mark.e2e


def name_of(installation: Installation, role: str) -> str:
    """First and last name of whoever was announced for a role."""
    with installation.client(role) as api:
        told = api.get("/auth/me").json()
    return f"{told['first_name']} {told['last_name'] or ''}".strip()


def make(page: Page, installation: Installation, recipient: str) -> int:
    """A weekly report of students for a faculty member and the admin; the id of the schedule."""
    opened(page, installation, "report-schedules", "Reports on schedule")
    keyed(page, "schedule-open").get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("For whom")).to_be_visible(timeout=PATIENCE)
    settled(page)
    box = dialog.locator('[class*="st-key-schedule-for-"]').locator("input")
    box.click()
    box.fill(recipient)
    page.get_by_role("option", name=f"{recipient} · Faculty", exact=True).first.click()
    page.keyboard.press("Tab")
    settled(page)
    choose(page, "schedule-weekday", "Thurs", "Thursday")
    assert serious(page) == []
    assert no_sideways_scroll(page)
    keyed(page, "schedule-save").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    settled(page)
    with installation.client("admin") as api:
        newest = max(api.get("/reports/schedules").json()["items"], key=lambda one: int(one["id"]))
    assert date.fromisoformat(newest["next_run_on"]).isoweekday() == 4
    return int(newest["id"])


def receive(browser: Browser, installation: Installation, viewport: dict[str, int]) -> None:
    """The faculty member finds both files among the notifications, with the own students and nobody else."""
    context, watched = open_page(browser, installation, viewport)
    page = watched.page
    log_in(page, installation, "faculty")
    opened(page, installation, "notifications", "Notifications")
    newest = keyed(page, "note-list")
    expect(newest.get_by_text("● New").first).to_be_visible(timeout=PATIENCE)
    rows = lines(saved(newest.get_by_role("button", name="CSV").first))
    pdf = Path(saved(newest.get_by_role("button", name="PDF").first).path()).read_bytes()
    assert pdf.startswith(b"%PDF-")
    with installation.client("faculty") as api:
        own = {one["enrollment_no"] for one in api.get("/students", params={"limit": 200}).json()["items"]}
    assert rows[0][:2] == ["enrollment_no", "student_name"]
    assert {row[0] for row in rows[1:]} <= own
    assert len(rows) > 1
    keyed(page, "notes-read").get_by_role("button").click()
    expect(newest.get_by_text("● New")).to_have_count(0, timeout=PATIENCE)
    assert watched.errors == []
    context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_report_on_schedule(browser: Browser, running: Installation, viewport: dict[str, int]) -> None:
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "admin")
    schedule = make(page, running, name_of(running, "faculty"))
    one = keyed(page, f"schedule-{schedule}")
    expect(one).to_contain_text("Every Thursday")
    expect(one).to_contain_text("Not made yet")
    one.get_by_role("button", name="Run now").click()
    expect(one).to_contain_text("✓ Made for 2 people", timeout=PATIENCE)
    receive(browser, running, viewport)
    one.get_by_role("button", name="Last runs").click()
    expect(page.get_by_test_id("report-runs")).to_contain_text(re.compile("by hand"), timeout=PATIENCE)
    assert no_sideways_scroll(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    one.get_by_role("button", name="Change").click()
    expect(page.get_by_role("dialog").get_by_text("Made on schedule")).to_be_visible(timeout=PATIENCE)
    settled(page)
    page.get_by_role("dialog").get_by_text("Made on schedule").click()
    settled(page)
    keyed(page, "schedule-save").get_by_role("button").click()
    expect(one).to_contain_text("stopped", timeout=PATIENCE)
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()
