"""/batches: the groups, and who belongs to them."""

from typing import Any

import pytest

from tests.factories import enroll, make_batch, make_faculty, make_session, make_student, make_subject, make_user
from tests.factories.insert import number
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def found(api: Api, school: School, headers: Headers, **more: Any) -> int:
    answer = api.post("/batches", headers, json={"name": "Evenings", "subject_id": school.subject, **more})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def join(api: Api, headers: Headers, batch: int, *students: int) -> Any:
    return api.post(f"/batches/{batch}/members", headers, json={"student_ids": list(students)})


def learners(api: Api, school: School, count: int) -> list[int]:
    students = [make_student(api.connection, school.campus) for _ in range(count)]
    for student in students:
        enroll(api.connection, student, school.subject)
    return students


def kind(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("urn:headway:problem:")


def events(api: Api, batch: int) -> list[str]:
    rows = api.connection.execute(
        "select name from operational.event where relation = 'flexible_batches' and row_id = %s order by id", (batch,)
    )
    return [row[0] for row in rows.fetchall()]


class TestBatch:
    def test_what_is_founded_is_found_again(self, api: Api, school: School, admin: Headers) -> None:
        schedule = {"days": ["monday"]}
        batch = found(api, school, admin, max_students=3, schedule=schedule, faculty_id=school.faculty)
        answer = api.get(f"/batches/{batch}", admin)
        assert answer.headers["ETag"] == '"1"'
        assert (answer.json()["schedule"], answer.json()["members_count"]) == (schedule, 0)
        for parameters in ({"subject_id": school.subject}, {"faculty_id": school.faculty}, {"status": "active"}):
            items = api.get("/batches", admin, limit=200, **parameters).json()["items"]
            assert batch in [item["id"] for item in items]
        ended = api.get("/batches", admin, status="completed").json()["items"]
        assert batch not in [item["id"] for item in ended]
        assert events(api, batch) == ["batch.created"]

    def test_found_by_campus_and_by_a_part_of_the_name_with_the_teachers_name(self, api: Api, school: School) -> None:
        user = make_user(api.connection, Role.FACULTY, school.campus, first_name="Ravi", last_name="Kulkarni")
        teacher = make_faculty(api.connection, school.campus, user_id=user)
        subject = make_subject(api.connection)
        here = make_batch(api.connection, school.campus, subject, name="100 % mornings", faculty_id=teacher)
        there = make_batch(api.connection, school.other_campus, subject, name="Mornings", reference=f"B_{number()}")
        headers = api.log_in(school.users[Role.SUPER_ADMIN])

        def ids(**filters: Any) -> list[int]:
            items = api.get("/batches", headers, subject_id=subject, **filters).json()["items"]
            return [item["id"] for item in items]

        assert ids(campus_id=school.campus) == [here]
        assert ids(campus_id=school.other_campus) == [there]
        assert ids(q="MORNINGS") == [here, there]
        assert ids(q="0 %") == [here]
        assert ids(q="B_") == [there]
        assert api.get(f"/batches/{here}", headers).json()["faculty_name"] == "Ravi Kulkarni"
        assert api.get(f"/batches/{there}", headers).json()["faculty_name"] is None

    def test_pages_hold_every_batch_once(self, api: Api, school: School, admin: Headers) -> None:
        for day in (None, "2024-07-01", "2024-07-01", None):
            found(api, school, admin, start_date=day)
        for sort in ("name", "-name", "start_date", "-start_date"):
            seen: list[int] = []
            cursor = None
            while True:
                parameters = {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
                page = api.get("/batches", admin, **parameters).json()
                seen += [item["id"] for item in page["items"]]
                cursor = page["next_cursor"]
                if cursor is None:
                    break
            assert len(seen) == len(set(seen)) == 5

    def test_only_what_is_sent_changes(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin, max_students=3, description="Mondays")
        answer = api.put(f"/batches/{batch}", admin, json={"schedule": {"days": ["friday"]}, "description": ""})
        assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
        assert (answer.json()["max_students"], answer.json()["description"]) == (3, None)
        again = api.put(f"/batches/{batch}", admin, json={"schedule": {"days": ["friday"]}})
        assert again.json()["version"] == 2
        assert events(api, batch) == ["batch.created", "batch.changed"]

    def test_a_batch_does_not_end_before_it_starts(self, api: Api, school: School, admin: Headers) -> None:
        content = {"name": "X", "subject_id": school.subject, "start_date": "2024-07-02", "end_date": "2024-07-01"}
        assert api.post("/batches", admin, json=content).status_code == 422
        batch = found(api, school, admin, start_date="2024-07-02")
        assert api.put(f"/batches/{batch}", admin, json={"end_date": "2024-07-01"}).status_code == 422
        moved = {"start_date": "2024-06-01", "end_date": "2024-07-01"}
        assert api.put(f"/batches/{batch}", admin, json=moved).status_code == 200

    def test_what_is_over_stays_over(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin)
        assert api.put(f"/batches/{batch}", admin, json={"status": "completed"}).json()["status"] == "completed"
        assert kind(api.put(f"/batches/{batch}", admin, json={"status": "active"})) == "illegal-move"
        assert kind(api.put(f"/batches/{batch}", admin, json={"name": "Other"})) == "batch-over"
        assert kind(join(api, admin, batch, school.students[0])) == "batch-over"

    def test_planned_sessions_keep_a_batch_from_ending(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin)
        session = make_session(api.connection, school.campus, school.subject, batch_id=batch, session_date="2031-03-03")
        answer = api.put(f"/batches/{batch}", admin, json={"status": "cancelled"})
        assert (kind(answer), answer.json()["session_ids"]) == ("sessions-planned", [session])
        api.put(f"/sessions/{session}", admin, json={"status": "cancelled"})
        assert api.put(f"/batches/{batch}", admin, json={"status": "cancelled"}).status_code == 200

    def test_of_two_people_editing_one_is_told(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin)
        headers = admin | {"If-Match": '"1"'}
        calls = [Call("PUT", f"/batches/{batch}", headers, {"json": {"max_students": count}}) for count in (5, 6)]
        answers = api.at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert [kind(answer) for answer in answers if answer.status_code == 409] == ["lost-update"]

    def test_the_same_key_founds_one_batch(self, api: Api, school: School, admin: Headers) -> None:
        headers = admin | {"Idempotency-Key": "one-batch-only"}
        assert found(api, school, headers) == found(api, school, headers)

    def test_whom_it_does_not_concern_does_not_see_it(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin)
        for headers in (api.log_in(school.other_admin), api.log_in_as("students", school.students[0])):
            assert api.get(f"/batches/{batch}", headers).status_code == 404
            assert batch not in [item["id"] for item in api.get("/batches", headers).json()["items"]]


class TestMembers:
    def test_of_the_last_place_one_gets_it(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin, max_students=10)
        students = learners(api, school, 30)
        path = f"/batches/{batch}/members"
        answers = api.at_once([Call("POST", path, admin, {"json": {"student_ids": [one]}}) for one in students])
        assert sorted(answer.status_code for answer in answers) == [200] * 10 + [409] * 20
        assert {kind(answer) for answer in answers if answer.status_code == 409} == {"batch-full"}
        assert api.get(f"/batches/{batch}", admin).json()["members_count"] == 10

    def test_all_join_or_none(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin, max_students=2)
        assert kind(join(api, admin, batch, *school.students)) == "batch-full"
        assert api.get(f"/batches/{batch}/members", admin).json()["items"] == []
        assert join(api, admin, batch, *school.students[:2]).json()["added"] == sorted(school.students[:2])
        assert join(api, admin, batch, school.students[0]).json()["added"] == []
        assert kind(api.put(f"/batches/{batch}", admin, json={"max_students": 1})) == "max-below-members"
        assert events(api, batch) == ["batch.created", "batch.joined"]

    def test_only_who_learns_the_subject_at_the_campus_joins(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin)
        idle, paused = make_student(api.connection, school.campus), make_student(api.connection, school.campus)
        enroll(api.connection, paused, school.subject, status="paused")
        assert join(api, admin, batch, idle).status_code == 422
        assert join(api, admin, batch, school.students[0], paused).status_code == 422
        assert join(api, admin, batch, school.other_student).status_code == 404
        everywhere = api.log_in(school.users[Role.SUPER_ADMIN])
        assert join(api, everywhere, batch, school.other_student).status_code == 422
        assert api.get(f"/batches/{batch}", admin).json()["members_count"] == 0

    def test_nobody_comes_to_be_in_two_places(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin)
        when = {"session_date": "2031-03-03", "start_time": "10:00", "duration_minutes": 60}
        busy, free = school.students[:2]
        make_session(api.connection, school.campus, school.subject, batch_id=batch, **when)
        other = make_session(api.connection, school.campus, school.subject, student_id=busy, **when)
        answer = join(api, admin, batch, busy, free)
        assert kind(answer) == "session-clash"
        assert [clash["session_id"] for clash in answer.json()["clashes"]] == [other]
        assert join(api, admin, batch, free).status_code == 200

    def test_joining_two_groups_that_meet_at_once_succeeds_once(self, api: Api, school: School, admin: Headers) -> None:
        groups = [found(api, school, admin), found(api, school, admin)]
        when = {"session_date": "2031-03-03", "start_time": "10:00", "duration_minutes": 60}
        for batch in groups:
            make_session(api.connection, school.campus, school.subject, batch_id=batch, **when)
        content = {"json": {"student_ids": [school.students[0]]}}
        answers = api.at_once([Call("POST", f"/batches/{batch}/members", admin, content) for batch in groups])
        assert sorted(answer.status_code for answer in answers) == [200, 409]

    def test_who_leaves_is_gone_and_frees_a_place(self, api: Api, school: School, admin: Headers) -> None:
        batch = found(api, school, admin, max_students=1)
        join(api, admin, batch, school.students[0])
        path = f"/batches/{batch}/members/{school.students[0]}"
        assert api.delete(path, admin).status_code == 204
        assert api.delete(path, admin).status_code == 404
        assert join(api, admin, batch, school.students[1]).status_code == 200
        assert events(api, batch)[1:] == ["batch.joined", "batch.left", "batch.joined"]

    def test_members_are_listed_by_name_page_by_page(self, api: Api, school: School, admin: Headers) -> None:
        names = [("Zoya", None), ("Asha", "Rao"), ("Asha", None)]
        users = [make_user(api.connection, Role.STUDENT, school.campus, first_name=a, last_name=b) for a, b in names]
        students = [make_student(api.connection, school.campus, user_id=user) for user in users]
        batch = make_batch(api.connection, school.campus, school.subject, students)
        for sort, expected in (("name", [2, 1, 0]), ("-name", [0, 1, 2]), ("id", [0, 1, 2])):
            seen: list[int] = []
            cursor = None
            while True:
                parameters = {"sort": sort, "limit": 1} | ({"cursor": cursor} if cursor else {})
                page = api.get(f"/batches/{batch}/members", admin, **parameters).json()
                seen += [item["student_id"] for item in page["items"]]
                cursor = page["next_cursor"]
                if cursor is None:
                    break
            assert seen == [students[place] for place in expected]

    def test_a_student_finds_only_himself(self, api: Api, school: School) -> None:
        own = api.log_in_as("students", school.students[0])
        items = api.get(f"/batches/{school.batch}/members", own).json()["items"]
        assert [item["student_id"] for item in items] == [school.students[0]]
        teacher = api.log_in_as("faculties", school.faculty)
        assert len(api.get(f"/batches/{school.batch}/members", teacher).json()["items"]) == 3


@pytest.mark.parametrize(
    "content",
    [
        {"name": "\x00"},
        {"name": ""},
        {"name": "x" * 201},
        {"max_students": 0},
        {"max_students": 2**70},
        {"max_students": None, "faculty_id": 2**63},
        {"faculty_id": 2**63 - 1},
        {"start_date": "0001-01-01"},
        {"end_date": "9999-12-31"},
        {"schedule": {"a": "\x00"}},
        {"status": "closed"},
        {"status": None},
        {"unknown": 1},
    ],
)
def test_what_cannot_be_is_refused(api: Api, school: School, admin: Headers, content: dict[str, Any]) -> None:
    batch = make_batch(api.connection, school.campus, school.subject)
    assert api.put(f"/batches/{batch}", admin, json=content).status_code == 422
