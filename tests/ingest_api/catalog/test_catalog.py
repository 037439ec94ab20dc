"""/subjects and /topics, and the graphs of what must be learned before what."""

from typing import Any

import pytest

from ingest_api.catalog.graph import find_cycle
from tests.factories import enroll, make_attendance, make_session, make_student, make_subject, make_topic, make_topics
from tests.factories.insert import number
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def completion(api: Api, student: int, subject: int) -> float:
    row = api.connection.execute(
        "select completion_percentage::float8 as percentage from operational.student_subject_enrollments"
        " where student_id = %s and subject_id = %s",
        (student, subject),
    ).fetchone()
    assert row is not None
    return float(row[0])


class TestSubjects:
    def test_a_subject_with_prerequisites_comes_once_per_key(self, api: Api, school: School, admin: Headers) -> None:
        headers = admin | {"Idempotency-Key": f"new-subject-{number()}"}
        body = {"code": f"N{number()}", "name": "New", "prerequisites": [school.subject], "fee": 999.5}
        answers = api.at_once([Call("POST", "/subjects", headers, {"json": body})] * 4)
        assert {answer.status_code for answer in answers} == {201}
        content = answers[0].json()
        assert {answer.json()["id"] for answer in answers} == {content["id"]}
        assert (content["prerequisites"], content["fee"], content["topics_total"]) == ([school.subject], 999.5, 0)
        assert api.get("/subjects", admin, q=body["code"]).json()["items"] == [content]

    def test_a_taken_code_is_a_conflict(self, api: Api, school: School, admin: Headers) -> None:
        code = api.get(f"/subjects/{school.subject}", admin).json()["code"]
        assert api.post("/subjects", admin, json={"code": code, "name": "Again"}).status_code == 409
        other = make_subject(api.connection)
        assert api.put(f"/subjects/{other}", admin, json={"code": code}).status_code == 409

    def test_only_what_was_sent_on_the_newest_version(self, api: Api, admin: Headers) -> None:
        path = f"/subjects/{make_subject(api.connection)}"
        read = api.get(path, admin)
        headers = admin | {"If-Match": read.headers["etag"]}
        changed = api.put(path, headers, json={"status": "inactive"}).json()
        assert changed == read.json() | {"status": "inactive", "version": changed["version"]}
        assert api.put(path, headers, json={"name": "Late"}).status_code == 409

    def test_a_circle_is_named(self, api: Api, admin: Headers) -> None:
        first, second, third = (make_subject(api.connection) for _ in range(3))
        for subject, needed in ((second, first), (third, second)):
            assert api.put(f"/subjects/{subject}", admin, json={"prerequisites": [needed]}).status_code == 200
        answer = api.put(f"/subjects/{first}", admin, json={"prerequisites": [third]})
        assert (answer.status_code, answer.json()["cycle"]) == (409, [first, third, second, first])
        assert api.get(f"/subjects/{first}", admin).json()["prerequisites"] == []

    def test_two_halves_of_a_circle_at_once_leave_one(self, api: Api, admin: Headers) -> None:
        one, other = make_subject(api.connection), make_subject(api.connection)
        calls = [
            Call("PUT", f"/subjects/{subject}", admin, {"json": {"prerequisites": [needed]}})
            for subject, needed in ((one, other), (other, one))
        ]
        assert sorted(answer.status_code for answer in api.at_once(calls)) == [200, 409]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"prerequisites": [2**62]},
            {"prerequisites": [1, 1]},
            {"fee": -1},
            {"duration_hours": 0},
            {"code": None},
            {"status": "gone"},
        ],
    )
    def test_nonsense_is_refused(self, api: Api, admin: Headers, wrong: dict[str, Any]) -> None:
        path = f"/subjects/{make_subject(api.connection)}"
        assert api.put(path, admin, json=wrong).status_code == 422


class TestTopics:
    def test_a_topic_comes_last_unless_its_place_is_said(self, api: Api, school: School, admin: Headers) -> None:
        body = {"subject_id": school.subject, "name": "More", "learning_objectives": ["To know"]}
        topic = api.post("/topics", admin, json=body).json()
        assert topic["order_index"] == len(school.topics) + 1
        assert api.post("/topics", admin, json=body | {"order_index": 1}).status_code == 409
        items = api.get("/topics", admin, subject_id=school.subject).json()["items"]
        assert [item["id"] for item in items] == [*school.topics, topic["id"]]

    def test_prerequisites_stay_within_the_subject(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/topics/{school.topics[1]}"
        changed = api.put(path, admin, json={"prerequisites": [school.topics[0]]})
        assert changed.json()["prerequisites"] == [school.topics[0]]
        assert changed.json()["version"] > 1
        stranger = make_topic(api.connection, make_subject(api.connection), 1)
        assert api.put(path, admin, json={"prerequisites": [stranger]}).status_code == 422

    def test_a_circle_is_named(self, api: Api, school: School, admin: Headers) -> None:
        one, other = school.topics[:2]
        api.put(f"/topics/{other}", admin, json={"prerequisites": [one]})
        answer = api.put(f"/topics/{one}", admin, json={"prerequisites": [other]})
        assert (answer.status_code, answer.json()["cycle"]) == (409, [one, other, one])
        assert api.put(f"/topics/{one}", admin, json={"prerequisites": [one]}).json()["cycle"] == [one, one]

    def test_prerequisites_are_told_by_name_too(self, api: Api, school: School, admin: Headers) -> None:
        first, second, third = school.topics[:3]
        changed = api.put(f"/topics/{third}", admin, json={"prerequisites": [second, first]}).json()
        assert changed["prerequisite_names"] == ["Topic 1", "Topic 2"]
        needed, other = (make_subject(api.connection, name=name) for name in ("Basics", "More"))
        told = api.put(f"/subjects/{other}", admin, json={"prerequisites": [needed]}).json()
        assert told["prerequisite_names"] == ["Basics"]

    def test_completion_follows_the_topics_that_there_are(self, api: Api, school: School, admin: Headers) -> None:
        subject = make_subject(api.connection)
        first, _ = make_topics(api.connection, subject, 2)
        student = make_student(api.connection, school.campus)
        enroll(api.connection, student, subject)
        session = make_session(api.connection, school.campus, subject, student_id=student)
        make_attendance(api.connection, session, student, topics={first: 5})
        third = api.post("/topics", admin, json={"subject_id": subject, "name": "Third", "order_index": 3}).json()
        assert completion(api, student, subject) == 33.33
        assert api.put(f"/topics/{third['id']}", admin, json={"status": "inactive"}).status_code == 200
        assert completion(api, student, subject) == 50
        assert api.put(f"/topics/{third['id']}", admin, json={"status": "active"}).status_code == 200
        assert completion(api, student, subject) == 33.33

    def test_an_unknown_subject(self, api: Api, admin: Headers) -> None:
        assert api.post("/topics", admin, json={"subject_id": 2**62, "name": "Lost"}).status_code == 422
        assert api.get(f"/topics/{2**62}", admin).status_code == 404


class TestMovingATopic:
    def order(self, api: Api, headers: Headers, subject: int) -> list[tuple[int, int]]:
        items = api.get("/topics", headers, subject_id=subject).json()["items"]
        return [(item["id"], item["order_index"]) for item in items]

    def test_the_places_stay_and_what_lies_between_moves_on(self, api: Api, admin: Headers) -> None:
        subject = make_subject(api.connection)
        a, b, c, d = (make_topic(api.connection, subject, place) for place in (1, 3, 4, 1_000_000))
        moved = api.post(f"/topics/{d}/move", admin, json={"after_id": a})
        assert (moved.status_code, moved.json()["order_index"]) == (200, 3)
        assert self.order(api, admin, subject) == [(a, 1), (d, 3), (b, 4), (c, 1_000_000)]
        assert api.post(f"/topics/{c}/move", admin, json={"after_id": None}).json()["order_index"] == 1
        assert self.order(api, admin, subject) == [(c, 1), (a, 3), (d, 4), (b, 1_000_000)]
        events = api.connection.execute(
            "select payload -> 'moved' from operational.event where name = 'topic.moved' and row_id = %s", (d,)
        ).fetchall()
        assert events == [(sorted([b, c, d]),)]

    def test_where_it_stands_already_nothing_changes(self, api: Api, school: School, admin: Headers) -> None:
        before = api.get(f"/topics/{school.topics[1]}", admin).json()
        path = f"/topics/{school.topics[1]}/move"
        assert api.post(path, admin, json={"after_id": school.topics[0]}).json() == before

    def test_an_older_version_is_refused(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/topics/{school.topics[1]}/move"
        headers = admin | {"If-Match": '"99"'}
        answer = api.post(path, headers, json={"after_id": None})
        assert (answer.status_code, answer.json()["current"]["id"]) == (409, school.topics[1])

    def test_only_behind_another_topic_of_the_subject(self, api: Api, school: School, admin: Headers) -> None:
        stranger = make_topic(api.connection, make_subject(api.connection), 1)
        path = f"/topics/{school.topics[0]}/move"
        for after in (stranger, school.topics[0], 2**62, "first"):
            assert api.post(path, admin, json={"after_id": after}).status_code == 422
        assert api.post(path, admin, json={}).status_code == 422
        assert api.post(f"/topics/{2**62}/move", admin, json={"after_id": None}).status_code == 404

    def test_moves_at_once_leave_every_topic_one_place(self, api: Api, admin: Headers) -> None:
        subject = make_subject(api.connection)
        topics = make_topics(api.connection, subject, 5)
        calls = [Call("POST", f"/topics/{one}/move", admin, {"json": {"after_id": None}}) for one in topics]
        assert {answer.status_code for answer in api.at_once(calls)} == {200}
        found = self.order(api, admin, subject)
        assert sorted(one for one, _ in found) == topics
        assert [place for _, place in found] == [1, 2, 3, 4, 5]


class TestFindCycle:
    @pytest.mark.parametrize(
        ("needs", "cycle"),
        [
            ({}, None),
            ({1: [2, 3], 2: [4], 3: [4]}, None),
            ({1: [1]}, [1, 1]),
            ({1: [2], 2: [3, 1]}, [1, 2, 1]),
            ({1: [2], 2: [3], 3: [4], 4: [2]}, None),
        ],
    )
    def test_only_circles_through_the_start(self, needs: dict[int, list[int]], cycle: list[int] | None) -> None:
        assert find_cycle(needs, 1) == cycle
