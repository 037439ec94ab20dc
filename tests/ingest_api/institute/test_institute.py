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

    def test_one_is_read_with_its_version(self, api: Api, school: School) -> None:
        student = api.log_in(school.users[Role.STUDENT])
        answer = api.get(f"/campuses/{school.campus}", student)
        assert (answer.json()["id"], answer.headers["ETag"]) == (school.campus, f'"{answer.json()["version"]}"')
        assert api.get("/campuses/9223372036854775807", student).status_code == 404

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

    def test_one_is_moved_unless_the_day_is_taken_or_somebody_was_faster(self, api: Api, admin: Headers) -> None:
        first = api.post("/holidays", admin, json=self.body()).json()
        second = api.post("/holidays", admin, json=self.body(holiday_date="2026-08-16")).json()
        path = f"/holidays/{second['id']}"
        read = api.get(path, admin)
        assert (read.json(), read.headers["ETag"]) == (second, '"1"')
        taken = api.put(path, admin, json={"holiday_date": first["holiday_date"]})
        assert (taken.status_code, taken.json()["type"]) == (409, "urn:headway:problem:taken")
        known = admin | {"If-Match": '"1"'}
        moved = api.put(path, known, json={"holiday_date": "2026-08-17"}).json()
        assert moved == second | {"holiday_date": "2026-08-17", "version": 2}
        late = api.put(path, known, json={"name": "Too late"})
        assert (late.status_code, late.json()["current"]["holiday_date"]) == (409, "2026-08-17")
        assert api.put(path, admin, json={"campus_id": 1}).status_code == 422

    def test_who_is_told_of_a_change_learns_which_columns(self, api: Api, admin: Headers) -> None:
        holiday = api.post("/holidays", admin, json=self.body()).json()
        for _ in range(2):
            api.put(f"/holidays/{holiday['id']}", admin, json={"name": "Renamed"})
        events = api.connection.execute(
            "select payload from operational.event where name = 'holiday.changed' and row_id = %s", (holiday["id"],)
        ).fetchall()
        assert events == [({"columns": ["name"]},)]
