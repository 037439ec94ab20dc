"""dbt's documentation is for staff who are logged in, and its page may ask nobody else."""

from pathlib import Path

import httpx
import pytest

from tests.dashboards.conftest import Institute
from warehouse.vocabulary import Role


@pytest.fixture
def page(home: Path) -> Path:
    """The page, as `headway warehouse docs` leaves it."""
    page = home / "dbt" / "docs" / "static_index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<title>dbt Docs</title>")
    return page


def log_in(browser: httpx.Client, institute: Institute, role: Role) -> None:
    assert browser.post("/auth/login", data=institute.credentials(role)).status_code == 303


def test_who_is_not_logged_in_is_led_to_the_log_in(browser: httpx.Client, page: Path) -> None:
    answer = browser.get("/warehouse-docs", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("role", [Role.SUPER_ADMIN, Role.ADMIN, Role.COUNSELOR, Role.FACULTY])
def test_staff_read_it_and_the_browser_is_told_to_ask_nobody_else(
    browser: httpx.Client, institute: Institute, page: Path, role: Role
) -> None:
    log_in(browser, institute, role)
    answer = browser.get("/warehouse-docs")
    assert answer.status_code == 200
    assert "dbt Docs" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "*" not in policy


def test_students_do_not(browser: httpx.Client, institute: Institute, page: Path) -> None:
    log_in(browser, institute, Role.STUDENT)
    assert browser.get("/warehouse-docs").status_code == 403


def test_before_it_is_made_it_says_how(browser: httpx.Client, institute: Institute) -> None:
    log_in(browser, institute, Role.ADMIN)
    answer = browser.get("/warehouse-docs")
    assert answer.status_code == 404
    assert "headway warehouse docs" in answer.text
