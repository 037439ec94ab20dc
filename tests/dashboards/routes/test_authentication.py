"""Logging in and out through the really running API: the form, the cookies, the door."""

import httpx
import pytest

from dashboards.api_client import API_PREFIX
from dashboards.session import ACCESS_COOKIE, REFRESH_COOKIE
from tests.dashboards.conftest import Institute
from tests.factories import make_user
from warehouse.vocabulary import Role

PAGE = {"accept": "text/html"}


def log_in(browser: httpx.Client, institute: Institute, role: Role = Role.FACULTY, next_path: str = "") -> None:
    answer = browser.post("/auth/login", data={**institute.credentials(role), "next": next_path})
    assert answer.status_code == 303
    assert answer.headers["location"] == (next_path or "/")


def test_the_log_in_page_is_open_to_everybody(browser: httpx.Client) -> None:
    answer = browser.get("/login")
    assert answer.status_code == 200
    assert 'action="/auth/login"' in answer.text
    assert "Demo data" in answer.text


def test_logging_in_sets_two_cookies_that_no_script_can_read(browser: httpx.Client, institute: Institute) -> None:
    answer = browser.post("/auth/login", data=institute.credentials(Role.FACULTY))
    cookies = answer.headers.get_list("set-cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == [ACCESS_COOKIE, REFRESH_COOKIE]
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)
    assert not any("Secure" in cookie for cookie in cookies)


def test_behind_https_the_cookies_travel_encrypted_only(browser: httpx.Client, institute: Institute) -> None:
    answer = browser.post(
        "/auth/login", data=institute.credentials(Role.FACULTY), headers={"x-forwarded-proto": "https"}
    )
    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


def test_a_wrong_password_is_told_without_saying_which_half_was_wrong(
    browser: httpx.Client, institute: Institute
) -> None:
    email = institute.email(institute.school.users[Role.COUNSELOR])
    answer = browser.post("/auth/login", data={"username": email, "password": "wrong"})
    assert answer.status_code == 401
    assert "The e-mail address or the password is wrong." in answer.text
    assert f'value="{email}"' in answer.text
    assert "set-cookie" not in answer.headers


def test_what_was_typed_is_shown_again_without_becoming_markup(browser: httpx.Client) -> None:
    answer = browser.post("/auth/login", data={"username": '"><script>alert(1)</script>', "password": "x"})
    assert "<script>alert(1)" not in answer.text


def test_another_sites_form_cannot_log_anybody_in(browser: httpx.Client, institute: Institute) -> None:
    answer = browser.post(
        "/auth/login", data=institute.credentials(Role.FACULTY), headers={"origin": "http://evil.example"}
    )
    assert answer.status_code == 403


def test_after_logging_in_one_goes_on_where_one_wanted_to(browser: httpx.Client, institute: Institute) -> None:
    log_in(browser, institute, next_path="/attendance?session=1")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "today"])
def test_after_logging_in_one_never_leaves_the_site(
    browser: httpx.Client, institute: Institute, elsewhere: str
) -> None:
    answer = browser.post("/auth/login", data={**institute.credentials(Role.FACULTY), "next": elsewhere})
    assert answer.headers["location"] == "/"


def test_without_a_log_in_a_page_leads_to_the_door(browser: httpx.Client) -> None:
    answer = browser.get("/attendance?session=1", headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/attendance%3Fsession%3D1"


def test_logged_in_the_page_is_served_under_the_products_name(browser: httpx.Client, institute: Institute) -> None:
    log_in(browser, institute)
    answer = browser.get("/today", headers=PAGE)
    assert answer.status_code == 200
    assert "<title>Headway</title>" in answer.text


def test_an_ended_access_token_is_renewed_on_the_way_in(browser: httpx.Client, institute: Institute) -> None:
    log_in(browser, institute)
    browser.cookies.delete(ACCESS_COOKIE)
    refresh_token = browser.cookies[REFRESH_COOKIE]
    assert browser.get("/today", headers=PAGE).status_code == 200
    assert browser.cookies[ACCESS_COOKIE]
    assert browser.cookies[REFRESH_COOKIE] != refresh_token


def test_a_spent_refresh_token_still_leads_to_the_newest_pair(browser: httpx.Client, institute: Institute) -> None:
    log_in(browser, institute)
    browser.cookies.delete(ACCESS_COOKIE)
    old = browser.cookies[REFRESH_COOKIE]
    browser.get("/today", headers=PAGE)
    # Another tab, whose page was loaded before, comes with the old cookie.
    browser.cookies.clear()
    browser.cookies.set(REFRESH_COOKIE, old)
    assert browser.get("/auth/session").status_code == 204


def test_a_made_up_token_is_shown_the_door(browser: httpx.Client) -> None:
    browser.cookies.set(REFRESH_COOKIE, "x" * 40)
    answer = browser.get("/", headers=PAGE)
    assert answer.headers["location"] == "/login?next=/&reason=ended"


def test_logging_out_ends_the_session_for_good(browser: httpx.Client, institute: Institute) -> None:
    log_in(browser, institute)
    kept = browser.cookies[REFRESH_COOKIE]
    assert browser.get("/auth/session").status_code == 204
    assert browser.post("/auth/logout").headers["location"] == "/login?reason=out"
    assert REFRESH_COOKIE not in browser.cookies
    browser.cookies.set(REFRESH_COOKIE, kept)
    assert browser.get("/auth/session").status_code == 401


def test_the_process_says_that_it_lives(browser: httpx.Client) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}


def test_a_one_time_code_sets_a_password(browser: httpx.Client, institute: Institute) -> None:
    user = make_user(institute.connection, Role.COUNSELOR, institute.school.campus)
    admin = {"Authorization": f"Bearer {institute.log_in(Role.ADMIN)['access_token']}"}
    url = f"{institute.api_url}{API_PREFIX}/users/{user}/password-reset"
    code = httpx.post(url, headers=admin, trust_env=False).json()["token"]
    assert 'href="/auth/password"' in browser.get("/login").text
    assert 'name="token"' in browser.get("/auth/password").text
    form = {"token": f" {code} ", "password": "a few new words", "again": "a few new words"}
    differs = browser.post("/auth/password", data=form | {"again": "other"})
    assert (differs.status_code, "differ" in differs.text) == (422, True)
    assert "8 to 256" in browser.post("/auth/password", data=form | {"password": "x", "again": "x"}).text
    assert browser.post("/auth/password", data=form).headers["location"] == "/login?reason=set"
    assert "This code does not work" in browser.post("/auth/password", data=form).text
    credentials = {"username": institute.email(user), "password": "a few new words"}
    assert browser.post("/auth/login", data=credentials).status_code == 303


def test_a_made_up_code_is_shown_again_without_becoming_markup(browser: httpx.Client) -> None:
    form = {"token": '"><script>alert(1)</script>', "password": "a few new words", "again": "a few new words"}
    answer = browser.post("/auth/password", data=form)
    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.text
