"""The counselor's flow: somebody asks, is called, moves through the pipeline, and is a student with an invitation."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Installation
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
    typed,
)

pytestmark = pytest.mark.e2e


def note_inquiry(page: Page, name: str, phone: str) -> int:
    """Fills in the form of a new inquiry, and returns the id under which it was opened."""
    expect(page.get_by_role("heading", name="New inquiry")).to_be_visible(timeout=PATIENCE)
    typed(page, "new-name", name)
    typed(page, "new-phone", phone)
    assert no_sideways_scroll(page)
    keyed(page, "new-save").get_by_role("button").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=PATIENCE)
    found = re.search(r"inquiry=(\d+)", page.url)
    assert found is not None, page.url
    return int(found[1])


def note_contact(page: Page) -> None:
    """Reached; a few words; again tomorrow."""
    form = keyed(page, "contact-form")
    form.get_by_role("radio", name="✓ Reached").or_(form.get_by_role("button", name="✓ Reached")).first.click()
    expect(form.get_by_label("Note")).to_be_visible(timeout=PATIENCE)
    form.get_by_label("Note").fill("Wants to see a class")
    form.get_by_label("Note").press("Tab")
    form.get_by_text("Tomorrow", exact=True).click()
    settled(page)
    form.get_by_role("button", name="Save").click()
    timeline = page.get_by_test_id("timeline")
    expect(timeline).to_contain_text("Wants to see a class", timeout=PATIENCE)
    expect(timeline).to_contain_text("Call: planned")
    expect(page.get_by_test_id("lead-head")).to_contain_text("Follow-up planned")


def move_on_the_board(page: Page, installation: Installation, name: str, inquiry_id: int, *, is_phone: bool) -> None:
    """Finds the card by search, moves it with one click, and sees it in the other stage."""
    page.goto(f"{installation.dashboards}/pipeline")
    expect(page.get_by_role("heading", name="Pipeline")).to_be_visible(timeout=PATIENCE)
    typed(page, "q", name)
    expect(page.get_by_test_id("count-follow_up_scheduled")).to_have_text("1", timeout=PATIENCE)
    # The view can be shared.
    expect(page).to_have_url(re.compile(r"[?&]q="))
    # A phone shows the stage in which somebody was found.
    card = keyed(page, f"lead-{inquiry_id}")
    expect(card).to_be_visible(timeout=PATIENCE)
    if is_phone:
        keyed(page, "board-stages").get_by_text("Contacted 0").click()
        expect(card).to_be_hidden(timeout=PATIENCE)
        keyed(page, "board-stages").get_by_text("Follow-up planned 1").click()
        expect(card).to_be_visible(timeout=PATIENCE)
    expect(keyed(page, f"plan-{inquiry_id}")).to_have_count(0)
    keyed(page, f"contacted-{inquiry_id}").get_by_role("button").click()
    expect(page.get_by_test_id("count-contacted")).to_have_text("1", timeout=PATIENCE)
    assert no_sideways_scroll(page)
    if is_phone:
        keyed(page, "board-stages").get_by_text("Contacted 1").click()
    keyed(page, f"enrol-{inquiry_id}").get_by_role("button").click()


def enrol(page: Page, taken: str, email: str) -> None:
    """A refused e-mail loses nothing that was typed; then all of it is saved."""
    expect(page.get_by_role("heading", name="Enrol", exact=False).first).to_be_visible(timeout=PATIENCE)
    subjects = keyed(page, "enrol-subjects").get_by_role("combobox")
    subjects.click()
    page.get_by_role("option").filter(has_not_text="Select all").first.click()
    page.keyboard.press("Escape")
    paid = page.get_by_label("Paid now")
    expect(paid).to_be_visible(timeout=PATIENCE)
    paid.fill("1000")
    paid.press("Tab")
    expect(page.get_by_text("Paid by")).to_be_visible(timeout=PATIENCE)
    typed(page, "enrol-email", taken)
    settled(page)
    keyed(page, "enrol-save").get_by_role("button").click()
    expect(page.get_by_text("Nothing was saved")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("Paid now")).to_have_value(re.compile("1000"))
    assert no_sideways_scroll(page)
    typed(page, "enrol-email", email)
    settled(page)
    keyed(page, "enrol-save").get_by_role("button").click()
    expect(page.get_by_text("is a student")).to_be_visible(timeout=PATIENCE)
    keyed(page, "invite").get_by_role("button").click()
    expect(page.get_by_test_id("stCode")).to_be_visible(timeout=PATIENCE)
    assert no_sideways_scroll(page)


def look_at_the_calls(page: Page, installation: Installation) -> None:
    """Who most likely enrols comes first, with the chance and why; a name leads to the inquiry."""
    opened(page, installation, "calls", "Calls")
    first = page.get_by_test_id("call-list").first
    expect(first).to_contain_text(re.compile(r"\d+%"))
    first.get_by_role("link").first.click()
    expect(page.get_by_test_id("lead-head")).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile(r"[?&]inquiry=\d+"))


def look_at_the_figures(page: Page, installation: Installation) -> None:
    """How one does beside the campus, points, and a report to take along."""
    opened(page, installation, "conversion", "Conversion")
    expect(page.locator(".st-key-chart-funnel")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile("^campus ")).first).to_be_visible(timeout=PATIENCE)
    opened(page, installation, "rewards", "Rewards and penalties")
    opened(page, installation, "reports?report=Leads+and+conversion&period=A+year", "Reports")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=PATIENCE)
    header, *rows = lines(saved(keyed(page, "crm-metrics-csv").get_by_role("button")))
    assert any("Conversion" in row or "conversion_rate" in row for row in (header, *rows[:6]))
    assert len(rows) > 1
    assert saved(keyed(page, "crm-metrics-pdf").get_by_role("button")).path().read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_somebody_who_asks_becomes_a_student(browser: Browser, running: Installation, viewport: dict[str, int]) -> None:
    one = uuid4().int
    name, phone = f"Asker {one % 10**8}", f"+91 {one % 10**10:010}"
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "counselor")
    look_at_the_calls(page, running)
    page.goto(f"{running.dashboards}/new-inquiry")
    inquiry_id = note_inquiry(page, name, phone)
    note_contact(page)
    assert no_sideways_scroll(page)
    move_on_the_board(page, running, name, inquiry_id, is_phone=viewport is PHONE)
    enrol(page, running.login("student")[0], f"asker{one % 10**8}@example.org")

    with running.client("counselor") as api:
        inquiry = api.get(f"/crm/inquiries/{inquiry_id}").json()
        assert [stage["to_status"] for stage in inquiry["stages"]] == [
            "new",
            "follow_up_scheduled",
            "contacted",
            "enrolled",
        ]
        student = api.get(f"/students/{inquiry['student_id']}").json()
        assert f"{student['first_name']} {student['last_name']}" == name
        assert student["active_enrollments"] == 1
        [payment] = api.get("/payments", params={"student_id": student["id"]}).json()["items"]
        assert payment["amount"] == "1000.00"

    # Whoever asks under the same number is known, however it is written.
    page.goto(f"{running.dashboards}/new-inquiry")
    expect(page.get_by_role("heading", name="New inquiry")).to_be_visible(timeout=PATIENCE)
    keyed(page, "new-phone").locator("input").fill(phone.removeprefix("+91 "))
    expect(page.get_by_text("Known already")).to_be_visible(timeout=PATIENCE)
    look_at_the_figures(page, running)
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()


def test_on_a_phone_the_names_come_before_the_chart(browser: Browser, running: Installation) -> None:
    context, watched = open_page(browser, running, PHONE)
    log_in(watched.page, running, "counselor")
    watched.page.goto(f"{running.dashboards}/calls")
    names = watched.page.get_by_test_id("call-list").first
    chart = watched.page.locator(".st-key-chart-expected-by-calls")
    expect(names).to_be_visible(timeout=PATIENCE)
    expect(chart).to_be_attached(timeout=PATIENCE)
    first, second = names.bounding_box(), chart.bounding_box()
    assert first is not None
    assert second is not None
    assert first["y"] < second["y"]
    context.close()
