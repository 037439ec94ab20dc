"""Whoever reads Hindi reads Hindi: the language is chosen in the menu and kept, and no English sentence is left."""

import re

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect

from dashboards.language import catalogue_file
from dashboards.pages_table import pages_of
from tests.e2e.installation import Installation
from tests.e2e.screen import DESKTOP, PATIENCE, PHONE, log_in, no_sideways_scroll, open_page, settled
from warehouse.vocabulary import Role

pytestmark = pytest.mark.e2e

# All text on screen, that of the components too, which live in shadow roots; not what is marked as English, such as
# dbt's documentation.
_TEXT = """
() => {
  const parts = [];
  const walk = (node) => {
    if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(node.nodeName) || node.lang === "en") return;
    if (node.nodeType === Node.TEXT_NODE) parts.push(node.textContent);
    if (node.ariaLabel) parts.push(node.ariaLabel);
    if (node.shadowRoot) walk(node.shadowRoot);
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return parts.join(" ").replace(/\\s+/g, " ");
}
"""
# Two words and more, so that a subject of the institute that is called like a button is no finding.
_SENTENCE = re.compile(r"[A-Za-z'’]+(?:[ ,:;-]+[A-Za-z'’]+)+")


def english_sentences() -> list[str]:
    """The parts between placeholders of every text of the catalogue."""
    with catalogue_file("hi").open("rb") as source:
        messages = [message for message in read_po(source, locale="hi") if message.id]
    texts = [text for one in messages for text in (one.id if isinstance(one.id, tuple) else (one.id,))]
    parts = [part for text in texts for part in re.split(r"\{\w+\}|\$\w+|\*\*", text)]
    return sorted({found for part in parts for found in _SENTENCE.findall(part) if len(found) >= 10})


def choose_hindi(page: Page, viewport: dict[str, int]) -> None:
    """By the menu, as a person does it; on a phone the menu is behind a button."""
    if viewport is PHONE:
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("language").select_option("hi")
    expect(page.locator("html")).to_have_attribute("lang", "hi", timeout=PATIENCE)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("role", [Role.STUDENT, Role.FACULTY, Role.COUNSELOR, Role.ADMIN])
def test_a_portal_in_hindi_has_no_english_sentence_left(
    browser: Browser, looked_at: Installation, role: Role, viewport: dict[str, int]
) -> None:
    sentences = english_sentences()
    assert len(sentences) > 200
    context, watched = open_page(browser, looked_at, viewport)
    page = watched.page
    log_in(page, looked_at, role.value)
    settled(page)
    assert any(one in page.evaluate(_TEXT) for one in sentences), "what is looked for can be found"
    choose_hindi(page, viewport)
    left: dict[str, list[str]] = {}
    for rule in pages_of(role):
        page.goto(f"{looked_at.dashboards}/{rule.url_path}")
        expect(page.get_by_test_id("person-name").first).to_be_attached(timeout=PATIENCE)
        settled(page)
        expect(page.locator("html")).to_have_attribute("lang", "hi", timeout=PATIENCE)
        text = page.evaluate(_TEXT)
        if found := [one for one in sentences if one in text]:
            left[rule.url_path] = found
        assert no_sideways_scroll(page), rule.url_path
    assert left == {}
    assert watched.errors == []
    context.close()


def test_the_log_in_page_offers_the_other_language(browser: Browser, looked_at: Installation) -> None:
    context, watched = open_page(browser, looked_at, PHONE)
    page = watched.page
    page.get_by_test_id("language-hi").click()
    expect(page.get_by_role("heading", name="लॉग इन करें")).to_be_visible()
    log_in(page, looked_at, "student")
    expect(page.locator("html")).to_have_attribute("lang", "hi", timeout=PATIENCE)
    expect(page.get_by_role("heading", name=re.compile("^नमस्ते"))).to_be_visible(timeout=PATIENCE)
    assert watched.errors == []
    context.close()
