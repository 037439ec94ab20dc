"""/assessments: work, marks, and what follows for progress."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import enroll, make_assessment, make_batch, make_student
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def teacher(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.FACULTY])


def kind(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("urn:headway:problem:")


def work(api: Api, school: School, **values: Any) -> int:
    student = values.pop("student_id", school.students[0])
    defaults = {"total_marks": 20, "topic_id": school.topics[0]}
    return make_assessment(api.connection, student, school.subject, **{**defaults, **values})


def grade(api: Api, headers: Headers, assessment: int, marks: float, **more: Any) -> Any:
    return api.post(f"/assessments/{assessment}/grade", headers, json={"marks_obtained": marks, **more})


def standing(api: Api, school: School) -> tuple[str, int, float]:
    """The first student's status and level in the first topic, and the completion of the subject."""
    own = api.log_in_as("students", school.students[0])
    (enrollment,) = api.get(f"/progress/student/{school.students[0]}", own).json()["enrollments"]
    topic = next(one for one in enrollment["topics"] if one["topic_id"] == school.topics[0])
    return topic["status"], topic["competency_level"], enrollment["completion_percentage"]


def events(api: Api, assessment: int) -> list[str]:
    rows = api.connection.execute(
        "select name from operational.event where relation = 'assessments' and row_id = %s order by id", (assessment,)
    )
    return [row[0] for row in rows.fetchall()]


class TestSetting:
    def test_work_for_one_student(self, api: Api, school: School, teacher: Headers) -> None:
        content = {"student_id": school.students[0], "subject_id": school.subject, "assessment_type": "quiz"}
        answer = api.post("/assessments", teacher, json={**content, "total_marks": 20.5, "due_date": "2031-03-03"})
        assert answer.status_code == 201, answer.text
        (item,) = answer.json()["items"]
        assert (item["status"], item["total_marks"], item["faculty_id"]) == ("pending", 20.5, school.faculty)
        single = api.get(f"/assessments/{item['id']}", teacher)
        assert (single.json(), single.headers["ETag"]) == (item, '"1"')
        assert events(api, item["id"]) == ["assessment.set"]

    def test_work_for_all_of_a_batch_who_learn_now(self, api: Api, school: School, teacher: Headers) -> None:
        api.connection.execute(
            "update operational.student_subject_enrollments set status = 'paused' where student_id = %s",
            (school.students[2],),
        )
        headers = teacher | {"Idempotency-Key": "quiz-for-the-batch"}
        content = {"batch_id": school.batch, "topic_id": school.topics[0], "assessment_type": "quiz"}
        first = api.post("/assessments", headers, json=content)
        assert [item["student_id"] for item in first.json()["items"]] == sorted(school.students[:2])
        assert api.post("/assessments", headers, json=content).json() == first.json()
        assert len(api.get("/assessments", teacher, subject_id=school.subject).json()["items"]) == 2

    def test_what_does_not_fit_is_refused(self, api: Api, school: School, teacher: Headers) -> None:
        single = {"student_id": school.students[0], "subject_id": school.subject, "assessment_type": "quiz"}
        for more in (
            {"batch_id": school.batch},
            {"student_id": None},
            {"subject_id": None},
            {"topic_id": 2**63 - 1},
            {"total_marks": 0},
            {"total_marks": 1e9},
            {"total_marks": "NaN"},
            {"total_marks": 1.234},
            {"title": "\x00"},
            {"due_date": "9999-12-31"},
        ):
            assert api.post("/assessments", teacher, json={**single, **more}).status_code == 422, more
        assert api.post("/assessments", teacher, json={**single, "faculty_id": school.colleague}).status_code == 403
        idle = make_student(api.connection, school.campus)
        admin = api.log_in(school.users[Role.ADMIN])
        assert kind(api.post("/assessments", admin, json={**single, "student_id": idle})) == "not-enrolled"
        huge = f"/assessments/{2**63}"
        assert api.get(huge, teacher).status_code == 422


class TestGrading:
    def test_a_mark_moves_topic_and_completion_at_once(self, api: Api, school: School, teacher: Headers) -> None:
        assessment = work(api, school)
        assert standing(api, school) == ("not_started", 0, 0.0)
        answer = grade(api, teacher, assessment, 16, graded_on="2024-07-14", grade="B", feedback="Well done")
        assert (answer.status_code, answer.json()["percentage"]) == (200, 80.0)
        assert (answer.json()["status"], answer.json()["assessment_date"]) == ("graded", "2024-07-14")
        assert standing(api, school) == ("completed", 4, 25.0)
        assert events(api, assessment) == ["assessment.graded"]

    def test_grading_again_corrects(self, api: Api, school: School, teacher: Headers) -> None:
        assessment = work(api, school)
        grade(api, teacher, assessment, 16, graded_on="2024-07-14")
        answer = grade(api, teacher, assessment, 20)
        assert (answer.json()["graded_on"], answer.json()["version"]) == ("2024-07-14", 2 + 1)
        assert standing(api, school) == ("mastered", 5, 25.0)
        assert grade(api, teacher, assessment, 20).json()["version"] == 2 + 1
        assert events(api, assessment) == ["assessment.graded", "assessment.regraded"]

    def test_a_mark_lies_within_the_total(self, api: Api, school: School, teacher: Headers) -> None:
        assessment, boundless = work(api, school), work(api, school, total_marks=None)
        for marks in (20.01, -1, 1e30, 3.333):
            assert grade(api, teacher, assessment, marks).status_code == 422
        assert grade(api, teacher, boundless, 5).status_code == 422
        assert grade(api, teacher, boundless, 5, total_marks=10).json()["percentage"] == 50.0
        assert api.put(f"/assessments/{boundless}", teacher, json={"total_marks": 4}).status_code == 422
        assert api.put(f"/assessments/{boundless}", teacher, json={"total_marks": None}).status_code == 422

    def test_a_mark_is_given_neither_ahead_nor_before_the_handing_in(
        self, api: Api, school: School, teacher: Headers
    ) -> None:
        assessment = work(api, school, status="completed", assessment_date="2024-07-10")
        assert grade(api, teacher, assessment, 5, graded_on="2024-07-09").status_code == 422
        assert grade(api, teacher, assessment, 5, graded_on="2199-01-01").status_code == 422
        assert grade(api, teacher, assessment, 5, graded_on="2024-07-10").status_code == 200

    def test_marks_and_attendance_of_one_student_at_once_both_count(
        self, api: Api, school: School, teacher: Headers
    ) -> None:
        pieces = [work(api, school, topic_id=topic) for topic in school.topics[:3]]
        content = {"json": {"marks_obtained": 20}}
        calls = [Call("POST", f"/assessments/{one}/grade", teacher, content) for one in pieces]
        marks = [
            {
                "student_id": school.students[0],
                "attendance_status": "present",
                "topics": [{"topic_id": school.topics[3], "understanding": 4}],
            }
        ]
        calls.append(Call("POST", f"/attendance/session/{school.session}", teacher, {"json": {"marks": marks}}))
        assert {answer.status_code for answer in api.at_once(calls)} == {200}
        assert standing(api, school) == ("mastered", 5, 100.0)

    def test_of_two_marks_on_one_version_one_is_told(self, api: Api, school: School, teacher: Headers) -> None:
        assessment = work(api, school)
        headers = teacher | {"If-Match": '"1"'}
        path = f"/assessments/{assessment}/grade"
        answers = api.at_once([Call("POST", path, headers, {"json": {"marks_obtained": one}}) for one in (5, 6)])
        assert sorted(answer.status_code for answer in answers) == [200, 409]

    def test_a_repeated_mark_with_its_key_answers_the_same(self, api: Api, school: School, teacher: Headers) -> None:
        assessment = work(api, school)
        headers = teacher | {"Idempotency-Key": "mark-of-the-quiz"}
        answers = [grade(api, headers, assessment, 7), grade(api, headers, assessment, 7)]
        assert answers[0].json() == answers[1].json()
        assert grade(api, headers, assessment, 8).status_code == 422


class TestChanging:
    def test_handed_in_is_done_and_taken_back_is_not(self, api: Api, school: School, teacher: Headers) -> None:
        path = f"/assessments/{work(api, school)}"
        handed_in = api.put(path, teacher, json={"status": "completed", "assessment_date": "2024-07-10"})
        assert handed_in.status_code == 200, handed_in.text
        assert standing(api, school) == ("completed", 3, 25.0)
        assert api.put(path, teacher, json={"status": "pending"}).json()["assessment_date"] is None
        assert standing(api, school) == ("not_started", 0, 0.0)

    def test_graded_work_stays_graded_and_may_be_of_another_topic(
        self, api: Api, school: School, teacher: Headers
    ) -> None:
        assessment = work(api, school)
        grade(api, teacher, assessment, 20)
        path = f"/assessments/{assessment}"
        assert kind(api.put(path, teacher, json={"status": "pending"})) == "illegal-move"
        assert api.put(path, teacher, json={"status": "graded"}).status_code == 422
        assert api.put(path, teacher, json={"topic_id": school.topics[1]}).status_code == 200
        assert standing(api, school) == ("not_started", 0, 25.0)
        assert api.put(path, teacher, json={"title": "Loops", "feedback": ""}).json()["title"] == "Loops"

    def test_days_and_states_agree(self, api: Api, school: School, teacher: Headers) -> None:
        path = f"/assessments/{work(api, school)}"
        assert api.put(path, teacher, json={"assessment_date": "2024-07-10"}).status_code == 422
        late = {"status": "completed", "assessment_date": "2199-01-01"}
        assert api.put(path, teacher, json=late).status_code == 422
        assert api.put(path, teacher, json={"faculty_id": school.colleague}).status_code == 403
        assert api.put(path, teacher | {"If-Match": '"7"'}, json={"title": "x"}).status_code == 409


class TestTakingBack:
    def test_what_nobody_has_done_anything_for_is_gone(self, api: Api, school: School, teacher: Headers) -> None:
        assessment = work(api, school)
        path = f"/assessments/{assessment}"
        assert api.delete(path, teacher | {"If-Match": '"7"'}).status_code == 409
        assert api.delete(path, teacher | {"If-Match": '"1"'}).status_code == 204
        assert api.get(path, teacher).status_code == 404
        assert events(api, assessment) == ["assessment.withdrawn"]

    def test_what_was_handed_in_or_marked_stays(self, api: Api, school: School, teacher: Headers) -> None:
        handed_in, marked = work(api, school, status="completed"), work(api, school)
        grade(api, teacher, marked, 5)
        for one in (handed_in, marked):
            assert kind(api.delete(f"/assessments/{one}", teacher)) == "not-pending"
            assert api.get(f"/assessments/{one}", teacher).status_code == 200


class TestWhatWaits:
    """Handed in, or due by now of somebody who learns the subject."""

    def test_states_of_rows(self, api: Api, school: School, teacher: Headers) -> None:
        today = date.today()  # noqa: DTZ011 - days, not hours
        handed_in = work(api, school, status="completed", due_date="2031-01-01")
        overdue = work(api, school, due_date=today - timedelta(days=3))
        ahead, undated = work(api, school, due_date=today + timedelta(days=3)), work(api, school)
        marked = work(api, school, status="graded", marks_obtained=4)
        stranger = make_student(api.connection, school.campus)
        enroll(api.connection, stranger, school.subject, faculty_id=school.faculty, status="paused")
        of_another = make_assessment(api.connection, stranger, school.subject, due_date=today - timedelta(days=3))

        def found(**query: Any) -> set[int]:
            return {item["id"] for item in api.get("/assessments", teacher, limit=200, **query).json()["items"]}

        assert found(state="to_mark") == {handed_in, overdue}
        assert found(state="overdue") == {overdue}
        assert found(state="graded") == {marked}
        assert found() == {handed_in, overdue, ahead, undated, marked, of_another}
        assert api.get("/assessments", teacher, state="lost").status_code == 422
        told = api.get(f"/assessments/{overdue}", teacher).json()
        assert (told["is_to_mark"], told["is_overdue"]) == (True, True)

    def test_names_stand_beside_numbers(self, api: Api, school: School, teacher: Headers) -> None:
        told = api.get(f"/assessments/{work(api, school)}", teacher).json()
        assert told["first_name"]
        assert (bool(told["subject_name"]), bool(told["topic_name"])) == (True, True)

    def test_what_was_set_at_once_is_one_row_with_counts(self, api: Api, school: School, teacher: Headers) -> None:
        content = {"batch_id": school.batch, "assessment_type": "quiz", "title": "Loops", "total_marks": 20}
        items = api.post("/assessments", teacher, json={**content, "due_date": "2024-07-10"}).json()["items"]
        single = work(api, school, student_id=school.students[1], due_date="2031-01-01")
        grade(api, teacher, items[0]["id"], 10)
        api.put(f"/assessments/{items[1]['id']}", teacher, json={"status": "completed"})
        told = api.get("/assessments/sets", teacher).json()
        assert [one["id"] for one in told["items"]] == [single, items[0]["id"]]
        of_batch = told["items"][1]
        counts = ("students_count", "to_mark_count", "handed_in_count", "overdue_count", "graded_count")
        assert [of_batch[name] for name in counts] == [3, 2, 1, 1, 1]
        assert [told[name] for name in counts] == [4, 2, 1, 1, 1]
        assert (of_batch["student_id"], told["items"][0]["student_id"]) == (None, school.students[1])
        rows = api.get("/assessments", teacher, set_id=items[2]["id"], sort="id").json()["items"]
        assert [row["id"] for row in rows] == [item["id"] for item in items]

    def test_sets_are_filtered_and_paged(self, api: Api, school: School, teacher: Headers) -> None:
        due = [None, "2024-07-01", "2024-07-02", "2024-07-02"]
        ids = [work(api, school, due_date=day, title=f"T{place}") for place, day in enumerate(due)]
        own = make_batch(api.connection, school.campus, school.subject, school.students[1:], faculty_id=school.faculty)

        def found(**query: Any) -> list[int]:
            return [item["id"] for item in api.get("/assessments/sets", teacher, **query).json()["items"]]

        assert found() == [ids[3], ids[2], ids[1], ids[0]]
        first = api.get("/assessments/sets", teacher, limit=3).json()
        assert (len(first["items"]), first["students_count"]) == (3, 4)
        assert found(limit=3, cursor=first["next_cursor"]) == [ids[0]]
        assert found(due_from="2024-07-02") == [ids[3], ids[2]]
        assert found(state="overdue", due_to="2024-07-01") == [ids[1]]
        assert found(batch_id=own) == []
        assert len(found(batch_id=school.batch)) == len(found(student_id=school.students[0])) == 4
        assert found(campus="nowhere") == found(state="graded") == []
        assert api.get("/assessments/sets", teacher, cursor="x").status_code == 422
        assert api.get("/assessments/sets", api.log_in(school.other_admin)).json()["students_count"] == 0


class TestList:
    def test_filters_and_pages(self, api: Api, school: School, teacher: Headers) -> None:
        due = [None, "2024-07-01", "2024-07-02", "2024-07-02"]
        ids = [work(api, school, due_date=day, assessment_type="project") for day in due]
        other = work(api, school, status="completed", due_date="2024-07-03")
        assert {item["id"] for item in api.get("/assessments", teacher, type="project").json()["items"]} == set(ids)
        assert [item["id"] for item in api.get("/assessments", teacher, status="completed").json()["items"]] == [other]
        between = api.get("/assessments", teacher, due_from="2024-07-02", due_to="2024-07-02").json()["items"]
        assert {item["id"] for item in between} == set(ids[2:])
        for sort in ("due_date", "-due_date", "id", "-id"):
            first = api.get("/assessments", teacher, sort=sort, limit=3).json()
            rest = api.get("/assessments", teacher, sort=sort, limit=3, cursor=first["next_cursor"]).json()
            assert {item["id"] for item in first["items"] + rest["items"]} == {*ids, other}
            assert rest["next_cursor"] is None

    def test_everybody_sees_the_work_of_whom_they_see(self, api: Api, school: School, teacher: Headers) -> None:
        own = work(api, school)
        classmates = make_assessment(api.connection, school.students[1], school.subject)
        stranger = make_student(api.connection, school.campus)
        enroll(api.connection, stranger, school.subject)
        untaught = make_assessment(api.connection, stranger, school.subject)
        for headers, seen in (
            (api.log_in_as("students", school.students[0]), {own}),
            (teacher, {own, classmates}),
            (api.log_in(school.users[Role.COUNSELOR]), {own, classmates, untaught}),
            (api.log_in(school.other_admin), set()),
        ):
            items = api.get("/assessments", headers, subject_id=school.subject, limit=200).json()["items"]
            assert {item["id"] for item in items} == seen
            for one in (own, classmates, untaught):
                assert api.get(f"/assessments/{one}", headers).status_code == (200 if one in seen else 404)
