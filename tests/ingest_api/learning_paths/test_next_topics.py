"""What is next for a student: up to the minute, with a reason and something to learn from."""

from datetime import date
from typing import Any

import pytest

from tests.factories import make_attendance, make_session
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def student(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.STUDENT])


def asked(api: Api, school: School, headers: Headers) -> dict[str, Any]:
    answer = api.get(f"/students/{school.students[0]}/next-topics", headers)
    assert answer.status_code == 200, answer.text
    [subject] = answer.json()["subjects"]
    return dict(subject)


def needs(api: Api, topic: int, prerequisite: int) -> None:
    insert(api.connection, "topic_prerequisites", topic_id=topic, prerequisite_id=prerequisite)


def stands(api: Api, school: School, topic: int, status: str) -> None:
    today = date.today()  # noqa: DTZ011 - the day that the database calls today
    values = {"status": status, "completion_date": today if status == "completed" else None}
    insert(api.connection, "student_topic_progress", student_id=school.students[0], topic_id=topic, **values)


def resource(api: Api, topic: int, title: str, **values: Any) -> int:
    defaults = {"kind": "exercise", "url": "https://videos.example.org/loops"}
    return insert(api.connection, "resources", topic_id=topic, title=title, **{**defaults, **values})


def test_what_can_be_begun_today_and_why(api: Api, school: School, student: Headers) -> None:
    first, second, third, fourth = school.topics
    stands(api, school, first, "completed")
    stands(api, school, fourth, "in_progress")
    needs(api, second, first)
    needs(api, third, second)
    found = asked(api, school, student)["topics"]
    assert [(topic["topic_id"], topic["step"]) for topic in found] == [(fourth, "in_progress"), (second, "next")]
    assert found[1]["reason"] == "Unlocked by Topic 1."


def test_a_topic_done_a_minute_ago_is_no_suggestion_any_more(api: Api, school: School, student: Headers) -> None:
    before = asked(api, school, student)["topics"][0]["topic_id"]
    stands(api, school, before, "completed")
    assert before not in [topic["topic_id"] for topic in asked(api, school, student)["topics"]]


def test_exercises_follow_how_well_the_latest_topics_were_understood(
    api: Api, school: School, student: Headers
) -> None:
    first, second, *_ = school.topics
    assert asked(api, school, student)["suited_level"] == "medium"
    for day, topic in ((1, first), (2, second)):
        session = make_session(
            api.connection, school.campus, school.subject, faculty_id=school.faculty,
            student_id=school.students[0], session_date=date(2024, 6, day), status="completed",
        )  # fmt: skip
        make_attendance(api.connection, session, school.students[0], {topic: 2})
    assert asked(api, school, student)["suited_level"] == "easy"


def test_the_best_suited_resource_comes_first(api: Api, school: School, student: Headers) -> None:
    first = school.topics[0]
    hard = resource(api, first, "A. Hard", difficulty="hard")
    right = resource(api, first, "B. Right", difficulty="medium")
    for_all = resource(api, first, "C. For all")
    resource(api, first, "D. Also hard", difficulty="hard")
    resource(api, first, "E. Retired", difficulty="medium", status="inactive")
    found = asked(api, school, student)["topics"][0]["resources"]
    assert [one["id"] for one in found] == [right, for_all, hard]
    assert found[0]["reason"] == "Right for how well the latest topics were understood."


def test_a_circle_of_an_import_leaves_the_order_open(api: Api, school: School, student: Headers) -> None:
    first, second, *_ = school.topics
    needs(api, first, second)
    needs(api, second, first)
    assert asked(api, school, student)["topics"] == []


def test_what_has_ended_has_nothing_next(api: Api, school: School, student: Headers) -> None:
    api.connection.execute(
        "update operational.student_subject_enrollments set status = 'paused' where student_id = %s",
        (school.students[0],),
    )
    assert api.get(f"/students/{school.students[0]}/next-topics", student).json()["subjects"] == []
