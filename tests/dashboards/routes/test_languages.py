"""The language of the pages before the log-in, and the choice that is kept."""

import httpx

from dashboards.language import COOKIE


def test_the_log_in_page_is_in_the_language_that_the_browser_asks_for(browser: httpx.Client) -> None:
    page = browser.get("/login", headers={"accept-language": "hi-IN,en;q=0.5"})
    assert '<html lang="hi">' in page.text
    assert "लॉग इन करें" in page.text
    assert "E-mail address" not in page.text
    assert 'href="/language/en?next=/login%3Fnext%3D/"' in page.text
    assert "[[" not in page.text


def test_a_choice_is_kept_and_leads_back(browser: httpx.Client) -> None:
    answer = browser.get("/language/hi?next=/forgot")
    assert (answer.status_code, answer.headers["location"]) == (303, "/forgot")
    assert browser.cookies[COOKIE] == "hi"
    page = browser.get("/forgot", headers={"accept-language": "en"})
    assert "पासवर्ड भूल गए?" in page.text
    browser.get("/language/en?next=/forgot")
    assert "Forgot your password?" in browser.get("/forgot").text


def test_a_language_that_is_not_there_changes_nothing_and_no_foreign_page_is_opened(browser: httpx.Client) -> None:
    answer = browser.get("/language/xx?next=https://elsewhere.example/")
    assert answer.headers["location"] == "/"
    assert COOKIE not in browser.cookies


def test_a_choice_needs_no_log_in_and_an_own_address_goes_back_to_it(browser: httpx.Client) -> None:
    answer = browser.get("/language/hi?next=/my-exams?a=1", headers={"accept": "text/html"})
    assert answer.headers["location"] == "/my-exams?a=1"
