"""The analyst's flow: a metric without SQL, shared, as files, as SQL, what it means, and why it is another one now.

The specification draws no flow of an analyst's own. This one takes what it says of analytics (the administrator's steps
2, 4 and 6: monitor metrics, review trends, make reports) through the analyst's pages.
"""

import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
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
)

pytestmark = pytest.mark.e2e

HIGHEST = re.compile("highest at .+, lowest at ")


def choose(page: Page, key: str, typed: str, option: str) -> None:
    """Types into a list of choices and takes one."""
    box = keyed(page, key).locator("input")
    box.click()
    box.fill(typed)
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Tab")
    settled(page)


def explore(page: Page, installation: Installation) -> list[list[str]]:
    """Attendance by subject over a year, for one of the subjects too, then all of them; the rows of the CSV."""
    opened(page, installation, "explore", "Metric explorer")
    choose(page, "explore-metric", "conversion", "CRM · Conversion")
    expect(page.get_by_test_id("definition")).to_contain_text("Conversion")
    choose(page, "explore-metric", "attendance · attendance", "Attendance · Attendance")
    expect(page).to_have_url(re.compile("metric=attendance_rate"))
    expect(page.get_by_role("heading", name=re.compile(r"Attendance: \d"))).to_be_visible(timeout=PATIENCE)
    choose(page, "explore-by-attendance_rate", "Subject name", "Subject name")
    choose(page, "explore-period", "12", "12 months")
    expect(page.get_by_role("heading", name=HIGHEST)).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile(r"by=subject__subject_name.*days=365"))
    assert no_sideways_scroll(page)
    told = lines(saved(keyed(page, "explore-csv").get_by_role("button")))
    assert told[0] == ["subject__subject_name", "attendance_rate"]
    assert page.get_by_test_id("explored").locator("tbody tr").count() == len(told) - 1 > 1
    book = Path(saved(keyed(page, "explore-xlsx").get_by_role("button")).path()).read_bytes()
    sheet = load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    assert sheet.max_row == len(told)
    return told


def narrow_down(page: Page, subject: str) -> None:
    """One subject alone, month by month, and back."""
    whole = page.url
    choose(page, "explore-narrow-attendance_rate", "Subject name", "Subject name")
    choose(page, "explore-is-attendance_rate-subject__subject_name", subject, subject)
    choose(page, "explore-grain-attendance_rate", "month", "By month")
    expect(page).to_have_url(re.compile("filter="))
    expect(page.get_by_test_id("explored").locator("tbody tr").nth(1)).to_contain_text(subject)
    assert set(page.get_by_test_id("explored").locator("tbody td:first-child").all_inner_texts()) == {subject}
    page.goto(whole)
    expect(page.get_by_role("heading", name=HIGHEST)).to_be_visible(timeout=PATIENCE)
    settled(page)


def shared(browser: Browser, installation: Installation, address: str, viewport: dict[str, int]) -> None:
    """Somebody else who may see it opens the same address and sees the same choices."""
    context, watched = open_page(browser, installation, viewport)
    log_in(watched.page, installation, "super admin")
    watched.page.goto(address)
    expect(watched.page.get_by_role("heading", name=HIGHEST)).to_be_visible(timeout=PATIENCE)
    settled(watched.page)
    assert watched.page.url == address
    context.close()


def as_sql(page: Page, told: list[list[str]]) -> None:
    """The same figures by SQL; a mistake is told with its place."""
    page.get_by_role("link", name="Open as SQL").click()
    expect(page.get_by_role("heading", name="SQL workspace")).to_be_visible(timeout=PATIENCE)
    settled(page)
    expect(page.get_by_label("SQL", exact=True)).to_have_value(re.compile("marts.fct_attendance"))
    page.get_by_role("button", name="Run").click()
    expect(keyed(page, "analyst-csv").get_by_role("button")).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)
    asked = lines(saved(keyed(page, "analyst-csv").get_by_role("button")))
    assert [(name, f"{float(rate):.6f}") for name, rate in asked[1:]] == [
        (name, f"{float(rate):.6f}") for name, rate in told[1:]
    ]
    page.get_by_label("SQL", exact=True).fill("select nonsense from marts.dim_campus")
    page.get_by_label("SQL", exact=True).press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Line 1")).to_be_visible(timeout=PATIENCE)


def what_it_means(page: Page, installation: Installation, address: str) -> None:
    """From the definition to the relation in the dictionary, with what it is made of and what is made of it."""
    page.goto(address)
    expect(page.get_by_test_id("definition")).to_contain_text("out of all marks", timeout=PATIENCE)
    settled(page)
    page.get_by_test_id("definition").get_by_role("link", name="marts.fct_attendance").click()
    expect(page.get_by_test_id("columns")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".hw-lineage").first).to_be_visible()
    settled(page)
    assert no_sideways_scroll(page)
    opened(page, installation, "dictionary?q=attendance", "Data dictionary")
    opened(page, installation, "changes", "What changed")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_analysts_day(browser: Browser, looked_at: Installation, viewport: dict[str, int]) -> None:
    context, watched = open_page(browser, looked_at, viewport)
    page = watched.page
    log_in(page, looked_at, "admin")
    told = explore(page, looked_at)
    address = page.url
    assert urlsplit(address).path == "/explore"
    narrow_down(page, told[1][0])
    shared(browser, looked_at, address, viewport)
    as_sql(page, told)
    what_it_means(page, looked_at, address)
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()
