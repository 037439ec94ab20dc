"""The calendar at a secret address, and checking a certificate's number: both without a log-in."""

import httpx
import pytest

from dashboards.api_client import API_PREFIX
from tests.dashboards.conftest import Institute
from tests.ingest_api.authorization.own_day import certificate
from warehouse.vocabulary import Role

PAGE = {"accept": "text/html"}


@pytest.fixture
def token(institute: Institute) -> str:
    access = institute.log_in(Role.STUDENT)["access_token"]
    url = f"{institute.api_url}{API_PREFIX}/calendar/link"
    return str(httpx.post(url, headers={"Authorization": f"Bearer {access}"}, trust_env=False).json()["token"])


class TestCalendar:
    def test_a_calendar_program_gets_it_and_asks_again(self, browser: httpx.Client, token: str) -> None:
        answer = browser.get(f"/calendar/{token}.ics")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"] == "private, max-age=3600"
        assert answer.text.startswith("BEGIN:VCALENDAR")
        again = browser.get(f"/calendar/{token}.ics", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_a_browser_is_not_sent_to_the_log_in(self, browser: httpx.Client, token: str) -> None:
        assert browser.get(f"/calendar/{token}.ics", headers=PAGE).status_code == 200

    @pytest.mark.parametrize("made_up", ["x" * 43, "..%2f..%2fauth", "%00", "a%3Fb", "\u0905"])
    def test_a_made_up_address_holds_nothing(self, browser: httpx.Client, made_up: str) -> None:
        assert browser.get(f"/calendar/{made_up}.ics").status_code in (400, 404, 422)


class TestCertificate:
    def test_anybody_sees_whose_it_is(self, browser: httpx.Client, institute: Institute) -> None:
        number = certificate(institute.connection, institute.school.students[0])
        answer = browser.get("/verify", params={"number": number}, headers=PAGE)
        assert answer.status_code == 200
        assert "This certificate is valid." in answer.text
        assert "Spreadsheets" in answer.text
        assert "Sunrise &lt;Institute&gt;" in answer.text

    @pytest.mark.parametrize(
        "number", ["HW-0000-0000-0000", "../students/1", "<b>x</b>", "\u0905", "%", "/", "x" * 500]
    )
    def test_a_made_up_number_is_not_valid(self, browser: httpx.Client, number: str) -> None:
        answer = browser.get("/verify", params={"number": number})
        assert answer.status_code == 404
        assert "No certificate with this number is valid" in answer.text
        assert "<b>x" not in answer.text

    def test_without_a_number_it_asks_for_one(self, browser: httpx.Client) -> None:
        answer = browser.get("/verify", headers=PAGE)
        assert answer.status_code == 200
        assert "verify-form" in answer.text
