"""The running system that end-to-end tests share, and the browser that drives it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import home_of_a_server
from tests.e2e.installation import Installation

CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """The demo institute, served by `headway up` as a newcomer starts it."""
    with home_of_a_server() as home:
        installation = Installation(home)
        installation.start()
        yield installation
        installation.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without one these tests say so and are passed over.

    Closed with its module: while Playwright is open the main thread has a running event loop, and no test after it
    could start one of its own.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and os.environ.get("CI"):
        pytest.fail("CI installs Chromium (.ci/run), yet there is none")
    if path is None:
        pytest.skip("needs Chromium for the browser tests: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
