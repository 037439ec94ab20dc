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

    def test_new_times_bring_new_minutes_unless_those_are_said(
        self, api: Api, school: School, herself: Headers
    ) -> None:
        entry = self.post(api, herself, school, start_time="09:00", end_time="10:30").json()
        path = f"/faculties/{school.faculty}/time-tracking/{entry['id']}"
        longer = api.put(path, herself | {"If-Match": '"1"'}, json={"end_time": "11:00"})
        assert (longer.json(), longer.headers["ETag"]) == (
            entry | {"end_time": "11:00:00", "minutes": 120, "version": 2},
            '"2"',
        )
        late = api.put(path, herself | {"If-Match": '"1"'}, json={"minutes": 5})
        assert (late.status_code, late.json()["current"]["minutes"]) == (409, 120)
        assert api.put(path, herself, json={"minutes": 121}).status_code == 422
        with_break = api.put(path, herself, json={"start_time": "08:30", "minutes": 100}).json()
        assert (with_break["start_time"], with_break["minutes"]) == ("08:30:00", 100)
        assert api.put(path, herself, json={"start_time": None}).status_code == 422
        timeless = api.put(path, herself, json={"start_time": None, "end_time": None}).json()
        assert (timeless["start_time"], timeless["minutes"]) == (None, 100)

    def test_a_change_keeps_the_rules_of_the_day(self, api: Api, school: School, herself: Headers) -> None:
        first = self.post(api, herself, school, start_time="09:00", end_time="10:00").json()
        second = self.post(api, herself, school, start_time="10:00", end_time="11:00").json()
        path = f"/faculties/{school.faculty}/time-tracking/{second['id']}"
        clash = api.put(path, herself, json={"start_time": "09:30"})
        assert (clash.status_code, clash.json()["clash"]["id"]) == (409, first["id"])
        assert api.put(path, herself, json={"start_time": "10:15"}).json()["minutes"] == 45
        assert self.post(api, herself, school, minutes=1335).status_code == 201
        assert api.put(path, herself, json={"end_time": "11:01"}).status_code == 409

    def test_the_time_of_a_session_is_not_moved_to_another_day_or_written_down_twice(
        self, api: Api, school: School, herself: Headers
    ) -> None:
        held = {"minutes": 60, "session_id": school.session}
        self.post(api, herself, school, kind="teaching", **held)
        prepared = self.post(api, herself, school, **held).json()
        path = f"/faculties/{school.faculty}/time-tracking/{prepared['id']}"
        assert api.put(path, herself, json={"work_date": "2024-07-02"}).status_code == 422
        assert api.put(path, herself, json={"kind": "meeting"}).status_code == 422
        taken = api.put(path, herself, json={"kind": "teaching"})
        assert (taken.status_code, taken.json()["type"]) == (409, "urn:headway:problem:taken")
        free = api.put(path, herself, json={"kind": "meeting", "session_id": None, "work_date": "2024-07-02"})
        assert (free.json()["kind"], free.json()["session_id"]) == ("meeting", None)

    def test_a_mistake_is_removed_and_leaves_a_trace(self, api: Api, school: School, herself: Headers) -> None:
        entry = self.post(api, herself, school, minutes=30).json()
        path = f"/faculties/{school.faculty}/time-tracking/{entry['id']}"
        assert api.delete(path, herself | {"If-Match": '"9"'}).status_code == 409
        headers = herself | {"Idempotency-Key": f"remove-entry-{entry['id']:08}"}
        assert [api.delete(path, headers).status_code for _ in range(2)] == [204, 204]
        assert api.delete(path, herself).status_code == 404
        events = api.connection.execute(
            "select name from operational.event where relation = 'faculty_time_entries' and row_id = %s order by id",
            (entry["id"],),
        ).fetchall()
        assert events == [("time_entry.created",), ("time_entry.removed",)]

    def test_a_colleagues_entry_is_not_hers(self, api: Api, school: School, herself: Headers) -> None:
        entry = self.post(api, herself, school, minutes=30).json()
        colleague = api.log_in_as("faculties", school.colleague)
        assert api.delete(f"/faculties/{school.colleague}/time-tracking/{entry['id']}", colleague).status_code == 404
        assert api.delete(f"/faculties/{school.faculty}/time-tracking/{entry['id']}", colleague).status_code == 404
