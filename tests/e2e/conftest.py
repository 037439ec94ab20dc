"""The running system that end-to-end tests share, and the browser that drives it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import SHARED_FOLDER, home_of_a_server
from tests.e2e.installation import Installation
from tests.programs import needed
from tests.waiting import wait_until
from warehouse.documentation import docs_page

# Names a folder in which the demo institute's home is kept from one run to the next: for whoever works on a screen.
KEPT_FOLDER = "HEADWAY_TEST_DEMO"
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def home_with_the_demo() -> Iterator[Path]:
    """A home with the demo institute, as restored from a backup of the one that `headway up` set up in this run.

    Whoever asks first starts it as a newcomer does, which takes minutes, and stops it; the other process waits.
    """
    origin = Path(os.environ.get(KEPT_FOLDER) or os.environ[SHARED_FOLDER]) / "demo"
    with FileLock(origin.with_suffix(".lock")):
        if not origin.exists():
            with home_of_a_server() as first:
                installation = Installation(first)
                installation.start()
                # dbt writes its documentation when all are served; a home without it has it written at every start.
                page = docs_page(installation.settings)
                wait_until(page.exists, within_seconds=300, what="the documentation of the warehouse")
                assert installation.stop() == 0
                # Named only when it is whole: one that failed is not taken for it.
                _copy(first, origin.with_suffix(".part"))
                origin.with_suffix(".part").rename(origin)
    with home_of_a_server() as home:
        _copy(origin, home)
        yield home


def _copy(home: Path, to: Path) -> None:
    """With owners and links: the server runs as a user of its own where root starts it."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(home), str(to)], check=True)  # noqa: S603, S607


@pytest.fixture
def demo_home() -> Iterator[Path]:
    """A home with the demo institute of this test alone; nothing is served from it yet."""
    with home_with_the_demo() as home:
        yield home


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """The demo institute, served by `headway up`."""
    with _serving() as installation:
        yield installation


@contextmanager
def _serving() -> Iterator[Installation]:
    with home_with_the_demo() as home:
        installation = Installation(home)
        installation.start()
        yield installation
        installation.stop()


class _Kept:
    """A running demo institute that is kept from one module to the next, while tests come that only look at it."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._installation: Installation | None = None

    def get(self) -> Installation:
        if self._installation is None:
            self._installation = self._open.enter_context(_serving())
        return self._installation

    def let_go(self) -> None:
        self._installation = None
        self._open.close()


_KEPT = _Kept()


@pytest.fixture
def looked_at() -> Installation:
    """The demo institute, served by `headway up`, for tests that change nothing in it: they share one."""
    return _KEPT.get()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Nobody else is to pay for what nobody looks at any more."""
    if "looked_at" not in getattr(nextitem, "fixturenames", ()):
        _KEPT.let_go()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without one these tests say so and are passed over.

    Closed with its module: while Playwright is open the main thread has a running event loop, and no test after it
    could start one of its own.
    """
    path = needed("chromium", "chromium-browser", "google-chrome", package="chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
