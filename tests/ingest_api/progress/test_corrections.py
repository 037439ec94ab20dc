"""POST /progress/update and /progress/review, GET /progress/topic/{id}."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import make_session
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def faculty(api: Api, school: School) -> Headers:
    return api.log_in_as("faculties", school.faculty)


def mark(api: Api, school: School, headers: Headers, day: str, topic: int, understanding: int = 4) -> None:
    session = make_session(
        api.connection,
        school.campus,
        school.subject,
        student_id=school.students[0],
        faculty_id=school.faculty,
        session_date=day,
    )
    topics = [{"topic_id": topic, "understanding": understanding}]
    marks = [{"student_id": school.students[0], "attendance_status": "present", "topics": topics}]
    answer = api.post(f"/attendance/session/{session}", headers, json={"marks": marks})
    assert answer.status_code == 200, answer.text


def correct(api: Api, school: School, headers: Headers, level: int | None, **more: Any) -> Any:
    content = {"student_id": school.students[0], "topic_id": school.topics[0], "competency_level": level, **more}
    answer = api.post("/progress/update", headers, json=content)
    assert answer.status_code == 200, answer.text
    return answer.json()


def standing(api: Api, school: School, headers: Headers, place: int = 0) -> tuple[str, int]:
    student = api.get(f"/progress/student/{school.students[0]}", headers).json()
    topic = student["enrollments"][0]["topics"][place]
    return topic["status"], topic["competency_level"]


class TestCorrection:
    def test_it_stands_above_what_was_observed_and_counts(self, api: Api, school: School, faculty: Headers) -> None:
        mark(api, school, faculty, "2024-07-01", school.topics[0], 2)
        saved = correct(api, school, faculty, 5, notes="showed it in the project")
        assert (saved["status"], saved["is_corrected"], saved["notes"]) == (
            "mastered",
            True,
            "showed it in the project",
        )
        assert saved["session_count"] == 1
        student = api.get(f"/progress/student/{school.students[0]}", faculty).json()
        assert student["enrollments"][0]["completion_percentage"] == 25.0

    def test_it_survives_a_recomputation(self, api: Api, school: School, faculty: Headers) -> None:
        correct(api, school, faculty, 5)
        mark(api, school, faculty, "2024-07-01", school.topics[1])
        mark(api, school, faculty, "2024-07-02", school.topics[0], 2)
        assert standing(api, school, faculty) == ("mastered", 5)

    def test_what_is_observed_on_a_later_day_is_newer(self, api: Api, school: School, faculty: Headers) -> None:
        correct(api, school, faculty, 5)
        api.connection.execute(
            "update operational.topic_corrections set corrected_on = '2024-06-30' where student_id = %s",
            (school.students[0],),
        )
        mark(api, school, faculty, "2024-07-01", school.topics[0], 2)
        assert standing(api, school, faculty) == ("in_progress", 2)

    def test_it_can_be_taken_back(self, api: Api, school: School, faculty: Headers) -> None:
        mark(api, school, faculty, "2024-07-01", school.topics[0], 2)
        correct(api, school, faculty, 5)
        assert correct(api, school, faculty, None)["is_corrected"] is False
        assert standing(api, school, faculty) == ("in_progress", 2)

    def test_level_and_status_agree(self, api: Api, school: School, faculty: Headers) -> None:
        content = {"student_id": school.students[0], "topic_id": school.topics[0]}
        for level, status in ((2, "completed"), (4, "mastered"), (1, "not_started")):
            wrong = content | {"competency_level": level, "status": status}
            assert api.post("/progress/update", faculty, json=wrong).status_code == 422

    def test_of_two_people_correcting_one_is_told(self, api: Api, school: School, faculty: Headers) -> None:
        version = correct(api, school, faculty, 3)["version"]
        content = {"student_id": school.students[0], "topic_id": school.topics[0]}
        headers = faculty | {"If-Match": f'"{version}"'}
        calls = [
            Call("POST", "/progress/update", headers, {"json": content | {"competency_level": level}})
            for level in (4, 5)
        ]
        assert sorted(answer.status_code for answer in api.at_once(calls)) == [200, 409]

    def test_a_topics_students(self, api: Api, school: School, faculty: Headers) -> None:
        correct(api, school, faculty, 4, notes="quick")
        items = api.get(f"/progress/topic/{school.topics[0]}", faculty).json()["items"]
        assert [(item["student_id"], item["notes"]) for item in items] == [(school.students[0], "quick")]
        own = api.log_in_as("students", school.students[0])
        assert api.get(f"/progress/topic/{school.topics[0]}", own).json()["items"][0]["notes"] is None
        other = api.log_in_as("students", school.students[1])
        assert api.get(f"/progress/topic/{school.topics[0]}", other).json()["items"] == []


class TestReview:
    def decay(self, api: Api, school: School) -> int:
        answer = api.post("/progress/review", api.log_in(school.users[Role.ADMIN]))
        assert answer.status_code == 200, answer.text
        return int(answer.json()["topics_count"])

    def test_a_topic_that_nothing_touched_is_due(self, api: Api, school: School, faculty: Headers) -> None:
        mark(api, school, faculty, "2024-02-01", school.topics[0])
        recent = str(date.today() - timedelta(weeks=4))  # noqa: DTZ011 - weeks, not hours
        mark(api, school, faculty, recent, school.topics[1])
        # Suggested before anybody wrote it down.
        session = api.get(f"/sessions/{school.solo_session}", faculty).json()
        assert [topic["suggestion"] for topic in session["topics"]] == ["review", None, "next", None]
        assert self.decay(api, school) == 1
        assert self.decay(api, school) == 0
        assert standing(api, school, faculty) == ("needs_review", 4)
        assert standing(api, school, faculty, 1) == ("completed", 4)

    def test_a_mark_of_another_topic_does_not_end_the_review(self, api: Api, school: School, faculty: Headers) -> None:
        mark(api, school, faculty, "2024-02-01", school.topics[0])
        self.decay(api, school)
        mark(api, school, faculty, "2024-07-01", school.topics[1])
        assert standing(api, school, faculty) == ("needs_review", 4)
        mark(api, school, faculty, "2024-07-02", school.topics[0])
        assert standing(api, school, faculty) == ("completed", 4)

    def test_a_later_topic_that_needs_it_reinforces_it(self, api: Api, school: School, faculty: Headers) -> None:
        insert(api.connection, "topic_prerequisites", topic_id=school.topics[1], prerequisite_id=school.topics[0])
        mark(api, school, faculty, "2024-02-01", school.topics[0])
        recent = str(date.today() - timedelta(weeks=1))  # noqa: DTZ011 - weeks, not hours
        mark(api, school, faculty, recent, school.topics[1])
        assert self.decay(api, school) == 0

    def test_mastery_lasts_longer(self, api: Api, school: School, faculty: Headers) -> None:
        day = str(date.today() - timedelta(weeks=12))  # noqa: DTZ011 - weeks, not hours
        mark(api, school, faculty, day, school.topics[0], 5)
        mark(api, school, faculty, day, school.topics[1], 4)
        assert self.decay(api, school) == 1
        assert standing(api, school, faculty) == ("mastered", 5)

    def test_a_correction_ends_a_review(self, api: Api, school: School, faculty: Headers) -> None:
        mark(api, school, faculty, "2024-02-01", school.topics[0])
        self.decay(api, school)
        assert correct(api, school, faculty, 4)["status"] == "completed"
        assert self.decay(api, school) == 0
