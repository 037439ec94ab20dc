"""Every page, opened by everybody: it fits, the console is silent, axe finds nothing serious, and nothing leaks."""

from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboards.access import PAGES, PageRule, pages_of
from tests.e2e.installation import Installation
from tests.e2e.screen import DESKTOP, PHONE, log_in, no_sideways_scroll, open_page, settled
from tests.e2e.wire import Wire, words_by_scope
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

pytestmark = pytest.mark.e2e

PATIENCE = 60_000


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


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("viewport", "is_dark"), [(PHONE, True), (DESKTOP, False)], ids=["dark phone", "desktop"])
def test_every_page_of_a_role_fits_and_can_be_used_by_everybody(
    browser: Browser, running: Installation, role: Role, viewport: dict[str, int], is_dark: bool
) -> None:
    context, watched = open_page(browser, running, viewport, is_dark=is_dark)
    log_in(watched.page, running, announced(role))
    wrong: dict[str, list[str]] = {}
    for rule in pages_of(role):
        watched.errors.clear()
        open_address(watched.page, running, rule)
        found = serious(watched.page) + watched.errors + watched.left_the_origin
        if not no_sideways_scroll(watched.page):
            found.append("scrolls sideways")
        if watched.page.get_by_test_id("stException").count():
            found.append(watched.page.get_by_test_id("stException").first.inner_text())
        if found:
            wrong[rule.url_path] = found
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPER_ADMIN])
def test_nothing_outside_a_role_s_scope_is_on_the_wire(browser: Browser, running: Installation, role: Role) -> None:
    with running.client(announced(role)) as api, psycopg.connect(running.database_url()) as connection:
        told = api.get("/auth/me").json()
        viewer = Viewer(
            user_id=told["id"],
            role=role,
            campus_id=(told["campus"] or {}).get("id"),
            student_id=told.get("student_id"),
            faculty_id=told.get("faculty_id"),
        )
        own, others = words_by_scope(connection, viewer)
    assert len(others) > 100, "too few people outside the scope to prove anything"
    context, watched = open_page(browser, running, DESKTOP)
    log_in(watched.page, running, announced(role))
    leaked: dict[str, list[str]] = {}
    is_own_seen = False
    for rule in PAGES:
        wire = Wire(watched.page)
        open_address(watched.page, running, rule)
        assert wire.content, rule.url_path
        content = wire.content
        is_own_seen |= any(word.encode() in content for word in own)
        found = sorted(word for word in others if word.encode() in content)
        if found:
            leaked[rule.url_path] = found[:5]
    context.close()
    # What is looked for can be found: the names of one's own are there.
    assert is_own_seen
    assert leaked == {}
