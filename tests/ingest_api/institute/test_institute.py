"""/campuses and /holidays."""

from typing import Any

import pytest

from tests.factories.insert import number
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def super_admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.SUPER_ADMIN])


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


class TestCampuses:
    def test_one_is_opened_once_per_key_and_changed(self, api: Api, super_admin: Headers) -> None:
        headers = super_admin | {"Idempotency-Key": f"new-campus-{number()}"}
        body = {"code": f"NEW{number()}", "name": "New", "time_zone": "Europe/Vienna"}
        first, again = (api.post("/campuses", headers, json=body) for _ in range(2))
        assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, first.json())
        assert api.post("/campuses", super_admin, json=body).status_code == 409
        path = f"/campuses/{first.json()['id']}"
        assert api.put(path, super_admin | {"If-Match": '"1"'}, json={"name": "Newer"}).json()["version"] == 2
        assert api.put(path, super_admin | {"If-Match": '"1"'}, json={"name": "Late"}).status_code == 409

    def test_a_time_zone_must_be_one(self, api: Api, super_admin: Headers) -> None:
        for zone in ("Mars/Olympus", "../etc/passwd", ""):
            body = {"code": f"Z{number()}", "name": "Nowhere", "time_zone": zone}
            assert api.post("/campuses", super_admin, json=body).status_code == 422


class TestHolidays:
    def body(self, **more: Any) -> dict[str, Any]:
        return {"holiday_date": "2026-08-15", "name": "Independence Day", **more}

    def test_a_day_is_kept_once_seen_by_the_campus_and_removed(self, api: Api, school: School, admin: Headers) -> None:
        calls = [Call("POST", "/holidays", admin, {"json": self.body()})] * 3
        answers = api.at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
        student = api.log_in(school.users[Role.STUDENT])
        (holiday,) = api.get("/holidays", student).json()["items"]
        assert holiday["campus_id"] == school.campus
        assert api.get("/holidays", student, from_date="2026-08-16").json()["items"] == []
        assert api.delete(f"/holidays/{holiday['id']}", admin).status_code == 204
        assert api.get("/holidays", student).json()["items"] == []

    def test_another_campus_is_a_super_admins(
        self, api: Api, school: School, admin: Headers, super_admin: Headers
    ) -> None:
        body = self.body(campus_id=school.other_campus)
        assert api.post("/holidays", admin, json=body).status_code == 422
        holiday = api.post("/holidays", super_admin, json=body).json()
        assert api.delete(f"/holidays/{holiday['id']}", admin).status_code == 404
        seen = api.get("/holidays", super_admin, campus_id=school.other_campus).json()["items"]
        assert seen == [holiday]
