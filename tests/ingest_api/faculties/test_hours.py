"""/faculties/{id}/availability and /faculties/{id}/time-tracking."""

from typing import Any

import pytest
from httpx import Response

from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School

Headers = dict[str, str]
MORNING = {"weekday": 1, "start_time": "09:00", "end_time": "13:00"}


@pytest.fixture
def herself(api: Api, school: School) -> Headers:
    return api.log_in_as("faculties", school.faculty)


class TestAvailability:
    def test_a_part_of_the_week_comes_changes_and_goes(self, api: Api, school: School, herself: Headers) -> None:
        path = f"/faculties/{school.faculty}/availability"
        part = api.post(path, herself, json=MORNING).json()
        assert api.get(path, herself).json() == {"items": [part]}
        moved = api.put(f"{path}/{part['id']}", herself, json={"end_time": "12:00"}).json()
        assert (moved["start_time"], moved["end_time"], moved["version"]) == ("09:00:00", "12:00:00", 2)
        late = api.delete(f"{path}/{part['id']}", herself | {"If-Match": '"1"'})
        assert late.status_code == 409
        assert api.delete(f"{path}/{part['id']}", herself).status_code == 204
        assert api.delete(f"{path}/{part['id']}", herself).status_code == 404

    def test_removing_twice_with_one_key_is_one_removal(self, api: Api, school: School, herself: Headers) -> None:
        path = f"/faculties/{school.faculty}/availability"
        part = api.post(path, herself, json=MORNING).json()
        headers = herself | {"Idempotency-Key": f"remove-{part['id']:08}"}
        answers = [api.delete(f"{path}/{part['id']}", headers) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [204, 204]

    def test_of_two_overlapping_parts_at_once_one_comes_in(self, api: Api, school: School, herself: Headers) -> None:
        path = f"/faculties/{school.faculty}/availability"
        other = {"weekday": 1, "start_time": "12:00", "end_time": "14:00"}
        answers = api.at_once([Call("POST", path, herself, {"json": body}) for body in (MORNING, other)])
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        refused = next(answer.json() for answer in answers if answer.status_code == 409)
        assert refused["clash"]["weekday"] == 1

    @pytest.mark.parametrize(
        "wrong", [{"weekday": 8}, {"end_time": "09:00"}, {"start_time": "25:00"}, {"start_time": "09:00+05:30"}]
    )
    def test_impossible_parts(self, api: Api, school: School, herself: Headers, wrong: dict[str, Any]) -> None:
        path = f"/faculties/{school.faculty}/availability"
        assert api.post(path, herself, json=MORNING | wrong).status_code == 422

    def test_a_colleagues_week_is_out_of_sight(self, api: Api, school: School, herself: Headers) -> None:
        assert api.post(f"/faculties/{school.colleague}/availability", herself, json=MORNING).status_code == 404


class TestTimeTracking:
    def post(self, api: Api, headers: Headers, school: School, **entry: Any) -> Response:
        body = {"work_date": "2024-07-01", "kind": "preparation", **entry}
        return api.post(f"/faculties/{school.faculty}/time-tracking", headers, json=body)

    def test_minutes_follow_from_the_times(self, api: Api, school: School, herself: Headers) -> None:
        entry = self.post(api, herself, school, start_time="09:00", end_time="10:30").json()
        assert entry["minutes"] == 90
        path = f"/faculties/{school.faculty}/time-tracking"
        assert api.get(path, herself, kind="preparation").json()["items"] == [entry]
        assert api.get(path, herself, to_date="2024-06-30").json()["items"] == []

    def test_a_clash_is_named(self, api: Api, school: School, herself: Headers) -> None:
        first = self.post(api, herself, school, start_time="09:00", end_time="10:30").json()
        answer = self.post(api, herself, school, start_time="10:00", end_time="11:00")
        assert (answer.status_code, answer.json()["clash"]["id"]) == (409, first["id"])
        assert self.post(api, herself, school, start_time="10:30", end_time="11:00").status_code == 201

    def test_a_day_has_1440_minutes(self, api: Api, school: School, herself: Headers) -> None:
        assert self.post(api, herself, school, minutes=1400).status_code == 201
        assert self.post(api, herself, school, minutes=41).status_code == 409

    def test_a_session_is_written_down_once_and_is_hers(self, api: Api, school: School, herself: Headers) -> None:
        teaching = {"kind": "teaching", "minutes": 60, "session_id": school.session}
        assert self.post(api, herself, school, **teaching).status_code == 201
        assert self.post(api, herself, school, **teaching).status_code == 409
        assert self.post(api, herself, school, **teaching | {"kind": "meeting"}).status_code == 422
        assert self.post(api, herself, school, **teaching | {"session_id": school.other_session}).status_code == 422

    @pytest.mark.parametrize(
        "wrong",
        [
            {},
            {"start_time": "09:00", "minutes": 5},
            {"start_time": "09:00", "end_time": "10:00", "minutes": 61},
            {"start_time": "09:00:00", "end_time": "09:00:30"},
            {"minutes": 0},
            {"minutes": 30, "work_date": "0001-01-01"},
        ],
    )
    def test_impossible_entries(self, api: Api, school: School, herself: Headers, wrong: dict[str, Any]) -> None:
        assert self.post(api, herself, school, **wrong).status_code == 422
