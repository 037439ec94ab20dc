"""/learning-paths: made for one student and subject, walked step by step."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.factories import enroll, make_student, make_subject, make_topic
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def ask(api: Api, school: School, headers: Headers, **more: Any) -> Any:
    content = {"student_id": school.students[0], "subject_id": school.subject, **more}
    return api.post("/learning-paths", headers, json=content)


def make(api: Api, school: School, headers: Headers, **more: Any) -> dict[str, Any]:
    answer = ask(api, school, headers, **more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def stands(api: Api, student: int, topic: int, status: str) -> None:
    insert(api.connection, "student_topic_progress", student_id=student, topic_id=topic, status=status)


def kind(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("urn:headway:problem:")


def events(api: Api, relation: str, row_id: int) -> list[str]:
    found = api.connection.execute(
        "select name from operational.event where relation = %s and row_id = %s order by id", (relation, row_id)
    )
    return [row[0] for row in found.fetchall()]


class TestMaking:
    def test_what_is_left_in_an_order_that_can_be_learned(self, api: Api, school: School, admin: Headers) -> None:
        first, second, third, fourth = school.topics
        insert(api.connection, "topic_prerequisites", topic_id=second, prerequisite_id=fourth)
        stands(api, school.students[0], first, "mastered")
        stands(api, school.students[0], third, "needs_review")
        make_topic(api.connection, school.subject, 5, status="inactive")
        path = make(api, school, admin, goal="Ready for July")
        assert [step["topic_id"] for step in path["steps"]] == [third, fourth, second]
        assert [step["position"] for step in path["steps"]] == [1, 2, 3]
        assert [step["topic_status"] for step in path["steps"]] == ["needs_review", "not_started", "not_started"]
        assert path["steps"][2]["reason"] == "Builds on Topic 4, earlier in this path."
        assert all(step["reason"].endswith(".") and step["status"] == "planned" for step in path["steps"])
        assert (path["status"], path["goal"], path["steps_total"], path["steps_done"]) == (
            "active",
            "Ready for July",
            3,
            0,
        )
        assert path["name"].endswith(": what is left")
        assert events(api, "learning_paths", path["id"]) == ["learning_path.created"]

    def test_two_at_once_are_one_path(self, api: Api, school: School, admin: Headers) -> None:
        content = {"student_id": school.students[0], "subject_id": school.subject}
        answers = api.at_once([Call("POST", "/learning-paths", admin, {"json": content})] * 2)
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        refused = next(answer for answer in answers if answer.status_code == 409)
        made = next(answer for answer in answers if answer.status_code == 201).json()
        assert (kind(refused), refused.json()["path_id"]) == ("path-exists", made["id"])

    def test_a_new_one_when_the_old_one_is_over(self, api: Api, school: School, admin: Headers) -> None:
        path = make(api, school, admin)
        assert api.put(f"/learning-paths/{path['id']}", admin, json={"status": "archived"}).status_code == 200
        assert make(api, school, admin)["id"] != path["id"]

    def test_the_same_key_makes_one(self, api: Api, school: School, admin: Headers) -> None:
        headers = admin | {"Idempotency-Key": str(uuid4())}
        first, again = ask(api, school, headers), ask(api, school, headers)
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()

    def test_only_through_what_the_student_learns(self, api: Api, school: School, admin: Headers) -> None:
        assert kind(ask(api, school, admin, subject_id=make_subject(api.connection))) == "not-enrolled"
        assert kind(ask(api, school, admin, subject_id=2**63 - 1)) == "not-enrolled"
        dropped = make_subject(api.connection)
        enroll(api.connection, school.students[0], dropped, status="dropped", ended_on=date(2024, 2, 1))
        assert kind(ask(api, school, admin, subject_id=dropped)) == "not-enrolled"

    def test_not_when_nothing_is_left(self, api: Api, school: School, admin: Headers) -> None:
        for topic in school.topics:
            stands(api, school.students[0], topic, "completed")
        assert kind(ask(api, school, admin)) == "nothing-left"

    def test_prerequisites_in_a_circle_are_told(self, api: Api, school: School, admin: Headers) -> None:
        first, second = school.topics[:2]
        insert_pair = "insert into operational.topic_prerequisites (topic_id, prerequisite_id) values (%s, %s)"
        api.connection.execute(insert_pair, (first, second))
        api.connection.execute(insert_pair, (second, first))
        assert kind(ask(api, school, admin)) == "prerequisite-cycle"

    def test_not_for_somebody_elses_student(self, api: Api, school: School, admin: Headers) -> None:
        assert ask(api, school, admin, student_id=school.other_student).status_code == 404
        stranger = make_student(api.connection, school.campus)
        enroll(api.connection, stranger, school.subject)
        teacher = api.log_in_as("faculties", school.faculty)
        assert ask(api, school, teacher, student_id=stranger).status_code == 404
        assert ask(api, school, teacher).status_code == 201


class TestReading:
    def test_a_student_sees_his_own(self, api: Api, school: School, admin: Headers) -> None:
        his, hers = make(api, school, admin), make(api, school, admin, student_id=school.students[1])
        own = api.log_in_as("students", school.students[0])
        assert [item["id"] for item in api.get("/learning-paths", own).json()["items"]] == [his["id"]]
        assert api.get(f"/learning-paths/{his['id']}", own).json() == his
        assert api.get(f"/learning-paths/{hers['id']}", own).status_code == 404
        assert ask(api, school, own).status_code == 403

    def test_filters_and_pages(self, api: Api, school: School, admin: Headers) -> None:
        paths = [make(api, school, admin, student_id=student)["id"] for student in school.students]
        api.put(f"/learning-paths/{paths[0]}", admin, json={"status": "completed"})

        def ids(**filters: Any) -> list[int]:
            return [item["id"] for item in api.get("/learning-paths", admin, **filters).json()["items"]]

        assert ids() == paths[::-1]
        assert ids(status="completed") == paths[:1]
        assert ids(student_id=school.students[1]) == [paths[1]]
        page = api.get("/learning-paths", admin, sort="created", limit=2).json()
        assert [item["id"] for item in page["items"]] == paths[:2]
        assert ids(sort="created", limit=2, cursor=page["next_cursor"]) == paths[2:]


class TestChanging:
    def test_only_what_is_sent_changes(self, api: Api, school: School, admin: Headers) -> None:
        path = make(api, school, admin, goal="July")
        answer = api.put(f"/learning-paths/{path['id']}", admin, json={"name": "Loops first"})
        assert (answer.json()["name"], answer.json()["goal"], answer.headers["ETag"]) == ("Loops first", "July", '"2"')
        assert api.put(f"/learning-paths/{path['id']}", admin, json={"goal": None}).json()["goal"] is None
        assert api.put(f"/learning-paths/{path['id']}", admin, json={"name": None}).status_code == 422
        assert events(api, "learning_paths", path["id"]) == ["learning_path.created"] + ["learning_path.changed"] * 2

    def test_of_two_people_editing_one_is_told(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/learning-paths/{make(api, school, admin)['id']}"
        headers = admin | {"If-Match": '"1"'}
        answers = api.at_once([Call("PUT", path, headers, {"json": {"name": name}}) for name in ("A", "B")])
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        refused = next(answer for answer in answers if answer.status_code == 409)
        assert (kind(refused), refused.json()["current"]["version"]) == ("lost-update", 2)

    def test_a_path_that_is_over_stays_as_it_is(self, api: Api, school: School, admin: Headers) -> None:
        path = make(api, school, admin)
        url = f"/learning-paths/{path['id']}"
        assert api.put(url, admin, json={"status": "completed"}).json()["status"] == "completed"
        assert kind(api.put(url, admin, json={"status": "active"})) == "illegal-move"
        assert kind(api.put(url, admin, json={"name": "Late"})) == "path-over"
        step = f"{url}/steps/{path['steps'][0]['id']}"
        assert kind(api.put(step, admin, json={"status": "in_progress"})) == "path-over"


class TestSteps:
    def test_a_student_walks_step_by_step(self, api: Api, school: School, admin: Headers) -> None:
        path = make(api, school, admin)
        own = api.log_in_as("students", school.students[0])
        first, second = (f"/learning-paths/{path['id']}/steps/{step['id']}" for step in path["steps"][:2])
        assert kind(api.put(first, own, json={"status": "done"})) == "illegal-move"
        assert api.put(first, own, json={"status": "in_progress"}).json()["status"] == "in_progress"
        done = api.put(first, own, json={"status": "done"})
        assert (done.json()["status"], done.headers["ETag"]) == ("done", '"3"')
        assert api.put(second, own, json={"status": "skipped"}).status_code == 200
        assert kind(api.put(second, own, json={"status": "planned"})) == "illegal-move"
        assert api.get(f"/learning-paths/{path['id']}", own).json()["steps_done"] == 1
        assert events(api, "learning_path_steps", path["steps"][0]["id"]) == [
            "learning_path.step_in_progress",
            "learning_path.step_done",
        ]

    def test_saying_it_twice_changes_nothing(self, api: Api, school: School, admin: Headers) -> None:
        path = make(api, school, admin)
        step = f"/learning-paths/{path['id']}/steps/{path['steps'][0]['id']}"
        versions = [api.put(step, admin, json={"status": "in_progress"}).json()["version"] for _ in range(2)]
        assert versions == [2, 2]
        assert kind(api.put(step, admin | {"If-Match": '"1"'}, json={"status": "done"})) == "lost-update"

    def test_a_step_belongs_to_its_path(self, api: Api, school: School, admin: Headers) -> None:
        his, hers = make(api, school, admin), make(api, school, admin, student_id=school.students[1])
        step = hers["steps"][0]["id"]
        assert api.put(f"/learning-paths/{his['id']}/steps/{step}", admin, json={"status": "done"}).status_code == 404
        own = api.log_in_as("students", school.students[0])
        assert api.put(f"/learning-paths/{hers['id']}/steps/{step}", own, json={"status": "done"}).status_code == 404


WRONG: Any = [
    {"student_id": 2**63},
    {"student_id": 0},
    {"student_id": 10**400},
    {"subject_id": "\x00"},
    {"name": "a\x00b"},
    {"name": " "},
    {"name": "x" * 201},
    {"goal": "\x00"},
    {"goal": "x" * 5_001},
    {"steps": []},
]


def test_bad_input_is_refused(api: Api, school: School, admin: Headers) -> None:
    answers = [ask(api, school, admin, **content) for content in WRONG]
    assert [answer.status_code for answer in answers] == [422] * len(WRONG)
