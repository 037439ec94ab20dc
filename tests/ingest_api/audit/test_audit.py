"""GET /audit/events."""

from typing import Any

import pytest

from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School, user_of
from warehouse.vocabulary import Role


@pytest.fixture
def headers(api: Api, school: School) -> dict[str, str]:
    return api.log_in(school.users[Role.SUPER_ADMIN])


@pytest.fixture
def marked(api: Api, school: School) -> list[int]:
    """The events of three marks by the faculty member; the first one is of the whole class."""
    faculty = api.log_in_as("faculties", school.faculty)
    events: list[int] = []
    for status, students in (("present", school.students), ("late", school.students[:1]), ("absent", school.students)):
        marks = [{"student_id": student, "attendance_status": status} for student in students]
        answer = api.post(f"/attendance/session/{school.session}", faculty, json={"marks": marks})
        events += answer.json()["event_ids"]
    return events


def found(api: Api, headers: dict[str, str], **asked: Any) -> list[int]:
    answer = api.get("/audit/events", headers, **asked)
    assert answer.status_code == 200, answer.text
    return [event["id"] for event in answer.json()["items"]]


def test_it_says_who_did_what(api: Api, headers: dict[str, str], school: School, marked: list[int]) -> None:
    event = api.get("/audit/events", headers, session_id=school.session, limit=1).json()["items"][0]
    assert event["id"] == marked[-1]
    assert event["name"] == "attendance.marked"
    assert event["actor_user_id"] == user_of(api.connection, "faculties", school.faculty)
    assert event["actor_role"] == Role.FACULTY
    assert event["payload"]["student_ids"] == school.students


@pytest.mark.parametrize(
    "narrowing",
    [
        {"relation": "learning_sessions"},
        {"name": "attendance.marked"},
        {"source": "api"},
        {"actor_role": "faculty"},
        {"since": "2020-01-01T00:00:00Z", "before": "2100-01-01T00:00:00Z"},
    ],
)
def test_filters_keep_what_fits(
    api: Api, headers: dict[str, str], school: School, marked: list[int], narrowing: dict[str, str]
) -> None:
    assert found(api, headers, session_id=school.session, **narrowing) == marked[::-1]


@pytest.mark.parametrize(
    "narrowing", [{"relation": "users"}, {"source": "import"}, {"before": "2020-01-01T00:00:00Z"}, {"row_id": 2**62}]
)
def test_filters_leave_out_what_does_not(
    api: Api, headers: dict[str, str], school: School, marked: list[int], narrowing: dict[str, str]
) -> None:
    assert found(api, headers, session_id=school.session, **narrowing) == []


def test_a_student_is_found_in_the_marks_of_a_class(
    api: Api, headers: dict[str, str], school: School, marked: list[int]
) -> None:
    assert found(api, headers, student_id=school.students[0], sort="id") == marked
    assert found(api, headers, student_id=school.students[1], sort="id") == [marked[0], marked[2]]


def test_pages_follow_each_other(api: Api, headers: dict[str, str], school: School, marked: list[int]) -> None:
    first = api.get("/audit/events", headers, session_id=school.session, limit=2).json()
    rest = found(api, headers, session_id=school.session, limit=2, cursor=first["next_cursor"])
    assert [event["id"] for event in first["items"]] + rest == marked[::-1]


def test_the_trail_is_for_super_admins_only(api: Api, school: School) -> None:
    assert api.get("/audit/events", api.log_in(school.users[Role.ADMIN])).status_code == 403
