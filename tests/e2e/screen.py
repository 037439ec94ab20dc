"""What a person does on the screens, in the words of the tests: log in, open a session, tap, read a tile."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Download, Locator, Page, expect

from tests.e2e.installation import Installation

PATIENCE = 60_000  # milliseconds
QUIET_MS = 300
# Whether no script has been under way for that long; asked at every frame.
_IS_QUIET = f"""
() => {{
  const state = document.querySelector(".stApp")?.dataset.testScriptState;
  const isBusy = state !== "notRunning" || document.querySelector("[data-testid=stStatusWidget]");
  if (isBusy || window.quietSince === undefined) window.quietSince = performance.now();
  return performance.now() - window.quietSince >= {QUIET_MS};
}}
"""
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


class Watched:
    """A page that remembers what a user would never see: console errors and requests that left the origin."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.errors: list[str] = []
        self.left_the_origin: list[str] = []
        own = (origin, origin.replace("http://", "ws://"), "data:", "blob:")
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith(own) else self.left_the_origin.append(request.url),
        )


def open_page(
    browser: Browser, installation: Installation, viewport: dict[str, int], *, is_dark: bool = False
) -> tuple[BrowserContext, Watched]:
    """A fresh browser profile on the dashboards' address, of somebody who likes it light or dark."""
    context = browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        has_touch=viewport["width"] < 600,
        color_scheme="dark" if is_dark else "light",
    )
    page = context.new_page()
    watched = Watched(page, installation.dashboards)
    page.goto(installation.dashboards)
    return context, watched


def log_in(page: Page, installation: Installation, role: str) -> None:
    """Types e-mail and password and waits until the portal is there."""
    email, password = installation.login(role)
    page.get_by_test_id("login-email").fill(email)
    page.get_by_test_id("login-password").fill(password)
    page.get_by_test_id("login-submit").click()
    expect(page.get_by_test_id("person-name").first).to_be_attached(timeout=PATIENCE)


def opened(page: Page, installation: Installation, path: str, heading: str | re.Pattern[str]) -> None:
    """Goes to a page by its address and waits until it is drawn to its end; its heading is this one, and it fits."""
    page.goto(f"{installation.dashboards}/{path}")
    expect(page.get_by_role("heading", name=heading, exact=True).first).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)


def settled(page: Page, patience_ms: int = PATIENCE) -> None:
    """Waits until the script has run to its end and no other run begins: between two runs none is under way."""
    page.evaluate("() => { window.quietSince = undefined; }")
    page.wait_for_function(_IS_QUIET, timeout=patience_ms)


def no_sideways_scroll(page: Page) -> bool:
    """Whether everything fits the width of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def saved(button: Locator) -> Download:
    """What the browser saves after a click."""
    with button.page.expect_download(timeout=30_000) as begun:
        button.click()
    return begun.value


def lines(download: Download) -> list[list[str]]:
    """The rows of a CSV."""
    return list(csv.reader(io.StringIO(Path(download.path()).read_text(encoding="utf-8-sig"))))


def keyed(page: Page, key: str) -> Locator:
    """What Streamlit drew under a key."""
    return page.locator(f".st-key-{key}").first


def typed(page: Page, key: str, text: str) -> None:
    """Types into a field and leaves it."""
    field = keyed(page, key).locator("input, textarea").first
    field.fill(text)
    field.press("Tab")
