"""GET and POST /faculties, GET and PUT /faculties/{id}, her schedule and her students."""

from datetime import date
from typing import Any

import pytest

from tests.factories import make_faculty, make_session
from tests.factories.insert import number
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


class TestList:
    def test_anonymous_is_refused(self, api: Api) -> None:
        assert api.get("/faculties").status_code == 401

    def test_an_admin_sees_the_campus_and_faculty_herself(self, api: Api, school: School, admin: Headers) -> None:
        seen = [item["id"] for item in api.get("/faculties", admin).json()["items"]]
        assert sorted(seen) == sorted([school.faculty, school.colleague])
        herself = api.get("/faculties", api.log_in_as("faculties", school.faculty)).json()["items"]
        assert [(item["id"], item["active_students"]) for item in herself] == [(school.faculty, 3)]

    def test_filters_and_pages(self, api: Api, school: School, admin: Headers) -> None:
        expert = make_faculty(api.connection, school.campus, specialization=["Python"], status="on_leave")
        assert [item["id"] for item in api.get("/faculties", admin, specialization="python").json()["items"]] == [
            expert
        ]
        assert [item["id"] for item in api.get("/faculties", admin, status="on_leave").json()["items"]] == [expert]
        whole = [item["id"] for item in api.get("/faculties", admin, sort="-employee_id").json()["items"]]
        first = api.get("/faculties", admin, sort="-employee_id", limit=2).json()
        rest = api.get("/faculties", admin, sort="-employee_id", limit=2, cursor=first["next_cursor"]).json()
        assert [item["id"] for item in first["items"] + rest["items"]] == whole


class TestCreate:
    def test_once_per_key(self, api: Api, school: School, admin: Headers) -> None:
        headers = admin | {"Idempotency-Key": f"new-faculty-{number()}"}
        body = {"first_name": "Meera", "specialization": ["SQL"], "hourly_rate": 450.5, "max_hours_per_day": 6}
        answers = api.at_once([Call("POST", "/faculties", headers, {"json": body})] * 4)
        assert {answer.status_code for answer in answers} == {201}
        (content,) = {answer.json()["id"]: answer.json() for answer in answers}.values()
        assert (content["hourly_rate"], content["campus_id"]) == (450.5, school.campus)
        assert api.get(f"/faculties/{content['id']}", admin).json() == content

    def test_a_taken_employee_id_is_a_conflict(self, api: Api, admin: Headers) -> None:
        body = {"first_name": "Meera", "employee_id": f"E{number()}"}
        assert api.post("/faculties", admin, json=body).status_code == 201
        assert api.post("/faculties", admin, json=body).json()["type"].endswith(":taken")

    @pytest.mark.parametrize(
        "wrong", [{"hourly_rate": -1}, {"max_hours_per_day": 25}, {"experience_years": 1e300}, {"specialization": [""]}]
    )
    def test_nonsense_is_refused(self, api: Api, admin: Headers, wrong: dict[str, Any]) -> None:
        assert api.post("/faculties", admin, json={"first_name": "Meera", **wrong}).status_code == 422


class TestChange:
    def test_only_what_was_sent_and_only_on_the_newest_version(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/faculties/{school.faculty}"
        read = api.get(path, admin)
        changed = api.put(path, admin | {"If-Match": read.headers["etag"]}, json={"status": "on_leave"})
        assert changed.json() == read.json() | {"status": "on_leave", "version": changed.json()["version"]}
        late = api.put(path, admin | {"If-Match": read.headers["etag"]}, json={"status": "active"})
        assert (late.status_code, late.json()["current"]["status"]) == (409, "on_leave")

    def test_a_counselor_sees_no_rate(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/faculties/{school.faculty}"
        assert api.put(path, admin, json={"hourly_rate": 500}).json()["hourly_rate"] == 500
        assert api.get(path, api.log_in(school.users[Role.COUNSELOR])).json()["hourly_rate"] is None


class TestSchedule:
    def test_sessions_in_the_order_of_the_calendar(self, api: Api, school: School, admin: Headers) -> None:
        later = make_session(
            api.connection,
            school.campus,
            school.subject,
            student_id=school.students[1],
            faculty_id=school.faculty,
            session_date=date(2024, 8, 1),
        )
        path = f"/faculties/{school.faculty}/schedule"
        seen = [item["id"] for item in api.get(path, admin).json()["items"]]
        assert seen == [school.solo_session, school.session, later]
        assert [item["id"] for item in api.get(path, admin, from_date="2024-07-02").json()["items"]] == [later]
        first = api.get(path, admin, limit=1).json()
        second = api.get(path, admin, limit=1, cursor=first["next_cursor"]).json()
        assert [second["items"][0]["id"]] == seen[1:2]


class TestStudents:
    def test_the_enrolments_with_her(self, api: Api, school: School, admin: Headers) -> None:
        items = api.get(f"/faculties/{school.faculty}/students", admin, status="active").json()["items"]
        assert sorted(item["student_id"] for item in items) == sorted(school.students)
        assert api.get(f"/faculties/{school.colleague}/students", admin).json()["items"] == []
