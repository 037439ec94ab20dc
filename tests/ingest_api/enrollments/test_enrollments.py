"""/enrollments: taking up a subject, and the status machine."""

from typing import Any

import pytest
from httpx import Response

from tests.factories import enroll, make_student, make_subject, make_user
from tests.factories.insert import insert, number
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


@pytest.fixture
def student(api: Api, school: School) -> int:
    return make_student(api.connection, school.campus)


class TestCreate:
    def body(self, student: int, subject: int, **more: Any) -> dict[str, Any]:
        return {"student_id": student, "subject_id": subject, "enrollment_date": "2024-01-01", **more}

    def test_once_per_key_and_once_per_subject(self, api: Api, school: School, admin: Headers, student: int) -> None:
        headers = admin | {"Idempotency-Key": f"enrollment-{number()}"}
        body = self.body(student, school.subject, faculty_id=school.faculty)
        answers = api.at_once([Call("POST", "/enrollments", headers, {"json": body})] * 4)
        assert {answer.status_code for answer in answers} == {201}
        (enrollment,) = {answer.json()["id"] for answer in answers}
        again = api.post("/enrollments", admin, json=body)
        assert (again.status_code, again.json()["enrollment_id"]) == (409, enrollment)
        listed = api.get("/enrollments", admin, student_id=student).json()["items"]
        assert [(item["id"], item["status"]) for item in listed] == [(enrollment, "active")]

    def test_found_by_name_campus_and_who_is_in_no_batch(self, api: Api, school: School, admin: Headers) -> None:
        user = make_user(api.connection, Role.STUDENT, school.campus, first_name="Asha", last_name="Ra_o")
        asha = make_student(api.connection, school.campus, user_id=user)
        enroll(api.connection, asha, school.subject)
        everywhere = api.log_in(school.users[Role.SUPER_ADMIN])

        def found(headers: Headers, **filters: Any) -> list[tuple[int, str]]:
            items = api.get("/enrollments", headers, subject_id=school.subject, **filters).json()["items"]
            return sorted((item["student_id"], item["student_name"]) for item in items)

        assert found(admin, q="a ra_") == [(asha, "Asha Ra_o")]
        assert [one for one, _ in found(admin, outside_batch_id=school.batch)] == [asha]
        assert [one for one, _ in found(everywhere, campus_id=school.other_campus)] == [school.other_student]
        assert found(admin, campus_id=school.other_campus) == []
        number_of = api.get(f"/students/{school.students[0]}", admin).json()["enrollment_no"]
        assert [one for one, _ in found(admin, q=number_of.lower())] == [school.students[0]]

    def test_of_two_at_once_one_comes_in(self, api: Api, school: School, admin: Headers, student: int) -> None:
        call = Call("POST", "/enrollments", admin, {"json": self.body(student, school.subject)})
        assert sorted(answer.status_code for answer in api.at_once([call] * 3)) == [201, 409, 409]

    def test_what_must_come_before_is_named(self, api: Api, school: School, admin: Headers, student: int) -> None:
        advanced = make_subject(api.connection)
        insert(api.connection, "subject_prerequisites", subject_id=advanced, prerequisite_id=school.subject)
        answer = api.post("/enrollments", admin, json=self.body(student, advanced))
        assert (answer.status_code, answer.json()["missing"]) == (409, [school.subject])
        over = {"status": "completed", "ended_on": "2024-05-01", "actual_completion_date": "2024-05-01"}
        enroll(api.connection, student, school.subject, **over)
        assert api.post("/enrollments", admin, json=self.body(student, advanced)).status_code == 201

    def test_impossible_ones(self, api: Api, school: School, admin: Headers, student: int) -> None:
        for more, status in (
            ({"subject_id": 2**62}, 422),
            ({"faculty_id": 2**62}, 422),
            ({"expected_completion_date": "2023-12-31"}, 422),
            ({"student_id": school.other_student}, 404),
            ({"subject_id": make_subject(api.connection, status="inactive")}, 409),
            ({"student_id": make_student(api.connection, school.campus, status="hold")}, 409),
        ):
            body = self.body(student, school.subject) | more
            assert api.post("/enrollments", admin, json=body).status_code == status, more


class TestChange:
    def put(self, api: Api, headers: Headers, enrollment: int, **content: Any) -> Response:
        return api.put(f"/enrollments/{enrollment}", headers, json=content)

    def test_paused_and_taken_up_again(self, api: Api, school: School, admin: Headers, student: int) -> None:
        enrollment = enroll(api.connection, student, school.subject)
        for status in ("paused", "active", "dropped", "active"):
            answer = self.put(api, admin, enrollment, status=status)
            assert (answer.status_code, answer.json()["status"]) == (200, status), answer.text
            assert (answer.json()["ended_on"] is not None) == (status == "dropped")

    def test_an_illegal_move_names_the_legal_ones(self, api: Api, school: School, admin: Headers, student: int) -> None:
        enrollment = enroll(api.connection, student, school.subject, status="paused")
        answer = self.put(api, admin, enrollment, status="completed")
        assert (answer.status_code, answer.json()["allowed"]) == (409, ["active", "dropped"])

    def test_completed_needs_every_topic(self, api: Api, school: School, admin: Headers, student: int) -> None:
        early = enroll(api.connection, student, school.subject, completion_percentage=99.5)
        assert self.put(api, admin, early, status="completed").json()["completion_percentage"] == 99.5
        done = enroll(api.connection, student, make_subject(api.connection), completion_percentage=100)
        content = self.put(api, admin, done, status="completed", ended_on="2024-06-01").json()
        assert (content["status"], content["actual_completion_date"]) == ("completed", "2024-06-01")
        assert self.put(api, admin, done, status="active").json()["allowed"] == []

    def test_an_end_does_not_lie_before_the_start(self, api: Api, school: School, admin: Headers, student: int) -> None:
        enrollment = enroll(api.connection, student, school.subject)
        for content in ({"status": "dropped", "ended_on": "2023-12-31"}, {"ended_on": "2024-06-01"}):
            assert self.put(api, admin, enrollment, **content).status_code == 422

    def test_of_two_who_edit_one_hears_the_other(self, api: Api, school: School, admin: Headers, student: int) -> None:
        path = f"/enrollments/{enroll(api.connection, student, school.subject)}"
        etag = api.get(path, admin).headers["etag"]
        calls = [Call("PUT", path, admin | {"If-Match": etag}, {"json": {"notes": text}}) for text in ("one", "two")]
        assert sorted(answer.status_code for answer in api.at_once(calls)) == [200, 409]
