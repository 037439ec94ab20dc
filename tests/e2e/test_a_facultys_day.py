"""The faculty's flow: today, a sheet with topics and notes, students, own hours, reports; and two tabs that agree."""

import re
import time
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.screen import (
    DESKTOP,
    PATIENCE,
    PHONE,
    Watched,
    keyed,
    log_in,
    no_sideways_scroll,
    open_page,
    opened,
    settled,
)
from tests.e2e.test_a_class_of_thirty import make_class, open_sheet
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

AGREE_WITHIN_SECONDS = 2.0
NOTE, PREPARED, NOTES = "Needs the loops again", "Bring the practice sheet", "Half of the room was late"


def mark_a_session(page: Page, running: Installation, session_id: int, students: list[int]) -> None:
    """Topics, two marks, how well it was understood, a note, and what comes next time."""
    page.locator("[data-testid^=class-topic-]").first.click()
    page.get_by_test_id(f"mark-{students[0]}-present").click()
    page.get_by_test_id(f"level-{students[0]}-4").click()
    page.get_by_test_id(f"mark-{students[1]}-late").click()
    page.get_by_test_id(f"late-{students[1]}-10").click()
    page.get_by_test_id(f"details-{students[0]}").click()
    page.get_by_test_id(f"note-{students[0]}").fill(NOTE)
    page.get_by_test_id(f"prep-{students[0]}").fill(PREPARED)
    expect(page.get_by_test_id("save-status")).to_contain_text("Saved", timeout=PATIENCE)
    query = (
        "select faculty_notes, next_session_prep from operational.session_attendance"
        " where session_id = %s and student_id = %s"
    )
    with psycopg.connect(running.database_url(), autocommit=True) as connection:
        wait_until(
            lambda: connection.execute(query, (session_id, students[0])).fetchone() == (NOTE, {"note": PREPARED}),
            within_seconds=10,
            what="the note and what was prepared",
        )


def write_notes(page: Page, session_id: int) -> None:
    """Notes on the whole session, below the sheet."""
    page.locator(f".st-key-notes-{session_id} textarea").fill(NOTES)
    keyed(page, f"save-notes-{session_id}").get_by_role("button").click()
    expect(page.get_by_text("The notes are saved.")).to_be_visible(timeout=PATIENCE)


def read_the_report(watched: Watched, folder: Path, students: list[int]) -> None:
    """The session's report holds what was entered, and can be taken along; a name leads to the progress report."""
    page = watched.page
    page.get_by_role("link", name="The report of this session").click()
    expect(
        page.get_by_role("heading", name=re.compile("^2 of 30 students were there; understanding was 4.0 of 5"))
    ).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)
    expect(page.get_by_text(NOTES)).to_be_visible()
    table = page.get_by_test_id("report-students")
    expect(table).to_contain_text(NOTE)
    expect(table).to_contain_text(PREPARED)
    expect(table).to_contain_text("4 of 5")
    expect(page.get_by_test_id("report-topics")).to_be_visible()
    expect(page.get_by_test_id("print")).to_be_visible()
    with page.expect_download() as saving:
        keyed(page, "report-csv").get_by_role("button").click()
    file = folder / saving.value.suggested_filename
    saving.value.save_as(file)
    assert PREPARED in file.read_text("utf-8-sig")
    table.locator(f"a[href$='student={students[0]}']").click()
    expect(page).to_have_url(re.compile(rf"progress-report\?student={students[0]}$"), timeout=PATIENCE)
    expect(page.get_by_role("heading", name=re.compile("Progress report: "))).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)


def take_reports_along(page: Page, folder: Path) -> None:
    """The tables of the API, as CSV and as PDF."""
    for name, begins in (("student-progress-csv", b"\xef\xbb\xbf"), ("faculty-performance-pdf", b"%PDF")):
        with page.expect_download() as saving:
            keyed(page, name).get_by_role("button").click()
        file = folder / saving.value.suggested_filename
        saving.value.save_as(file)
        assert file.read_bytes().startswith(begins)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_facultys_day(browser: Browser, running: Installation, viewport: dict[str, int], tmp_path: Path) -> None:
    session_id, students = make_class(running)
    context, watched = open_page(browser, running, viewport)
    log_in(watched.page, running, "faculty")
    page = watched.page
    opened(page, running, "today", "Today")
    page.get_by_test_id(f"session-{session_id}").click()
    expect(page.get_by_test_id("attendance-sheet")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid^=class-topic-]").first).to_be_visible(timeout=PATIENCE)
    settled(page)
    mark_a_session(page, running, session_id, students)
    write_notes(page, session_id)
    read_the_report(watched, tmp_path, students)

    opened(page, running, "my-students", "My students")
    page.get_by_test_id("student-list").get_by_role("link").first.click()
    expect(page.get_by_test_id("topic-map").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("link", name="Progress report to print")).to_be_visible()
    opened(page, running, "alerts", "Who needs me")

    opened(page, running, "my-hours", "My hours")
    expect(page.get_by_test_id("stMetric").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("heading", name=re.compile("of the available hours were taught"))).to_be_visible()
    opened(page, running, "my-feedback", "Feedback about you")

    opened(page, running, "my-reports", "Reports")
    expect(page.get_by_test_id("session-reports").get_by_role("link").first).to_be_visible(timeout=PATIENCE)
    take_reports_along(page, tmp_path)
    page.get_by_test_id("batch-reports").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=re.compile("Progress report: "))).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()


@pytest.mark.alone
def test_two_devices_agree_and_nobody_is_overwritten_unasked(browser: Browser, running: Installation) -> None:
    session_id, students = make_class(running)
    devices = []
    for viewport in (PHONE, DESKTOP):
        context, watched = open_page(browser, running, viewport)
        log_in(watched.page, running, "faculty")
        open_sheet(watched.page, running, session_id)
        settled(watched.page)
        devices.append((context, watched))
    here, there = (watched.page for _context, watched in devices)
    took = []
    for place, (tapped, seen) in enumerate(((here, there), (there, here), (here, there))):
        mark = f"mark-{students[place]}-absent"
        begun = time.monotonic()
        tapped.get_by_test_id(mark).click()
        expect(seen.get_by_test_id(mark)).to_have_attribute("aria-pressed", "true", timeout=10_000)
        took.append(time.monotonic() - begun)
    assert max(took) <= AGREE_WITHIN_SECONDS, took
    # One of them loses the network; meanwhile the other changes the same mark.
    mine, theirs = f"mark-{students[0]}-late", f"mark-{students[0]}-present"
    devices[0][0].set_offline(True)
    here.get_by_test_id(mine).click()
    expect(here.get_by_test_id("save-status")).to_contain_text("Offline", timeout=10_000)
    there.get_by_test_id(theirs).click()
    expect(there.get_by_test_id("save-status")).to_contain_text("Saved", timeout=10_000)
    devices[0][0].set_offline(False)
    expect(here.get_by_text("Somebody else changed a mark")).to_be_visible(timeout=40_000)
    expect(there.get_by_test_id(theirs)).to_have_attribute("aria-pressed", "true")
    here.get_by_role("button", name="Keep mine").click()
    expect(there.get_by_test_id(mine)).to_have_attribute("aria-pressed", "true", timeout=10_000)
    expect(here.get_by_test_id("save-status")).to_contain_text("Saved", timeout=10_000)
    for context, _watched in devices:
        context.close()


@pytest.mark.alone
def test_two_open_tabs_of_one_sheet_agree(browser: Browser, running: Installation) -> None:
    session_id, students = make_class(running)
    context, watched = open_page(browser, running, PHONE)
    here = watched.page
    log_in(here, running, "faculty")
    open_sheet(here, running, session_id)
    there = context.new_page()
    open_sheet(there, running, session_id)
    settled(there)
    took = []
    for place, (tapped, seen) in enumerate(((here, there), (there, here), (here, there))):
        mark = f"mark-{students[place]}-absent"
        # Who taps has that tab before him: a browser draws one in the background once a second, and a tap waits for it.
        tapped.bring_to_front()
        begun = time.monotonic()
        tapped.get_by_test_id(mark).click()
        expect(seen.get_by_test_id(mark)).to_have_attribute("aria-pressed", "true", timeout=10_000)
        took.append(time.monotonic() - begun)
        # Nobody taps in both at once: the next one begins when this one is saved and both have looked again.
        for tab in (here, there):
            expect(tab.get_by_test_id(f"student-{students[place]}")).not_to_contain_text(
                "Not saved yet", timeout=10_000
            )
        settled(there)
    assert max(took) <= AGREE_WITHIN_SECONDS, took
    # What one tab has changed the other can change again: nobody is asked who is right.
    there.get_by_test_id(f"mark-{students[0]}-present").click()
    expect(here.get_by_test_id(f"mark-{students[0]}-present")).to_have_attribute("aria-pressed", "true", timeout=10_000)
    expect(there.get_by_test_id("save-status")).to_contain_text("Saved", timeout=10_000)
    assert watched.errors == []
    context.close()


def test_a_finished_batch_is_told_of_since_it_began(browser: Browser, running: Installation) -> None:
    with running.client("admin") as api:
        answer = api.get("/batches", params={"status": "completed", "limit": 1})
        [batch] = answer.raise_for_status().json()["items"]
        answer = api.get(f"/batches/{batch['id']}/members", params={"limit": 200})
        members = [str(one["student_id"]) for one in answer.raise_for_status().json()["items"]]
    minutes = running.published(
        f"""
        select sum(delivered_minutes) from marts.fct_attendance
        where student_id in ({", ".join(members)}) and subject_id = {batch["subject_id"]}
            and session_date >= date '{batch["start_date"]}'
        group by student_id
        """
    )
    context, watched = open_page(browser, running, PHONE)
    log_in(watched.page, running, "admin")
    opened(watched.page, running, f"progress-report?batch={batch['id']}", re.compile("Progress report: "))
    told = watched.page.get_by_test_id("report-batch").inner_text()
    shown = [float(hours) for hours in re.findall(r"([\d.]+) h", told)]
    assert len(shown) == len(members)
    assert sorted(shown) == pytest.approx(sorted(float(one) / 60 for (one,) in minutes), abs=0.051)
    expect(watched.page.get_by_text("Attendance and hours are those since")).to_be_visible()
    context.close()
