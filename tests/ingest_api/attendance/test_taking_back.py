"""POST /attendance/session/{id} with a status of null: a mark is taken back, and all that followed from it."""

from typing import Any

import psycopg
import pytest

from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def faculty(api: Api, school: School) -> Headers:
    return api.log_in_as("faculties", school.faculty)


@pytest.fixture
def path(school: School) -> str:
    return f"/attendance/session/{school.session}"


def present(student: int, *topics: tuple[int, int | None], **more: Any) -> dict[str, Any]:
    covered = [{"topic_id": topic, "understanding": understanding} for topic, understanding in topics]
    return {"student_id": student, "attendance_status": "present", "topics": covered, **more}


def taken_back(student: int, **more: Any) -> dict[str, Any]:
    return {"student_id": student, "attendance_status": None, **more}


def body(*marks: dict[str, Any]) -> dict[str, Any]:
    return {"marks": list(marks)}


def rows(connection: psycopg.Connection, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode(), parameters).fetchall()


def marks(api: Api, school: School) -> list[tuple[Any, ...]]:
    return rows(
        api.connection,
        "select student_id, attendance_status, version from operational.session_attendance"
        " where session_id = %s order by student_id",
        school.session,
    )


def buried(api: Api, relation: str, row_id: int) -> bool:
    found = rows(
        api.connection, "select from operational.tombstone where relation = %s and row_id = %s", relation, row_id
    )
    return len(found) == 1


def test_the_mark_goes_with_all_that_followed_from_it(api: Api, school: School, faculty: Headers, path: str) -> None:
    one, two, _ = school.students
    topic = school.topics[0]
    made = api.post(path, faculty, json=body(present(one, (topic, 5), faculty_notes="quick"), present(two)))
    mark_id = made.json()["saved"][0]["attendance_id"]
    ((covered_id,),) = rows(
        api.connection, "select id from operational.session_attendance_topics where attendance_id = %s", mark_id
    )
    answer = api.post(path, faculty, json=body(taken_back(one, version=1)))
    assert answer.status_code == 200, answer.text
    assert answer.json()["saved"] == [
        {"student_id": one, "attendance_id": None, "version": 0, "completion_percentage": 0.0}
    ]
    assert marks(api, school) == [(two, "present", 1)]
    assert rows(
        api.connection,
        "select status, competency_level, session_count, completion_date from operational.student_topic_progress"
        " where student_id = %s",
        one,
    ) == [("not_started", 0, 0, None)]
    roster = {one["student_id"]: one for one in api.get(f"/sessions/{school.session}", faculty).json()["roster"]}
    assert roster[one]["attendance"] is None
    # The extract hears of what was deleted: the mark and its topic.
    assert buried(api, "session_attendance", mark_id)
    assert buried(api, "session_attendance_topics", covered_id)


def test_it_is_in_the_trail_with_the_version_that_it_had(api: Api, school: School, faculty: Headers, path: str) -> None:
    one, two, _ = school.students
    api.post(path, faculty, json=body(present(one)))
    api.post(path, faculty, json=body(present(one, (school.topics[0], 3))))
    only = api.post(path, faculty, json=body(taken_back(one)))
    api.post(path, faculty, json=body(present(one)))
    both = api.post(path, faculty, json=body(taken_back(one), present(two)))
    events = {
        row[0]: row[1:]
        for row in rows(
            api.connection,
            "select id, name, student_id, payload from operational.event where session_id = %s",
            school.session,
        )
    }
    nothing = {"corrected_count": 0, "is_session_completed": False, "is_session_reopened": False}
    assert events[only.json()["event_ids"][0]] == (
        "attendance.taken_back",
        one,
        {"student_ids": [one], "statuses": {}, "taken_back": {str(one): 2}, **nothing},
    )
    assert events[both.json()["event_ids"][0]] == (
        "attendance.marked",
        None,
        {"student_ids": [one, two], "statuses": {"present": 1}, "taken_back": {str(one): 3}, **nothing},
    )


def test_a_session_that_was_complete_is_scheduled_again_and_completed_again(
    api: Api, school: School, faculty: Headers, path: str
) -> None:
    def state() -> tuple[str, int]:
        session = api.get(f"/sessions/{school.session}", faculty).json()
        return session["status"], session["marked_total"]

    one, *rest = school.students
    api.post(path, faculty, json=body(present(one)))
    api.post(path, faculty, json=body(*map(present, rest)))
    assert state() == ("completed", 3)
    answer = api.post(path, faculty, json=body(*map(taken_back, rest)))
    assert state() == ("scheduled", 1)
    (payload,) = rows(
        api.connection, "select payload from operational.event where id = %s", answer.json()["event_ids"][0]
    )[0]
    assert payload["is_session_reopened"]
    api.post(path, faculty, json=body(*map(present, rest)))
    assert state() == ("completed", 3)


def test_a_session_that_was_completed_otherwise_stays_so(api: Api, school: School, faculty: Headers, path: str) -> None:
    one, two, _ = school.students
    api.post(path, faculty, json=body(present(one), present(two)))
    api.connection.execute(
        "update operational.learning_sessions set status = 'completed' where id = %s", (school.session,)
    )
    api.post(path, faculty, json=body(taken_back(two)))
    assert api.get(f"/sessions/{school.session}", faculty).json()["status"] == "completed"


def test_what_is_not_there_can_be_taken_back_and_nothing_happens(
    api: Api, school: School, faculty: Headers, path: str
) -> None:
    answer = api.post(path, faculty, json=body(taken_back(school.students[0], version=0)))
    assert answer.status_code == 200
    assert answer.json()["event_ids"] == []
    assert answer.json()["saved"][0]["version"] == 0


class TestVersions:
    def test_a_mark_made_anew_counts_on(self, api: Api, school: School, faculty: Headers, path: str) -> None:
        """Or whoever still sees the one before would replace the new one unseen."""
        one = school.students[0]
        api.post(path, faculty, json=body(present(one)))
        api.post(path, faculty, json=body(taken_back(one, version=1)))
        assert api.post(path, faculty, json=body(present(one, version=0))).json()["saved"][0]["version"] == 2
        late = {"student_id": one, "attendance_status": "late", "minutes_late": 5}
        refused = api.post(path, faculty, json=body({**late, "version": 1}))
        assert refused.status_code == 409
        assert api.post(path, faculty, json=body({**late, "version": 2})).json()["saved"][0]["version"] == 3
        api.post(path, faculty, json=body(taken_back(one, version=3)))
        assert api.post(path, faculty, json=body(present(one, version=0))).json()["saved"][0]["version"] == 4

    def test_what_somebody_else_has_changed_is_not_taken_back_unseen(
        self, api: Api, school: School, faculty: Headers, path: str
    ) -> None:
        one = school.students[0]
        api.post(path, faculty, json=body(present(one)))
        api.post(path, faculty, json=body(present(one, (school.topics[0], 2))))
        refused = api.post(path, faculty, json=body(taken_back(one, version=1)))
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:headway:problem:version-conflict")
        assert refused.json()["current"][0]["attendance"]["version"] == 2
        assert marks(api, school) == [(one, "present", 2)]

    def test_what_somebody_else_has_taken_back_is_not_changed_unseen(
        self, api: Api, school: School, faculty: Headers, path: str
    ) -> None:
        one = school.students[0]
        api.post(path, faculty, json=body(present(one)))
        api.post(path, faculty, json=body(taken_back(one)))
        refused = api.post(path, faculty, json=body(present(one, (school.topics[0], 2), version=1)))
        assert refused.status_code == 409
        assert refused.json()["current"] == [{"student_id": one, "attendance": None}]

    def test_a_repeat_gets_the_first_answer_and_takes_nothing_more(
        self, api: Api, school: School, faculty: Headers, path: str
    ) -> None:
        one, key = school.students[0], {"Idempotency-Key": "taken-back-once"}
        api.post(path, faculty, json=body(present(one)))
        first = api.post(path, faculty | key, json=body(taken_back(one)))
        api.post(path, faculty, json=body(present(one)))
        second = api.post(path, faculty | key, json=body(taken_back(one)))
        assert second.json() == first.json()
        assert marks(api, school) == [(one, "present", 2)]


class TestWhatIsRefused:
    def test_nothing_else_may_be_said_with_it(self, api: Api, school: School, faculty: Headers, path: str) -> None:
        one = school.students[0]
        api.post(path, faculty, json=body(present(one)))
        answer = api.post(path, faculty, json=body(taken_back(one, minutes_late=4, faculty_notes="gone")))
        assert answer.status_code == 422
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
            ("marks[0].minutes_late", "taken-back"),
            ("marks[0].faculty_notes", "taken-back"),
        ]
        assert marks(api, school) == [(one, "present", 1)]

    def test_a_mark_without_a_word_about_its_status(
        self, api: Api, school: School, faculty: Headers, path: str
    ) -> None:
        answer = api.post(path, faculty, json=body({"student_id": school.students[0]}))
        assert [error["field"] for error in answer.json()["errors"]] == ["marks[0].attendance_status"]

    def test_of_somebody_who_is_not_in_the_session(self, api: Api, school: School, faculty: Headers, path: str) -> None:
        answer = api.post(path, faculty, json=body(taken_back(school.other_student)))
        assert [error["code"] for error in answer.json()["errors"]] == ["not-in-session"]

    def test_by_somebody_who_may_not_mark(self, api: Api, school: School, faculty: Headers, path: str) -> None:
        one = school.students[0]
        api.post(path, faculty, json=body(present(one)))
        for headers, status in (
            (api.log_in_as("faculties", school.colleague), 404),
            (api.log_in(school.other_admin), 404),
            (api.log_in(school.users[Role.STUDENT]), 403),
        ):
            assert api.post(path, headers, json=body(taken_back(one))).status_code == status
        assert marks(api, school) == [(one, "present", 1)]


def test_marks_of_several_sessions_at_once(api: Api, school: School, faculty: Headers, path: str) -> None:
    api.post(path, faculty, json=body(*map(present, school.students)))
    sessions = [
        {"session_id": school.session, "marks": [taken_back(student) for student in school.students]},
        {"session_id": school.solo_session, "marks": [present(school.students[0])]},
    ]
    answer = api.post("/attendance/bulk", faculty, json={"sessions": sessions})
    assert answer.status_code == 200, answer.text
    assert marks(api, school) == []
    assert len(answer.json()["event_ids"]) == 2
