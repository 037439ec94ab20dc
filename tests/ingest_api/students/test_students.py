"""GET /students, /students/{id} and /students/{id}/progress."""

import pytest

from tests.factories import enroll, make_batch, make_campus, make_session, make_student, make_user
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def ids(api: Api, headers: Headers, **parameters: object) -> list[int]:
    answer = api.get("/students", headers, **parameters)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


class TestList:
    def test_anonymous_is_refused(self, api: Api) -> None:
        assert api.get("/students").status_code == 401

    def test_an_admin_sees_the_campus(self, api: Api, school: School, admin: Headers) -> None:
        assert sorted(ids(api, admin)) == sorted(school.students)

    def test_a_student_sees_himself(self, api: Api, school: School) -> None:
        assert ids(api, api.log_in_as("students", school.students[1])) == [school.students[1]]

    def test_a_faculty_member_sees_whom_she_teaches(self, api: Api, school: School) -> None:
        strangers = [make_student(api.connection, school.campus) for _ in range(4)]
        headers = api.log_in_as("faculties", school.colleague)
        assert ids(api, headers) == []
        enrolled, in_batch, alone, _ = strangers
        enroll(api.connection, enrolled, school.subject, faculty_id=school.colleague)
        batch = make_batch(api.connection, school.campus, school.subject, [in_batch])
        for member in ({"batch_id": batch}, {"student_id": alone}):
            make_session(api.connection, school.campus, school.subject, faculty_id=school.colleague, **member)
        assert sorted(ids(api, headers)) == sorted([enrolled, in_batch, alone])

    @pytest.mark.parametrize("sort", ["name", "-name", "enrollment_no", "-enrollment_no"])
    def test_pages_hold_everybody_once_in_order(self, api: Api, sort: str) -> None:
        campus = make_campus(api.connection)
        headers = api.log_in(make_user(api.connection, Role.ADMIN, campus))
        for last_name in ("Roy", "Roy", None, "Ahuja", "Zed"):
            user = make_user(api.connection, Role.STUDENT, campus, first_name="Sam", last_name=last_name)
            make_student(api.connection, campus, user_id=user)
        whole = ids(api, headers, sort=sort)
        assert len(whole) == 5
        pages: list[int] = []
        cursor: str | None = None
        while True:
            parameters = {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
            page = api.get("/students", headers, **parameters).json()
            pages += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert pages == whole
        key = sort.lstrip("-")
        items = api.get("/students", headers, sort=sort).json()["items"]
        keys = [(item["last_name"] or "", item["first_name"]) if key == "name" else item[key] for item in items]
        assert keys == sorted(keys, reverse=sort.startswith("-"))

    def test_filters(self, api: Api, school: School, admin: Headers) -> None:
        user = make_user(api.connection, Role.STUDENT, school.campus, first_name="Per%cent", last_name="O'Neil")
        one = make_student(api.connection, school.campus, user_id=user, status="hold")
        assert ids(api, admin, q="per%c") == [one]
        assert ids(api, admin, q="cent o'n") == [one]
        assert ids(api, admin, q="r_c") == []
        assert ids(api, admin, status="hold") == [one]
        assert ids(api, admin, campus="nowhere") == []

    @pytest.mark.parametrize(
        "parameters",
        [{"cursor": "nonsense"}, {"cursor": "WzEsMiwzXQ"}, {"limit": 0}, {"sort": "age"}, {"status": "asleep"}],
    )
    def test_nonsense_is_refused_with_its_place(self, api: Api, admin: Headers, parameters: dict[str, object]) -> None:
        answer = api.get("/students", admin, **parameters)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == list(parameters)


class TestGet:
    def test_a_student_with_how_to_reach_them(self, api: Api, school: School, admin: Headers) -> None:
        content = api.get(f"/students/{school.students[0]}", admin).json()
        assert content["active_enrollments"] == 1
        assert content["email"].startswith("student")

    def test_nobody_and_somebody_out_of_sight_look_the_same(self, api: Api, school: School, admin: Headers) -> None:
        hidden, nobody = (api.get(f"/students/{student}", admin) for student in (school.other_student, 2**62))
        assert (hidden.status_code, nobody.status_code) == (404, 404)
        assert hidden.json()["title"] == nobody.json()["title"]


class TestProgress:
    def test_topics_stand_in_teaching_order_whether_touched_or_not(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        student = school.students[0]
        mark = {"student_id": student, "attendance_status": "present"}
        topics = [{"topic_id": school.topics[1], "understanding": 5}]
        api.post(f"/attendance/session/{school.session}", admin, json={"marks": [{**mark, "topics": topics}]})
        (enrollment,) = api.get(f"/students/{student}/progress", admin).json()["enrollments"]
        assert enrollment["completion_percentage"] == 25.0
        assert [topic["status"] for topic in enrollment["topics"]] == [
            "not_started",
            "mastered",
            "not_started",
            "not_started",
        ]
        assert enrollment["topics"][1]["completion_date"] == "2024-07-01"
