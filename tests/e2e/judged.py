"""What every page is held to: it fits, the console is silent, axe finds nothing serious, nothing of others comes."""

from typing import Any

import psycopg
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.installation import Installation
from tests.e2e.screen import PATIENCE, Watched, no_sideways_scroll, settled
from tests.e2e.wire import words_by_scope
from warehouse.scope import Viewer
from warehouse.vocabulary import Role


def announced(role: Role) -> str:
    """A role as `headway up` names it."""
    return role.value.replace("_", " ")


def open_address(page: Page, installation: Installation, address: str) -> None:
    """Opens a page by its address, as a bookmark does."""
    page.goto(f"{installation.dashboards}/{address}")
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


def viewer_of(running: Installation, role: Role) -> Viewer:
    """Who the demo institute's person of a role is."""
    with running.client(announced(role)) as api:
        told = api.get("/auth/me").raise_for_status().json()
    return Viewer(
        user_id=told["id"],
        role=role,
        campus_id=(told["campus"] or {}).get("id"),
        student_id=told.get("student_id"),
        faculty_id=told.get("faculty_id"),
    )


def outside(running: Installation, viewer: Viewer) -> tuple[set[str], set[str]]:
    """Words of people within and outside of a viewer's scope."""
    with psycopg.connect(running.database_url()) as connection:
        return words_by_scope(connection, viewer)
