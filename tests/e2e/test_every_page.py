"""Every page, opened by everybody: it fits, the console is silent, axe finds nothing serious, and nothing leaks."""

from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboards.access import PAGES, PageRule, pages_of
from tests.e2e.installation import Installation
from tests.e2e.screen import DESKTOP, PATIENCE, PHONE, Watched, log_in, no_sideways_scroll, open_page, settled
from tests.e2e.wire import Wire, words_by_scope
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

pytestmark = pytest.mark.e2e


def announced(role: Role) -> str:
    """A role as `headway up` names it."""
    return role.value.replace("_", " ")


def open_address(page: Page, installation: Installation, rule: PageRule) -> None:
    """Opens a page by its address, as a bookmark does."""
    page.goto(f"{installation.dashboards}/{rule.url_path}")
    expect(page.get_by_test_id("person-name").first).to_be_attached(timeout=PATIENCE)
    settled(page)


def serious(page: Page) -> list[str]:
    """What axe-core holds for serious or critical: rule, element, and why."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def outside(running: Installation, role: Role) -> tuple[set[str], set[str]]:
    """Words of people within and outside of a role's scope."""
    with running.client(announced(role)) as api, psycopg.connect(running.database_url()) as connection:
        told = api.get("/auth/me").json()
        viewer = Viewer(
            user_id=told["id"],
            role=role,
            campus_id=(told["campus"] or {}).get("id"),
            student_id=told.get("student_id"),
            faculty_id=told.get("faculty_id"),
        )
        return words_by_scope(connection, viewer)


def faults(watched: Watched) -> list[str]:
    """What is wrong with the page that is open."""
    page = watched.page
    expect(page.get_by_test_id("page-export")).to_be_visible(timeout=PATIENCE)
    found = serious(page) + watched.errors + watched.left_the_origin
    if not no_sideways_scroll(page):
        found.append("scrolls sideways")
    if page.get_by_test_id("stException").count():
        found.append(page.get_by_test_id("stException").first.inner_text())
    return found


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_fits_a_dark_phone_and_can_be_used_by_everybody(
    browser: Browser, looked_at: Installation, role: Role
) -> None:
    context, watched = open_page(browser, looked_at, PHONE, is_dark=True)
    log_in(watched.page, looked_at, announced(role))
    wrong: dict[str, list[str]] = {}
    for rule in pages_of(role):
        watched.errors.clear()
        open_address(watched.page, looked_at, rule)
        if found := faults(watched):
            wrong[rule.url_path] = found
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("role", list(Role))
def test_every_page_fits_a_desktop_and_nothing_outside_the_role_s_scope_is_on_the_wire(
    browser: Browser, looked_at: Installation, role: Role
) -> None:
    """Of pages that are not the role's only that nothing of others comes."""
    own, others = outside(looked_at, role)
    # A super admin may see everybody.
    assert len(others) > 100 or role is Role.SUPER_ADMIN, "too few people outside the scope to prove anything"
    context, watched = open_page(browser, looked_at, DESKTOP)
    wire = Wire(watched.page)
    log_in(watched.page, looked_at, announced(role))
    wrong: dict[str, list[str]] = {}
    is_own_seen = False
    for rule in PAGES:
        watched.errors.clear()
        wire.taken()
        open_address(watched.page, looked_at, rule)
        found = faults(watched) if rule in pages_of(role) else []
        content = wire.taken()
        assert content, rule.url_path
        is_own_seen |= any(word.encode() in content for word in own)
        found += sorted(f"leaked: {word}" for word in others if word.encode() in content)[:5]
        if found:
            wrong[rule.url_path] = found
    context.close()
    # What is looked for can be found: the names of one's own are there.
    assert is_own_seen
    assert wrong == {}
