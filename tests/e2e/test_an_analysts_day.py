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
    # There is something to look at before anything is chosen.
    expect(page).to_have_url(re.compile("metric=attendance_rate&grain=week"))
    expect(page.get_by_test_id("explored").locator("tbody tr").nth(1)).to_be_visible(timeout=PATIENCE)
    choose(page, "explore-grain-attendance_rate", "not", "Not along time")
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
    page.get_by_role("radio", name="Metrics").click()
    page.get_by_test_id("metrics").first.get_by_role("link", name="attendance_rate").first.click()
    expect(page.get_by_test_id("metric")).to_contain_text("attended_marks", timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)
    page.get_by_role("link", name="Open in the metric explorer →").click()
    expect(page.get_by_test_id("definition")).to_be_visible(timeout=PATIENCE)
    opened(page, installation, "changes", "What changed")


def written(page: Page, sql: str) -> None:
    """Somebody types a statement and runs it from the keyboard."""
    page.get_by_label("SQL", exact=True).fill(sql)
    page.get_by_label("SQL", exact=True).press("Control+Enter")


def beside(page: Page, panel: str) -> None:
    """Another list beside the editor."""
    keyed(page, "workspace-panel-choice").get_by_text(panel, exact=True).click()
    settled(page)


def written_with_the_browser_of_relations(page: Page, *, is_wide: bool) -> None:
    """A name goes where the caret stands; what is written is run."""
    browser = page.get_by_test_id("schema-browser")
    if not is_wide:
        expect(page.get_by_test_id("schema-find")).to_be_hidden()
        browser.locator("summary").first.click()
    page.get_by_label("SQL", exact=True).fill("select  from marts.dim_campus")
    page.get_by_label("SQL", exact=True).evaluate("field => field.setSelectionRange(7, 7)")
    page.get_by_test_id("schema-find").fill("campus_code")
    page.get_by_test_id("relation-marts.dim_campus").locator("summary").scroll_into_view_if_needed()
    page.get_by_test_id("column-marts.dim_campus.campus_code").click()
    expect(page.get_by_label("SQL", exact=True)).to_have_value("select campus_code from marts.dim_campus")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("1 rows").first).to_be_visible(timeout=PATIENCE)
    settled(page)
    page.get_by_test_id("schema-find").fill("dim_camp")
    page.get_by_test_id("relation-marts.dim_campus").locator("summary").click()
    page.get_by_test_id("first-marts.dim_campus").click()
    expect(page.get_by_label("SQL", exact=True)).to_have_value("select * from marts.dim_campus limit 100")
    settled(page)


def cancelled(page: Page) -> None:
    """What takes long shows for how long, and is ended by a click."""
    written(page, "select count(*) from range(1000000000) as a (x), range(1000000000) as b (y) where x * y % 7 = 3")
    expect(page.get_by_text(re.compile(r"Asking … [1-9]\d* s; after 60 s it is ended"))).to_be_visible(timeout=PATIENCE)
    keyed(page, "workspace-cancel").get_by_role("button").click()
    expect(page.get_by_text(re.compile("Cancelled after"))).to_be_visible(timeout=PATIENCE)
    settled(page)


def saved_and_shared(page: Page, name: str, sql: str) -> str:
    """A query under a name, shared; its link."""
    written(page, sql)
    expect(page.get_by_text("1 rows").first).to_be_visible(timeout=PATIENCE)
    settled(page)
    keyed(page, "workspace-save-as").get_by_role("button").click()
    keyed(page, "query-name").locator("input").fill(name)
    keyed(page, "query-save").get_by_role("button").click()
    expect(page.get_by_test_id("opened")).to_contain_text("yours alone", timeout=PATIENCE)
    settled(page)
    expect(page).to_have_url(re.compile(r"query=\d+"))
    keyed(page, "workspace-describe").get_by_role("button").click()
    keyed(page, "query-shared").locator("label").first.click()
    link = page.get_by_role("dialog").locator("code")
    expect(link).to_contain_text("/workspace?query=")
    address = link.inner_text().strip()
    keyed(page, "query-save").get_by_role("button").click()
    expect(page.get_by_test_id("opened")).to_contain_text("yours, shared", timeout=PATIENCE)
    settled(page)
    return address


def opened_by_somebody_else(
    browser: Browser, installation: Installation, address: str, viewport: dict[str, int]
) -> None:
    """Another analyst follows the link, runs it, finds it in an own history and clears that."""
    context, watched = open_page(browser, installation, viewport)
    page = watched.page
    log_in(page, installation, "super admin")
    page.goto(address)
    expect(page.get_by_test_id("opened")).to_contain_text("shared by", timeout=PATIENCE)
    settled(page)
    page.get_by_role("button", name="Run").click()
    expect(keyed(page, "analyst-csv").get_by_role("button")).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)
    beside(page, "History")
    expect(keyed(page, "workspace-history").get_by_role("button").first).to_contain_text("campus_name")
    cleared(page)
    assert watched.errors == []
    context.close()


def cleared(page: Page) -> None:
    """The history is empty afterwards: others look at this institute, too."""
    page.get_by_role("button", name="Clear the history").click()
    keyed(page, "workspace-clear").get_by_role("button").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible(timeout=PATIENCE)
    settled(page)


def found_again_and_removed(page: Page, name: str, address: str) -> None:
    """From the list and from the history into the editor; a removed one is in neither list, and its link says so."""
    beside(page, "History")
    expect(keyed(page, "workspace-history")).to_contain_text("○ cancelled")
    keyed(page, "workspace-history").get_by_role("button", name=re.compile("campus_code from")).first.click()
    expect(page.get_by_test_id("opened")).to_contain_text("From your history", timeout=PATIENCE)
    expect(page.get_by_label("SQL", exact=True)).to_have_value("select campus_code from marts.dim_campus")
    settled(page)
    beside(page, "Queries")
    keyed(page, "workspace-queries").get_by_role("button", name=name).click()
    expect(page.get_by_test_id("opened")).to_contain_text(name, timeout=PATIENCE)
    settled(page)
    assert page.url == address
    assert no_sideways_scroll(page)
    keyed(page, "workspace-describe").get_by_role("button").click()
    page.get_by_text("Remove it", exact=True).click()
    keyed(page, "query-remove").get_by_role("button").click()
    expect(page.get_by_test_id("opened")).to_contain_text("Not saved yet", timeout=PATIENCE)
    settled(page)
    expect(keyed(page, "workspace-queries").get_by_role("button", name=name)).to_have_count(0)
    page.goto(address)
    expect(page.get_by_text("This saved query is not here")).to_be_visible(timeout=PATIENCE)
    settled(page)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_query_is_written_run_saved_shared_found_again_and_removed(
    browser: Browser, looked_at: Installation, viewport: dict[str, int]
) -> None:
    """What it keeps it removes again, so it may share the institute with those that only look."""
    context, watched = open_page(browser, looked_at, viewport)
    page, name = watched.page, f"Campus at {viewport['width']}"
    log_in(page, looked_at, "admin")
    opened(page, looked_at, "workspace", "SQL workspace")
    written_with_the_browser_of_relations(page, is_wide=viewport is DESKTOP)
    cancelled(page)
    address = saved_and_shared(page, name, "select campus_name from marts.dim_campus")
    opened_by_somebody_else(browser, looked_at, address, viewport)
    found_again_and_removed(page, name, address)
    beside(page, "History")
    cleared(page)
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()


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
