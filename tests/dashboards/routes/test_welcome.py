"""The first log-in with a one-time code, and asking for one, through the really running API."""

import httpx
import pytest

from dashboards.api_client import API_PREFIX
from dashboards.session import ACCESS_COOKIE
from tests.dashboards.conftest import Institute
from tests.factories import make_student, make_user
from tests.factories.people import PASSWORD
from tests.ingest_api.school import user_of
from warehouse.vocabulary import Role

NEW = "three small boats"


@pytest.fixture
def invited(institute: Institute) -> tuple[str, str]:
    """Somebody new: the code that was handed over, and the e-mail."""
    student = make_student(institute.connection, institute.school.campus)
    user = user_of(institute.connection, "students", student)
    institute.connection.execute(
        "update operational.users set password_hash = null, status = 'inactive', first_name = 'Asha <i>' where id = %s",
        (user,),
    )
    return code_for(institute, user, "invite"), institute.email(user)


def code_for(institute: Institute, user: int, kind: str) -> str:
    token = institute.log_in(Role.ADMIN)["access_token"]
    url = f"{institute.api_url}{API_PREFIX}/users/{user}/{kind}"
    answer = httpx.post(url, headers={"Authorization": f"Bearer {token}"}, trust_env=False)
    assert answer.status_code < 300, answer.text
    return str(answer.json()["token"])


def say(browser: httpx.Client, code: str, password: str | None = None, again: str | None = None) -> httpx.Response:
    typed = {"code": code}
    if password is not None:
        typed |= {"password": password, "again": password if again is None else again}
    return browser.post("/welcome", data=typed)


def test_a_code_leads_to_a_password_and_into_the_portal(browser: httpx.Client, invited: tuple[str, str]) -> None:
    code, email = invited
    assert browser.get("/welcome", headers={"accept": "text/html"}).status_code == 200
    asked = say(browser, f" {code[:10]} {code[10:]}\n")
    assert asked.status_code == 200
    assert "Hello Asha &lt;i&gt;" in asked.text
    assert f'value="{email}"' in asked.text
    done = say(browser, code, NEW)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert browser.cookies[ACCESS_COOKIE]
    assert browser.get("/auth/session").status_code == 204


def test_a_code_works_once(browser: httpx.Client, invited: tuple[str, str]) -> None:
    code, _ = invited
    say(browser, code, NEW)
    again = say(browser, code)
    assert again.status_code == 422
    assert "used already" in again.text
    assert say(browser, code, "another password").status_code == 422


def test_a_newer_code_ends_the_older(browser: httpx.Client, institute: Institute) -> None:
    user = make_user(institute.connection, Role.COUNSELOR, institute.school.campus)
    old, new = code_for(institute, user, "password-reset"), code_for(institute, user, "password-reset")
    assert "a newer one took its place" in say(browser, old).text
    assert say(browser, new, NEW).status_code == 303


def test_an_expired_code_says_since_when(browser: httpx.Client, institute: Institute, invited: tuple[str, str]) -> None:
    code, email = invited
    institute.connection.execute(
        "update operational.one_time_tokens set expires_at = '2024-07-01T12:00Z'"
        " where used_at is null and user_id = (select id from operational.users where email = %s)",
        (email,),
    )
    answer = say(browser, code)
    assert answer.status_code == 422
    assert "This code ended on 01.07.2024; ask for a new one." in answer.text


@pytest.mark.parametrize("code", ["", "short", "x" * 43, "\u0905" * 30, "<script>" * 4, "y" * 500])
def test_what_is_no_code_is_not_known(browser: httpx.Client, code: str) -> None:
    answer = say(browser, code)
    assert answer.status_code == 422
    assert "This code is not known" in answer.text
    assert "<script><script>" not in answer.text


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("short", None, "needs 8 to 256 characters; this one has 5"),
        ("x" * 300, None, "this one has 300"),
        (NEW, "three small boots", "not the same"),
        ("aaaaaaaaaa", None, "too easy to guess"),
    ],
)
def test_a_password_that_will_not_do_spends_no_code(
    browser: httpx.Client, invited: tuple[str, str], password: str, again: str | None, told: str
) -> None:
    code, _ = invited
    answer = say(browser, code, password, again)
    assert answer.status_code == 422
    assert told in answer.text
    assert say(browser, code, NEW).status_code == 303


def test_who_is_suspended_hears_it_at_the_log_in(browser: httpx.Client, institute: Institute) -> None:
    user = make_user(institute.connection, Role.COUNSELOR, institute.school.campus)
    code = code_for(institute, user, "password-reset")
    institute.connection.execute("update operational.users set status = 'suspended' where id = %s", (user,))
    answer = say(browser, code, NEW)
    assert answer.headers["location"] == "/login?reason=set"
    assert "Your password is set" in browser.get("/login?reason=set").text
    assert ACCESS_COOKIE not in browser.cookies


def test_another_sites_form_sets_no_password(browser: httpx.Client, invited: tuple[str, str]) -> None:
    code, _ = invited
    typed = {"code": code, "password": NEW, "again": NEW}
    assert browser.post("/welcome", data=typed, headers={"origin": "http://evil.example"}).status_code == 403
    assert browser.post("/forgot", data=typed, headers={"origin": "http://evil.example"}).status_code == 403
    assert say(browser, code).status_code == 200


def test_who_forgot_is_told_the_same_whoever_asks(browser: httpx.Client, institute: Institute) -> None:
    user = make_user(institute.connection, Role.FACULTY, institute.school.campus)
    answers = [
        browser.post("/forgot", data={"username": email}) for email in (institute.email(user), "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].text == answers[1].text
    assert "the administration of your campus has been told" in answers[0].text
    row = institute.connection.execute(
        "select count(*) from operational.notifications where payload->>'user_id' = %s", (str(user),)
    ).fetchone()
    assert row is not None
    assert row[0] > 0


def test_what_is_no_email_is_told_so(browser: httpx.Client) -> None:
    answer = browser.post("/forgot", data={"username": '"><b>'})
    assert answer.status_code == 422
    assert "This is not an e-mail address." in answer.text
    assert '"><b>' not in answer.text


def test_the_log_in_page_leads_there(browser: httpx.Client) -> None:
    told = browser.get("/login").text
    assert 'href="/welcome"' in told
    assert 'href="/forgot"' in told
    assert PASSWORD not in told
