"""Every page, opened by everybody: it fits, the console is silent, axe finds nothing serious, and nothing leaks."""

import pytest
from playwright.sync_api import Browser

from dashboards.pages_table import PAGES, pages_of
from tests.e2e.installation import Installation
from tests.e2e.judged import announced, faults, open_address, outside, viewer_of
from tests.e2e.screen import DESKTOP, PHONE, log_in, open_page
from tests.e2e.wire import Wire
from warehouse.vocabulary import Role

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_fits_a_dark_phone_and_can_be_used_by_everybody(
    browser: Browser, looked_at: Installation, role: Role
) -> None:
    context, watched = open_page(browser, looked_at, PHONE, is_dark=True)
    log_in(watched.page, looked_at, announced(role))
    wrong: dict[str, list[str]] = {}
    for rule in pages_of(role):
        watched.errors.clear()
        open_address(watched.page, looked_at, rule.url_path)
        if found := faults(watched):
            wrong[rule.url_path] = found
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("role", list(Role))
def test_every_page_fits_a_desktop_and_nothing_outside_the_role_s_scope_is_on_the_wire(
    browser: Browser, looked_at: Installation, role: Role
) -> None:
    """Of pages that are not the role's only that nothing of others comes."""
    own, others = outside(looked_at, viewer_of(looked_at, role))
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
        open_address(watched.page, looked_at, rule.url_path)
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
