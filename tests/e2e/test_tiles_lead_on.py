"""Every tile of every page, followed by everybody: it opens something that is there, and nothing that is broken."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.pages_table import pages_of
from tests.e2e.installation import Installation
from tests.e2e.screen import DESKTOP, PATIENCE, PHONE, log_in, no_sideways_scroll, open_page, settled
from warehouse.vocabulary import Role

pytestmark = pytest.mark.e2e

TILES = ".st-key-tiles [class*='st-key-tile-']"
# Behind nothing there is nothing.
NOTHING = re.compile(r"^(–|0|0\.0|0%|0\.0%)$")


def announced(role: Role) -> str:
    """A role as `headway up` names it."""
    return role.value.replace("_", " ")


def at(page: Page, installation: Installation, address: str) -> None:
    """Opens an address and waits until it is drawn."""
    page.goto(urljoin(f"{installation.dashboards}/", address))
    expect(page.get_by_test_id("person-name").first).to_be_attached(timeout=PATIENCE)
    settled(page)


def known_addresses(installation: Installation, role: Role) -> list[str]:
    """The pages of a role; those that are of one session with such a session."""
    found = [f"/{rule.url_path}" for rule in pages_of(role)]
    if role in (Role.ADMIN, Role.FACULTY):
        with installation.client(announced(role)) as api:
            query = {"status": "completed", "sort": "-date", "limit": 1}
            held = api.get("/sessions", params=query).raise_for_status().json()["items"][0]["id"]
        found.append(f"/session-report?session={held}")
    return found


def behind_tiles(page: Page) -> dict[str, str]:
    """The address behind each tile by its label; empty of those that count nothing. No tile is without one."""
    found = {}
    for tile in page.locator(TILES).all():
        label = tile.get_by_test_id("stMetricLabel").inner_text().strip()
        value = tile.get_by_test_id("stMetricValue").inner_text().strip()
        link = tile.get_by_role("link", name=re.compile("open what lies behind"))
        assert link.count() == 1, f"{label} of {page.url} opens nothing"
        found[label] = "" if NOTHING.match(value) else str(link.get_attribute("href"))
    assert len(found) == page.get_by_test_id("stMetric").count(), f"a figure of {page.url} is no tile"
    return found


def faults(page: Page) -> list[str]:
    """What is wrong with what a tile has opened."""
    found = []
    if page.get_by_test_id("stException").count() or page.get_by_test_id("stAlertContentError").count():
        found.append("error")
    standing = page.get_by_test_id("empty-state").filter(visible=True)
    # Where figures stand above, one of the lists below them may be empty, such as themes of a few answers.
    if standing.count() and not page.get_by_test_id("stMetric").count():
        found.append(standing.first.inner_text())
    if "404" in page.title() or page.get_by_text("Page not found").count():
        found.append("no such page")
    return found


@pytest.mark.parametrize("role", list(Role))
def test_every_tile_leads_somewhere(browser: Browser, looked_at: Installation, role: Role) -> None:
    context, watched = open_page(browser, looked_at, DESKTOP)
    page = watched.page
    log_in(page, looked_at, announced(role))
    wrong: dict[str, list[str]] = {}
    followed = 0
    for address in known_addresses(looked_at, role):
        at(page, looked_at, address)
        for label, behind in behind_tiles(page).items():
            if not behind:
                continue
            at(page, looked_at, behind)
            followed += 1
            if found := faults(page):
                wrong[f"{address}: {label} → {behind}"] = found
    context.close()
    assert wrong == {}
    assert followed >= {Role.STUDENT: 0, Role.COUNSELOR: 3, Role.FACULTY: 6}.get(role, 20)


def test_a_student_s_topics_lead_on(browser: Browser, looked_at: Installation) -> None:
    context, watched = open_page(browser, looked_at, PHONE)
    page = watched.page
    log_in(page, looked_at, "student")
    at(page, looked_at, "/my-progress")
    topics = page.get_by_test_id("topic-map").first.get_by_role("link")
    addresses = {str(link.get_attribute("href")) for link in topics.all()}
    assert addresses
    for address in addresses:
        at(page, looked_at, address)
        assert not page.get_by_test_id("stException").count()
        assert no_sideways_scroll(page)
    context.close()


def test_a_tile_is_opened_by_a_tap_anywhere_on_it_and_by_the_keyboard(
    browser: Browser, looked_at: Installation
) -> None:
    context, watched = open_page(browser, looked_at, PHONE)
    page = watched.page
    log_in(page, looked_at, "admin")
    at(page, looked_at, "/overview")
    tile = page.locator(".st-key-tile-attendance")
    box = tile.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_test_id("rows-of-attendance")).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)
    # From the rows on to whom they are of.
    row = page.get_by_test_id("rows-of-attendance").get_by_role("link").first
    at(page, looked_at, str(row.get_attribute("href")))
    assert faults(page) == []
    at(page, looked_at, "/overview")
    page.locator(".st-key-tile-at-risk").get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/at-risk?*band=high*", timeout=PATIENCE)
    context.close()


def test_names_and_needs_lead_on(browser: Browser, looked_at: Installation) -> None:
    context, watched = open_page(browser, looked_at, DESKTOP)
    page = watched.page
    log_in(page, looked_at, "admin")
    at(page, looked_at, "/at-risk?band=medium")
    name = page.get_by_test_id("risk-list").get_by_role("link").first
    at(page, looked_at, str(name.get_attribute("href")))
    assert faults(page) == []
    expect(page.get_by_role("link", name="Progress report to print")).to_be_visible(timeout=PATIENCE)
    at(page, looked_at, "/overview")
    calls = page.get_by_test_id("needs").get_by_role("link", name=re.compile("follow-ups? (is|are) overdue"))
    if calls.count():
        at(page, looked_at, str(calls.first.get_attribute("href")))
        expect(page.get_by_role("button", name="Note what came of it").first).to_be_visible(timeout=PATIENCE)
    context.close()
