"""The administrator's flow: what needs me, how hours are used, people let in and out, rules, imports, who did what."""

import re
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.screen import (
    DESKTOP,
    PATIENCE,
    PHONE,
    keyed,
    log_in,
    no_sideways_scroll,
    open_page,
    opened,
    settled,
    typed,
)

pytestmark = pytest.mark.e2e

PASSWORD = "a few words together"  # noqa: S105 - of an account that this test makes


def look_at_the_hours(page: Page, installation: Installation) -> None:
    """The title says the finding, and a name leads to the sessions behind it."""
    opened(page, installation, "faculty-load", "Faculty load")
    expect(page.get_by_role("heading", name=re.compile("of the available hours were taught"))).to_be_visible()
    name = page.get_by_test_id("faculty-load").get_by_role("link").first
    who = name.inner_text()
    name.click()
    expect(page.get_by_role("heading", name=f"Sessions of {who}")).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile(r"[?&]faculty=\d+"))
    settled(page)
    assert no_sideways_scroll(page)


def help_somebody(page: Page, installation: Installation) -> None:
    """From a risk with its reasons to help that somebody does until a day, and to what came of it."""
    opened(page, installation, "at-risk", "At risk")
    begin = page.locator("[class*=st-key-help-]").filter(has=page.get_by_role("button", name="Begin to help")).first
    key = re.search(r"st-key-help-(\d+)", begin.get_attribute("class") or "")
    assert key is not None
    begin.get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
    keyed(page, "help-action").get_by_text("Meeting", exact=True).click()
    settled(page)
    assert no_sideways_scroll(page)
    keyed(page, "help-save").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    with installation.client("admin") as api:
        planned = api.get("/interventions", params={"enrollment_id": key[1], "status": "planned"}).json()["items"]
    assert [one["action"] for one in planned] == ["meeting"]
    opened(page, installation, "at-risk?tab=helping", "At risk")
    keyed(page, f"outcome-{planned[0]['id']}").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
    keyed(page, "outcome").get_by_text("Came back", exact=True).click()
    settled(page)
    keyed(page, "outcome-save").get_by_role("button").click()
    expect(keyed(page, f"outcome-{planned[0]['id']}")).to_have_count(0, timeout=PATIENCE)


def look_ahead_and_listen(page: Page, installation: Installation) -> None:
    """Where hours will be short, and what is to be done about what students say."""
    opened(page, installation, "capacity", "Capacity")
    expect(keyed(page, "chart-capacity-hours")).to_be_visible(timeout=PATIENCE)
    title = f"Mend the projector {uuid4().int % 10**8}"
    opened(page, installation, "feedback", "Feedback")
    page.get_by_role("button", name="New action item").click()
    field = page.get_by_role("textbox", name="What is to be done?")
    field.fill(title)
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    expect(page.get_by_text(title).first).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)


def invite(page: Page, installation: Installation, name: str, email: str) -> str:
    """Makes a counselor's account, and returns the code that is shown once."""
    opened(page, installation, "users", "Users")
    keyed(page, "invite-open").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
    typed(page, "invite-first", name)
    typed(page, "invite-email", email)
    settled(page)
    assert no_sideways_scroll(page)
    keyed(page, "invite-save").get_by_role("button").click()
    code = page.get_by_role("dialog").get_by_test_id("stCode")
    expect(code).to_be_visible(timeout=PATIENCE)
    told = code.inner_text().strip()
    keyed(page, "invite-done").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    return told


def set_password(browser: Browser, installation: Installation, code: str, viewport: dict[str, int]) -> None:
    """Whoever was invited sets a password with the code, and is logged in."""
    context, watched = open_page(browser, installation, viewport)
    page = watched.page
    page.get_by_test_id("first-time").click()
    page.get_by_test_id("code").fill(code)
    page.get_by_test_id("code-submit").click()
    for again in (f"{PASSWORD}!", PASSWORD):
        expect(page.get_by_test_id("new-password")).to_be_visible(timeout=PATIENCE)
        assert no_sideways_scroll(page)
        page.get_by_test_id("new-password").fill(PASSWORD)
        page.get_by_test_id("new-password-again").fill(again)
        page.get_by_test_id("password-submit").click()
        if again != PASSWORD:
            expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible(timeout=PATIENCE)
    context.close()


def suspend(page: Page, installation: Installation, name: str) -> None:
    """Finds the account by name and closes it."""
    opened(page, installation, f"users?q={name}", "Users")
    page.get_by_role("button", name="Manage").first.click()
    expect(page.get_by_role("dialog")).to_contain_text(name, timeout=PATIENCE)
    keyed(page, "user-status").get_by_role("button").click()
    expect(page.get_by_text("■ Suspended")).to_be_visible(timeout=PATIENCE)


def choose_and_take_back(page: Page, installation: Installation) -> None:
    """A threshold of the campus is chosen, says by whom, and is taken back."""
    opened(page, installation, "settings", "Settings")
    field = page.get_by_role("spinbutton", name="Late after (minutes)")
    field.fill("17")
    field.press("Tab")
    settled(page)
    keyed(page, "thresholds-save").get_by_role("button").click()
    expect(page.get_by_text(re.compile("chosen by"))).to_be_visible(timeout=PATIENCE)
    keyed(page, "back-late_after_minutes").get_by_role("button").click()
    expect(page.get_by_text(re.compile("taken back by"))).to_be_visible(timeout=PATIENCE)
    assert no_sideways_scroll(page)


def import_files(page: Page, installation: Installation, folder: Path, name: str) -> None:
    """A faulty file writes nothing and says where; the mended one is checked, then imported."""
    opened(page, installation, "imports", "Imports")
    with installation.client("super admin") as api:
        code = api.get("/campuses").json()["items"][0]["code"]
    file = folder / "holidays.csv"
    file.write_text(f"campus,date,name\n{code},the first,{name}\n")
    page.locator("input[type=file]").set_input_files(file)
    keyed(page, "import-check").get_by_role("button", disabled=False).click()
    expect(page.get_by_text("1 error found: nothing was written.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="All errors as a file")).to_be_visible()
    assert no_sideways_scroll(page)
    # Far ahead, so that two runs do not meet on one day.
    year, day = 2030 + uuid4().int % 60, 1 + uuid4().int % 28
    file.write_text(f"campus,date,name\n{code},{year}-12-{day:02},{name}\n")
    opened(page, installation, "imports", "Imports")
    page.locator("input[type=file]").set_input_files(file)
    keyed(page, "import-check").get_by_role("button", disabled=False).click()
    expect(page.get_by_text("Without fault.")).to_be_visible(timeout=PATIENCE)
    settled(page)
    keyed(page, "import-write").get_by_role("button", disabled=False).click()
    expect(page.get_by_text("Imported.", exact=False).first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("import-past")).to_contain_text("holidays", timeout=PATIENCE)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_admins_day(browser: Browser, running: Installation, viewport: dict[str, int]) -> None:
    one = uuid4().int % 10**8
    name, email = f"Invited{one}", f"invited{one}@example.org"
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "admin")
    opened(page, running, "overview", "Overview")
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible(timeout=PATIENCE)
    page.get_by_test_id("needs").get_by_role("link").first.click()
    expect(page).not_to_have_url(re.compile("/overview"), timeout=PATIENCE)
    look_at_the_hours(page, running)
    help_somebody(page, running)
    look_ahead_and_listen(page, running)
    opened(page, running, "revenue", "Revenue")
    opened(page, running, "data-quality", "Data quality")
    code = invite(page, running, name, email)
    set_password(browser, running, code, viewport)
    suspend(page, running, name)
    refused = httpx.post(f"{running.api}/auth/login", data={"username": email, "password": PASSWORD}, timeout=30)
    assert refused.status_code == 403
    choose_and_take_back(page, running)
    opened(page, running, "holidays", "Holidays")
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_super_admin_imports_and_sees_who_did_what(
    browser: Browser, running: Installation, viewport: dict[str, int], tmp_path: Path
) -> None:
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "super admin")
    import_files(page, running, tmp_path, f"Day {uuid4().int % 10**8}")
    opened(page, running, "audit?what=import.completed", "Audit trail")
    expect(page.get_by_test_id("audit-events")).to_contain_text("Import completed", timeout=PATIENCE)
    opened(page, running, "campuses", "Campuses")
    opened(page, running, "system-health", "System health")
    expect(page.get_by_test_id("health-checks")).to_contain_text("Nobody waits", timeout=PATIENCE)
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()
