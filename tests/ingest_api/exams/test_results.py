"""/exams/bookings/{id}/result: who was there gets a mark, all of it or nothing."""

from typing import Any

import pytest

from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.exams.test_exams import book, kind, plan
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


@pytest.fixture
def teacher(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.FACULTY])


@pytest.fixture
def booking(api: Api, school: School, admin: Headers) -> int:
    """The first student's place in an exam of the first topic that was a while ago."""
    slot = plan(api, school, admin, topic_id=school.topics[0], faculty_id=school.colleague)
    found = book(api, admin, slot, school.students[0]).json()["id"]
    api.connection.execute(
        "update operational.exam_slots set starts_at = '2024-07-12T20:00:00Z' where id = %s", (slot,)
    )
    return int(found)


def give(api: Api, headers: Headers, booking: int, marks: float = 16, total: float = 20, **more: Any) -> Any:
    content = {"marks_obtained": marks, "total_marks": total, **more}
    return api.post(f"/exams/bookings/{booking}/result", headers, json=content)


def works(api: Api, booking: int) -> list[tuple[Any, ...]]:
    return api.connection.execute(
        "select student_id, assessment_type, title, status, marks_obtained::float8, faculty_id, assessment_date::text"
        " from operational.assessments where reference = %s",
        (f"exam-booking-{booking}",),
    ).fetchall()


def status(api: Api, booking: int) -> str:
    query = "select status from operational.exam_bookings where id = %s"
    [(found,)] = api.connection.execute(query, (booking,)).fetchall()
    return str(found)


def events(api: Api, relation: str, row: int) -> list[str]:
    rows = api.connection.execute(
        "select name from operational.event where relation = %s and row_id = %s order by id", (relation, row)
    )
    return [one[0] for one in rows.fetchall()]


def test_a_mark_says_that_the_student_was_there_and_moves_progress(
    api: Api, school: School, admin: Headers, booking: int
) -> None:
    answer = give(api, admin, booking, feedback="Well done")
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["status"], told["version"], answer.headers["ETag"]) == ("attended", 2, '"2"')
    assert told["result"]["percentage"] == 80.0
    # The day at the campus, five and a half hours ahead.
    assert works(api, booking) == [
        (school.students[0], "exam", "Final", "graded", 16.0, school.colleague, "2024-07-13")
    ]
    own = api.log_in_as("students", school.students[0])
    [seen] = api.get("/assessments", own, student_id=school.students[0], type="exam").json()["items"]
    assert (seen["id"], seen["percentage"], seen["feedback"]) == (told["result"]["assessment_id"], 80.0, "Well done")
    [enrollment] = api.get(f"/progress/student/{school.students[0]}", own).json()["enrollments"]
    assert enrollment["completion_percentage"] == 25.0
    assert events(api, "exam_bookings", booking) == ["exam.booked", "exam.attended"]
    assert events(api, "assessments", seen["id"]) == ["assessment.set", "assessment.graded"]
    [listed] = api.get("/exams/bookings", own, student_id=school.students[0]).json()["items"]
    assert listed["result"] == told["result"]


def test_given_again_it_is_one_mark_and_another_one_is_a_correction_of_its_assessment(
    api: Api, school: School, teacher: Headers, booking: int
) -> None:
    first = give(api, teacher, booking)
    assert give(api, teacher, booking).json() == first.json()
    refused = give(api, teacher, booking, marks=17)
    assert (refused.status_code, kind(refused)) == (409, "has-mark")
    assessment = refused.json()["assessment_id"]
    headers = teacher | {"If-Match": f'"{first.json()["result"]["version"]}"'}
    corrected = api.post(f"/assessments/{assessment}/grade", headers, json={"marks_obtained": 17})
    assert corrected.status_code == 200
    assert [one[4:6] for one in works(api, booking)] == [(17.0, school.faculty)]
    path = f"/exams/bookings/{booking}"
    assert kind(api.put(path, teacher, json={"status": "no_show"})) == "has-mark"


def test_the_same_key_gives_the_first_answer_and_of_two_at_once_one_gives_it(
    api: Api, admin: Headers, booking: int
) -> None:
    path = f"/exams/bookings/{booking}/result"
    calls = [
        Call("POST", path, admin | {"If-Match": '"1"'}, {"json": {"marks_obtained": mark, "total_marks": 20}})
        for mark in (11, 12)
    ]
    assert sorted(answer.status_code for answer in api.at_once(calls)) == [201, 409]
    assert len(works(api, booking)) == 1
    keyed = admin | {"Idempotency-Key": f"result-{booking}"}
    [(_, _, _, _, mark, _, _)] = works(api, booking)
    first = give(api, keyed, booking, marks=mark)
    again = give(api, keyed, booking, marks=mark)
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")


@pytest.mark.parametrize("content", [{"marks": 21}, {"marks": -1}, {"total": 0}, {"marks": 1.234}, {"grade": ""}])
def test_what_is_no_mark_leaves_nothing_behind(api: Api, admin: Headers, booking: int, content: dict[str, Any]) -> None:
    assert give(api, admin, booking, **content).status_code == 422
    assert (status(api, booking), works(api, booking)) == ("booked", [])


def test_there_is_none_before_the_exam_nor_of_a_place_that_was_given_back(
    api: Api, school: School, admin: Headers
) -> None:
    slot = plan(api, school, admin)
    booking = book(api, admin, slot, school.students[0]).json()["id"]
    assert kind(give(api, admin, booking)) == "exam-in-the-future"
    api.put(f"/exams/bookings/{booking}", admin, json={"status": "cancelled"})
    assert kind(give(api, admin, booking)) == "illegal-move"
    assert works(api, booking) == []


def test_a_failure_half_way_leaves_nothing_behind(api: Api, school: School, admin: Headers, booking: int) -> None:
    """Somebody else's assessment has the key: the place is not attended either."""
    api.connection.execute(
        "insert into operational.assessments (reference, student_id, subject_id, assessment_type)"
        " values (%s, %s, %s, 'exam')",
        (f"exam-booking-{booking}", school.students[1], school.subject),
    )
    assert give(api, admin, booking).status_code >= 400
    assert status(api, booking) == "booked"


def test_of_a_subject_that_is_completed_it_can_still_be_given(
    api: Api, school: School, admin: Headers, booking: int
) -> None:
    api.connection.execute(
        "update operational.student_subject_enrollments set status = 'completed', ended_on = '2024-07-01',"
        " enrollment_date = '2024-01-01', actual_completion_date = '2024-07-01', completion_percentage = 100"
        " where student_id = %s",
        (school.students[0],),
    )
    told = give(api, admin, booking).json()
    assert (told["is_subject_completed"], told["result"]["percentage"]) == (True, 80.0)


def test_who_does_not_see_the_student_gives_none(api: Api, school: School, booking: int) -> None:
    assert give(api, api.log_in(school.other_admin), booking).status_code == 404
    assert give(api, api.log_in_as("faculties", school.colleague), booking).status_code == 404
    assert give(api, api.log_in_as("students", school.students[0]), booking).status_code == 403
