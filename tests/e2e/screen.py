"""What a person does on the screens, in the words of the tests: log in, open a session, tap, read a tile."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.installation import Installation

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
    expect(page.get_by_test_id("person-name").first).to_be_attached(timeout=30_000)


def settled(page: Page, patience_ms: int = 30_000) -> None:
    """Waits until the script has run to its end."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=patience_ms)
    expect(page.locator(".stApp[data-test-script-state=running]")).to_have_count(0, timeout=patience_ms)


def no_sideways_scroll(page: Page) -> bool:
    """Whether everything fits the width of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
