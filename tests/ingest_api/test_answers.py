"""What every answer has in common: problem documents, request ids, the access log, the description."""

import json
import logging

import pytest

from ingest_api.logs import JsonFormatter
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


class TestProblems:
    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [("GET", "/nowhere", 404), ("POST", "/health", 405), ("GET", "/auth/me", 401)],
    )
    def test_every_error_is_a_problem_document(self, api: Api, method: str, path: str, status: int) -> None:
        answer = api.get(path) if method == "GET" else api.post(path)
        content = answer.json()
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert content["status"] == status
        assert content["instance"] == f"/api/v1{path}"
        assert set(content) == {"type", "title", "status", "detail", "instance", "errors"}

    def test_what_was_sent_is_not_repeated(self, api: Api, school: School) -> None:
        answer = api.post("/auth/refresh", json={"refresh_token": 12345678901234567890})
        assert answer.status_code == 422
        assert "12345678901234567890" not in answer.text

    def test_an_id_beyond_the_database_is_refused(self, api: Api, school: School) -> None:
        headers = api.log_in(school.users[Role.ADMIN])
        assert api.get(f"/students/{2**63}", headers).status_code == 422


class TestRequestIds:
    def test_a_good_one_is_kept(self, api: Api) -> None:
        assert api.get("/health", {"X-Request-ID": "my-request-1"}).headers["x-request-id"] == "my-request-1"

    @pytest.mark.parametrize("sent", ["", "short", "with space and more", "x" * 65])
    def test_a_bad_one_is_replaced(self, api: Api, sent: str) -> None:
        assert len(api.get("/health", {"X-Request-ID": sent}).headers["x-request-id"]) == 32

    def test_the_event_carries_it(self, api: Api, school: School) -> None:
        headers = api.log_in(school.users[Role.ADMIN]) | {"X-Request-ID": f"mark-{school.session:08}"}
        marks = [{"student_id": school.students[0], "attendance_status": "present"}]
        api.post(f"/attendance/session/{school.session}", headers, json={"marks": marks})
        row = api.connection.execute(
            "select request_id, actor_role from operational.event where session_id = %s", (school.session,)
        ).fetchone()
        assert row == (f"mark-{school.session:08}", "admin")


class TestAccessLog:
    def test_a_line_tells_the_route_but_nobodys_name(
        self, api: Api, school: School, caplog: pytest.LogCaptureFixture
    ) -> None:
        headers = api.log_in(school.users[Role.ADMIN])
        with caplog.at_level(logging.INFO, "headway"):
            api.get("/students", headers, q="Sharma")
            api.get(f"/students/{school.students[0]}", headers)
        lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
        told = [(line["method"], line["route"], line["status"]) for line in lines if line["logger"] == "headway.access"]
        assert told[-2:] == [("GET", "/api/v1/students", 200), ("GET", "/api/v1/students/{student_id}", 200)]
        assert "Sharma" not in json.dumps(lines)


def test_the_description_promises_problem_documents(api: Api) -> None:
    description = api.get("/openapi.json").json()
    for path, methods in description["paths"].items():
        for operation in methods.values():
            assert "4XX" in operation["responses"], path
            assert "422" not in operation["responses"], path
