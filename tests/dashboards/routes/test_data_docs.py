"""The Data Docs' way to the browser: admins only, nothing of them may run, and no other file can be asked for."""

from pathlib import Path

import httpx
import pytest

from tests.dashboards.conftest import Institute
from warehouse.expectations import build_data_docs
from warehouse.settings import Settings
from warehouse.vocabulary import Role

HTML = {"accept": "text/html"}


@pytest.fixture
def docs(home: Path) -> str:
    """The address of Data Docs that have been made."""
    build_data_docs(Settings(home=home))
    return "/data-docs/"


def log_in(browser: httpx.Client, institute: Institute, role: Role) -> None:
    browser.post("/auth/login", data=institute.credentials(role))


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPER_ADMIN])
def test_admins_read_them(browser: httpx.Client, institute: Institute, docs: str, role: Role) -> None:
    log_in(browser, institute, role)
    answer = browser.get(docs, headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>Data Docs</h1>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert browser.get("/data-docs").headers["location"] == docs
    assert browser.get(f"{docs}data_docs.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("role", [Role.FACULTY, Role.COUNSELOR, Role.STUDENT])
def test_nobody_else_does(browser: httpx.Client, institute: Institute, docs: str, role: Role) -> None:
    log_in(browser, institute, role)
    answer = browser.get(docs, headers=HTML)
    assert answer.status_code == 403
    assert "This page is for: admin, super admin." in answer.text
    assert browser.get(f"{docs}data_docs.css").status_code == 403


def test_without_a_log_in_the_door_is_shown(browser: httpx.Client, docs: str) -> None:
    answer = browser.get(docs, headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/data-docs/")
    assert browser.get(f"{docs}data_docs.css").status_code == 401


@pytest.mark.parametrize("file", ["none.html", "..%2Fbreach.json", "../breach.json", "index.html%00", "a/b.html"])
def test_only_pages_can_be_asked_for(
    browser: httpx.Client, institute: Institute, home: Path, docs: str, file: str
) -> None:
    (home / "quality" / "breach.json").write_text("not for the browser")
    log_in(browser, institute, Role.ADMIN)
    told = browser.get(f"{docs}{file}").text
    assert "not for the browser" not in told
    assert "<h1>Data Docs</h1>" not in told


def test_before_the_first_build_they_say_what_makes_them(
    browser: httpx.Client, institute: Institute, home: Path
) -> None:
    log_in(browser, institute, Role.ADMIN)
    answer = browser.get("/data-docs/", headers=HTML)
    assert answer.status_code == 404
    assert "next build" in answer.text
