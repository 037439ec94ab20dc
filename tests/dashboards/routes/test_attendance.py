"""The sheet's way to the API: same origin, the cookie's token, the idempotency key."""

import uuid
from typing import Any

import httpx
import pytest

from dashboards.session import ACCESS_COOKIE
from tests.dashboards.conftest import Institute
from warehouse.vocabulary import Role


@pytest.fixture
def faculty(browser: httpx.Client, institute: Institute) -> httpx.Client:
    """A faculty member's browser, logged in."""
    browser.post("/auth/login", data=institute.credentials(Role.FACULTY))
    return browser


@pytest.fixture
def sheet(institute: Institute) -> str:
    return f"/data/sessions/{institute.school.session}"


def marks(institute: Institute, status: str = "present") -> dict[str, Any]:
    return {"marks": [{"student_id": institute.school.students[0], "attendance_status": status}]}


def save(faculty: httpx.Client, sheet: str, content: dict[str, Any], **headers: str) -> Any:
    return faculty.post(f"{sheet}/attendance", json=content, headers={"idempotency-key": uuid.uuid4().hex, **headers})


def test_the_sheet_comes_with_its_roster_and_topics(faculty: httpx.Client, sheet: str, institute: Institute) -> None:
    told = faculty.get(sheet).json()
    assert {student["student_id"] for student in told["roster"]} == set(institute.school.students)
    assert len(told["topics"]) == len(institute.school.topics)


def test_a_mark_is_saved_and_read_back(faculty: httpx.Client, sheet: str, institute: Institute) -> None:
    answer = save(faculty, sheet, marks(institute, "absent"))
    assert answer.status_code == 200
    assert answer.json()["saved"][0]["student_id"] == institute.school.students[0]
    roster = {student["student_id"]: student["attendance"] for student in faculty.get(sheet).json()["roster"]}
    assert roster[institute.school.students[0]]["attendance_status"] == "absent"


def test_the_same_key_again_gives_the_first_answer(faculty: httpx.Client, sheet: str, institute: Institute) -> None:
    key = {"idempotency-key": uuid.uuid4().hex}
    first = save(faculty, sheet, marks(institute, "late"), **key)
    assert save(faculty, sheet, marks(institute, "late"), **key).json() == first.json()


def test_a_lost_update_is_refused_with_the_current_state(
    faculty: httpx.Client, sheet: str, institute: Institute
) -> None:
    save(faculty, sheet, marks(institute, "present"))
    old = {"marks": [{**marks(institute, "absent")["marks"][0], "version": 0}]}
    refused = save(faculty, sheet, old)
    assert refused.status_code == 409
    assert refused.json()["current"][0]["student_id"] == institute.school.students[0]


def test_an_expired_token_is_renewed_and_the_mark_saved(
    faculty: httpx.Client, sheet: str, institute: Institute
) -> None:
    faculty.cookies.delete(ACCESS_COOKIE)
    assert save(faculty, sheet, marks(institute)).status_code == 200
    assert faculty.cookies[ACCESS_COOKIE]


def test_without_a_log_in_nothing_is_told_or_taken(browser: httpx.Client, sheet: str, institute: Institute) -> None:
    assert browser.get(sheet).status_code == 401
    assert save(browser, sheet, marks(institute)).status_code == 401


def test_a_session_of_somebody_else_is_not_there(faculty: httpx.Client, institute: Institute) -> None:
    assert faculty.get(f"/data/sessions/{institute.school.other_session}").status_code == 404


def test_another_site_cannot_mark_anybody(faculty: httpx.Client, sheet: str, institute: Institute) -> None:
    assert save(faculty, sheet, marks(institute), **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert save(faculty, sheet, marks(institute), origin="http://evil.example").status_code == 403


def test_a_save_without_a_key_or_without_json_is_refused(
    faculty: httpx.Client, sheet: str, institute: Institute
) -> None:
    assert faculty.post(f"{sheet}/attendance", json=marks(institute)).status_code == 400
    plain = {"idempotency-key": "k", "content-type": "text/plain"}
    assert faculty.post(f"{sheet}/attendance", content=b"{}", headers=plain).status_code == 400
