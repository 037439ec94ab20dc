"""POST /students, PUT /students/{id}, and a student's marks and topics."""

from typing import Any

import pytest
from httpx import Response

from tests.factories import make_student, make_user
from tests.factories.insert import number
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def create(api: Api, headers: Headers, **content: Any) -> Response:
    return api.post("/students", headers, json={"first_name": "Asha", **content})


class TestCreate:
    def test_anonymous_is_refused(self, api: Api) -> None:
        assert create(api, {}).status_code == 401

    def test_a_student_with_an_account_of_the_campus(self, api: Api, school: School, admin: Headers) -> None:
        email = f"Asha{number()}@Example.org"
        answer = create(api, admin, last_name="Rao", email=email, date_of_birth="2004-02-29")
        assert answer.status_code == 201, answer.text
        content = answer.json()
        assert (content["campus_id"], content["email"], content["status"]) == (school.campus, email.lower(), "active")
        assert content["enrollment_no"].startswith(content["campus_code"])
        assert answer.headers["etag"] == f'"{content["version"]}"'
        assert api.get(f"/students/{content['id']}", admin).json() == content

    def test_an_event_tells_of_it_without_a_name(self, api: Api, admin: Headers) -> None:
        student = create(api, admin, last_name="Unmistakable").json()["id"]
        rows = api.connection.execute(
            "select name, payload::text from operational.event where relation = 'students' and row_id = %s", (student,)
        ).fetchall()
        assert rows == [("student.created", "{}")]

    def test_the_same_key_makes_one_student(self, api: Api, school: School, admin: Headers) -> None:
        headers = admin | {"Idempotency-Key": f"new-student-{number()}"}
        call = Call("POST", "/students", headers, {"json": {"first_name": "Asha"}})
        answers = api.at_once([call] * 8)
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        other = api.post("/students", headers, json={"first_name": "Somebody else"})
        assert other.status_code == 422

    def test_a_taken_email_or_number_is_a_conflict(self, api: Api, admin: Headers) -> None:
        first = create(api, admin, email=f"one{number()}@example.org").json()
        assert create(api, admin, email=first["email"]).status_code == 409
        assert create(api, admin, enrollment_no=first["enrollment_no"]).status_code == 409

    def test_only_a_super_admin_names_another_campus(self, api: Api, school: School, admin: Headers) -> None:
        assert create(api, admin, campus_id=school.other_campus).status_code == 422
        super_admin = api.log_in(school.users[Role.SUPER_ADMIN])
        assert create(api, super_admin).json()["errors"][0]["field"] == "campus_id"
        assert create(api, super_admin, campus_id=school.other_campus).status_code == 201

    @pytest.mark.parametrize(
        "wrong",
        [
            {"first_name": "  "},
            {"first_name": "a\x00b"},
            {"email": "nobody"},
            {"date_of_birth": "2190-01-01"},
            {"admission_date": "10000-01-01"},
            {"counselor_id": 2**80},
            {"learning_style": "osmosis"},
            {"preferred_schedule": {"x": "\x00"}},
            {"nickname": "Ash"},
        ],
    )
    def test_nonsense_is_refused_with_its_place(self, api: Api, admin: Headers, wrong: dict[str, Any]) -> None:
        answer = create(api, admin, **wrong)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == list(wrong)


class TestChange:
    def put(self, api: Api, headers: Headers, student: int, **content: Any) -> Response:
        return api.put(f"/students/{student}", headers, json=content)

    def test_only_what_was_sent_changes(self, api: Api, school: School, admin: Headers) -> None:
        student = school.students[0]
        before = api.get(f"/students/{student}", admin).json()
        after = self.put(api, admin, student, address="Pune", first_name="New").json()
        assert after == before | {"address": "Pune", "first_name": "New", "version": after["version"]}
        assert after["version"] > before["version"]
        assert self.put(api, admin, student, address=None).json()["address"] is None
        assert self.put(api, admin, student, first_name=None).status_code == 422

    def test_nothing_different_leaves_version_and_trail_alone(self, api: Api, school: School, admin: Headers) -> None:
        student = make_student(api.connection, school.campus)
        before = api.get(f"/students/{student}", admin).json()
        assert self.put(api, admin, student, first_name=before["first_name"]).json() == before
        trail = api.connection.execute("select from operational.event where student_id = %s", (student,)).fetchall()
        assert trail == []

    def test_of_two_who_edit_the_second_hears_the_current_state(self, api: Api, school: School, admin: Headers) -> None:
        student = school.students[1]
        etag = api.get(f"/students/{student}", admin).headers["etag"]
        calls = [
            Call("PUT", f"/students/{student}", admin | {"If-Match": etag}, {"json": {"address": place}})
            for place in ("Pune", "Goa")
        ]
        answers = api.at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        refused = next(answer.json() for answer in answers if answer.status_code == 409)
        saved = next(answer.json() for answer in answers if answer.status_code == 200)
        assert refused["current"]["address"] == saved["address"]
        assert "written_xid" not in refused["current"]

    def test_the_counselor_is_one_of_the_campus(self, api: Api, school: School, admin: Headers) -> None:
        student = school.students[0]
        assert self.put(api, admin, student, counselor_id=school.users[Role.COUNSELOR]).status_code == 200
        stranger = make_user(api.connection, Role.COUNSELOR, school.other_campus)
        assert self.put(api, admin, student, counselor_id=stranger).status_code == 422
        assert self.put(api, admin, student, counselor_id=school.users[Role.FACULTY]).status_code == 422

    def test_a_status_that_cannot_follow_names_those_that_can(self, api: Api, school: School, admin: Headers) -> None:
        student = make_student(api.connection, school.campus, status="hold")
        answer = self.put(api, admin, student, status="graduated")
        assert (answer.status_code, answer.json()["allowed"]) == (409, ["active", "dropped"])
        assert self.put(api, admin, student, status="active").status_code == 200

    def test_nobody_is_done_while_learning(self, api: Api, school: School, admin: Headers) -> None:
        answer = self.put(api, admin, school.students[0], status="completed")
        assert (answer.status_code, answer.json()["open_enrollments"]) == (409, 1)

    def test_faculty_sees_no_address(self, api: Api, school: School, admin: Headers) -> None:
        self.put(api, admin, school.students[0], address="Pune")
        seen = api.get(f"/students/{school.students[0]}", api.log_in_as("faculties", school.faculty)).json()
        assert seen["address"] is None


class TestMarksAndTopics:
    @pytest.fixture(autouse=True)
    def _marked(self, api: Api, school: School, admin: Headers) -> None:
        student = school.students[0]
        topics = [{"topic_id": school.topics[0], "understanding": 4}]
        for session, more in ((school.session, {"topics": topics}), (school.solo_session, {})):
            mark = {"student_id": student, "attendance_status": "present", **more}
            answer = api.post(f"/attendance/session/{session}", admin, json={"marks": [mark]})
            assert answer.status_code == 200, answer.text

    def test_marks_with_their_topics(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/students/{school.students[0]}/attendance"
        items = api.get(path, admin).json()["items"]
        assert {item["session_id"] for item in items} == {school.session, school.solo_session}
        by_session = {item["session_id"]: item for item in items}
        assert by_session[school.session]["topics"] == [{"topic_id": school.topics[0], "understanding": 4}]
        first = api.get(path, admin, limit=1).json()
        second = api.get(path, admin, limit=1, cursor=first["next_cursor"]).json()
        assert [item["id"] for item in first["items"] + second["items"]] == [item["id"] for item in items]
        assert api.get(path, admin, status="absent").json()["items"] == []
        assert api.get(path, admin, from_date="2199-01-01").json()["items"] == []
        assert api.get(path, admin, subject_id=school.subject + 1).json()["items"] == []

    def test_topics_in_teaching_order(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/students/{school.students[0]}/topics-progress"
        items = api.get(path, admin).json()["items"]
        assert [item["topic_id"] for item in items] == school.topics
        assert [item["status"] for item in items][:2] == ["completed", "not_started"]
        done = api.get(path, admin, status="completed").json()["items"]
        assert [item["competency_level"] for item in done] == [4]
