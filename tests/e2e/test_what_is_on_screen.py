"""The button above every page: tables as CSV, charts as PNG, the page as PDF; for everybody, by keyboard."""

import io
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from dashboards.pages_table import pages_of
from tests.e2e.installation import Installation
from tests.e2e.judged import announced, open_address, serious
from tests.e2e.screen import DESKTOP, PHONE, lines, log_in, no_sideways_scroll, open_page, saved
from warehouse.vocabulary import Role

pytestmark = pytest.mark.e2e

PNG = b"\x89PNG\r\n\x1a\n"
# A page of each portal with a table and a chart, where the portal has such a one.
SHOWN = {
    Role.SUPER_ADMIN: "revenue",
    Role.ADMIN: "faculty-load",
    Role.COUNSELOR: "conversion",
    Role.FACULTY: "my-students",
    Role.STUDENT: "my-progress",
}


def open_panel(page: Page) -> None:
    """By keyboard alone."""
    page.get_by_test_id("page-export").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("page-export-panel")).to_be_visible()


def files_and_tables(page: Page) -> tuple[list[list[list[str]]], list[list[list[str]]]]:
    """The rows of every CSV, and of every table as it stands there; of one build, which may give way to the next."""
    while True:
        build = page.get_by_test_id("freshness").get_attribute("data-build")
        files = []
        open_panel(page)
        count = page.get_by_test_id("export-csv").count()
        page.keyboard.press("Escape")
        for number in range(count):
            open_panel(page)
            files.append(lines(saved(page.get_by_test_id("export-csv").nth(number))))
        shown = [
            [
                [" · ".join(part.strip() for part in cell.split("\n") if part.strip()) for cell in cells]
                for cells in (row.locator("th, td").all_inner_texts() for row in table.locator("tr").all())
            ]
            for table in page.locator("[data-testid=stMain] table").all()
        ]
        if page.get_by_test_id("freshness").get_attribute("data-build") == build:
            return files, shown


def on_paper(page: Page) -> str:
    """The text of the page as its print has it."""
    return " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("viewport", "is_dark"), [(PHONE, True), (DESKTOP, False)], ids=["dark phone", "desktop"])
def test_what_is_on_screen_becomes_files(
    browser: Browser, looked_at: Installation, role: Role, viewport: dict[str, int], is_dark: bool
) -> None:
    context, watched = open_page(browser, looked_at, viewport, is_dark=is_dark)
    page = watched.page
    log_in(page, looked_at, announced(role))
    rule = next(rule for rule in pages_of(role) if rule.url_path == SHOWN[role])
    open_address(page, looked_at, rule.url_path)
    open_panel(page)
    assert serious(page) == []
    assert no_sideways_scroll(page)
    # A chart that comes only now makes the entries anew: of an entry taken out meanwhile, the text has no lines.
    kinds = page.get_by_test_id("page-export-panel").locator("button > b").all_text_contents()
    assert kinds[0] == "PDF"
    # The arrows go round, Escape closes.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("page-export-panel")).to_be_hidden()
    for number in range(kinds.count("PNG")):
        open_panel(page)
        picture = Path(saved(page.get_by_test_id("export-png").nth(number)).path()).read_bytes()
        assert picture.startswith(PNG)
        width, height = struct.unpack(">II", picture[16:24])
        assert min(width, height) > 400
    files, shown = files_and_tables(page)
    for table in shown:
        assert table in files, (table[:3], [one[:3] for one in files])
    told = on_paper(page)
    assert page.get_by_role("heading", level=1).first.inner_text() in told
    assert "Demo data" in told
    assert "Log out" not in told
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()
