"""The authorization matrix: every route × anonymous and each role. A route without an entry fails."""

from typing import Any

import pytest
from fastapi import FastAPI

from ingest_api.app import create_app
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role

OPEN = {
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/ready"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
}
EVERYBODY = frozenset(Role)
TEACHING = frozenset({Role.SUPER_ADMIN, Role.ADMIN, Role.FACULTY})
ALLOWED: dict[tuple[str, str], frozenset[Role]] = {
    ("GET", "/api/v1/auth/me"): EVERYBODY,
    ("GET", "/api/v1/students"): EVERYBODY,
    ("GET", "/api/v1/students/{student_id}"): EVERYBODY,
    ("GET", "/api/v1/students/{student_id}/progress"): EVERYBODY,
    ("GET", "/api/v1/sessions/today"): TEACHING | {Role.STUDENT},
    ("GET", "/api/v1/sessions/{session_id}"): TEACHING | {Role.STUDENT},
    ("POST", "/api/v1/attendance/session/{session_id}"): TEACHING,
}
SOMEBODY_ELSE: dict[str, frozenset[Role]] = {
    "/api/v1/students/{student_id}": frozenset({Role.SUPER_ADMIN}),
    "/api/v1/students/{student_id}/progress": frozenset({Role.SUPER_ADMIN}),
    "/api/v1/sessions/{session_id}": frozenset({Role.SUPER_ADMIN}),
    "/api/v1/attendance/session/{session_id}": frozenset({Role.SUPER_ADMIN}),
}


def routes(app: FastAPI) -> set[tuple[str, str]]:
    """(method, path) of everything that the API's description lists."""
    return {(method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods}


def call(route: tuple[str, str], headers: dict[str, str], student: int, session: int) -> Call:
    method, path = route
    content: dict[str, Any] = {}
    if method == "POST":
        content = {"json": {"marks": [{"student_id": student, "attendance_status": "present"}]}}
    path = path.removeprefix("/api/v1").format(student_id=student, session_id=session)
    return Call(method, path, headers, content)


def test_every_route_has_an_entry(settings: Settings) -> None:
    assert routes(create_app(settings)) == OPEN | set(ALLOWED)


def test_anonymous_gets_nothing(api: Api, school: School) -> None:
    answers = api.at_once([call(route, {}, school.students[0], school.session) for route in ALLOWED])
    assert {answer.status_code for answer in answers} == {401}


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_what_it_may_see_and_do(api: Api, school: School, role: Role) -> None:
    headers = api.log_in(school.users[role])
    answers = api.at_once([call(route, headers, school.students[0], school.session) for route in ALLOWED])
    assert {route: answer.status_code for route, answer in zip(ALLOWED, answers, strict=True)} == {
        route: 200 if role in roles else 403 for route, roles in ALLOWED.items()
    }


@pytest.mark.parametrize("role", Role)
def test_another_campus_is_out_of_sight(api: Api, school: School, role: Role) -> None:
    headers = api.log_in(school.users[role])
    wanted = [route for route in ALLOWED if route[1] in SOMEBODY_ELSE]
    answers = api.at_once([call(route, headers, school.other_student, school.other_session) for route in wanted])
    assert {route: answer.status_code for route, answer in zip(wanted, answers, strict=True)} == {
        route: 403 if role not in ALLOWED[route] else 200 if role in SOMEBODY_ELSE[route[1]] else 404
        for route in wanted
    }
