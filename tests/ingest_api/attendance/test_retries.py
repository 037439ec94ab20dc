"""Retries and simultaneous edits: whatever arrives twice or at once ends in one right state."""

from collections import Counter
from typing import Any

import psycopg
import pytest

from tests.factories import enroll, make_batch, make_session, make_student
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School

Headers = dict[str, str]
KEY = {"Idempotency-Key": "key-of-one-change"}


@pytest.fixture
def faculty(api: Api, school: School) -> Headers:
    return api.log_in_as("faculties", school.faculty)


def body(student: int, understanding: int, topic: int, **more: Any) -> dict[str, Any]:
    topics = [{"topic_id": topic, "understanding": understanding}]
    return {"marks": [{"student_id": student, "attendance_status": "present", "topics": topics, **more}]}


def count(connection: psycopg.Connection, table: str, session: int) -> int:
    row = connection.execute(f"select count(*) from operational.{table} where session_id = %s", (session,)).fetchone()
    assert row is not None
    return int(row[0])


class TestIdempotencyKey:
    def test_a_repeat_gets_the_first_answer(self, api: Api, school: School, faculty: Headers) -> None:
        path, content = f"/attendance/session/{school.session}", body(school.students[0], 4, school.topics[0])
        first = api.post(path, faculty | KEY, json=content)
        # Somebody else corrects meanwhile; the repeat neither undoes that nor answers with it.
        api.post(path, faculty, json=body(school.students[0], 2, school.topics[0]))
        second = api.post(path, faculty | KEY, json=content)
        assert second.json() == first.json()
        assert "Idempotent-Replayed" not in first.headers
        assert second.headers["Idempotent-Replayed"] == "true"
        assert count(api.connection, "event", school.session) == 2

    def test_the_same_key_for_something_else_is_refused(self, api: Api, school: School, faculty: Headers) -> None:
        content = body(school.students[0], 4, school.topics[0])
        api.post(f"/attendance/session/{school.session}", faculty | KEY, json=content)
        other_body = api.post(
            f"/attendance/session/{school.session}", faculty | KEY, json=body(school.students[0], 5, school.topics[0])
        )
        other_session = api.post(f"/attendance/session/{school.solo_session}", faculty | KEY, json=content)
        for answer in (other_body, other_session):
            assert (answer.status_code, answer.json()["type"]) == (422, "urn:headway:problem:idempotency-key-reused")
        assert count(api.connection, "session_attendance", school.solo_session) == 0

    def test_a_refused_request_may_be_tried_again(self, api: Api, school: School, faculty: Headers) -> None:
        path, content = f"/attendance/session/{school.session}", body(school.students[0], 4, school.topics[0])
        api.connection.execute(
            "update operational.learning_sessions set status = 'cancelled' where id = %s", (school.session,)
        )
        assert api.post(path, faculty | KEY, json=content).status_code == 409
        api.connection.execute(
            "update operational.learning_sessions set status = 'scheduled' where id = %s", (school.session,)
        )
        assert api.post(path, faculty | KEY, json=content).status_code == 200

    def test_keys_of_two_users_do_not_meet(self, api: Api, school: School, faculty: Headers) -> None:
        path = f"/attendance/session/{school.session}"
        admin = api.log_in(school.users[next(role for role in school.users if role == "admin")])
        assert api.post(path, faculty | KEY, json=body(school.students[0], 4, school.topics[0])).status_code == 200
        assert api.post(path, admin | KEY, json=body(school.students[1], 4, school.topics[0])).status_code == 200

    def test_a_storm_of_retries_saves_once(self, api: Api, school: School, faculty: Headers) -> None:
        content = {"json": body(school.students[0], 4, school.topics[0])}
        call = Call("POST", f"/attendance/session/{school.session}", faculty | KEY, content)
        answers = api.at_once([call] * 20)
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 1
        assert Counter("Idempotent-Replayed" in answer.headers for answer in answers) == {True: 19, False: 1}
        assert count(api.connection, "event", school.session) == 1
        assert count(api.connection, "session_attendance", school.session) == 1


class TestVersions:
    def test_an_edit_of_an_old_version_is_refused_with_the_current_state(
        self, api: Api, school: School, faculty: Headers
    ) -> None:
        path, student, topic = f"/attendance/session/{school.session}", school.students[0], school.topics[0]
        assert api.post(path, faculty, json=body(student, 2, topic, version=0)).status_code == 200
        assert api.post(path, faculty, json=body(student, 3, topic, version=1)).status_code == 200
        refused = api.post(path, faculty, json=body(student, 5, topic, version=1))
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:headway:problem:version-conflict")
        (current,) = refused.json()["current"]
        assert current["student_id"] == student
        assert current["attendance"]["version"] == 2
        assert current["attendance"]["topics"] == [{"topic_id": topic, "understanding": 3}]

    def test_a_mark_that_should_be_new_but_is_not(self, api: Api, school: School, faculty: Headers) -> None:
        path, student, topic = f"/attendance/session/{school.session}", school.students[0], school.topics[0]
        api.post(path, faculty, json=body(student, 2, topic))
        assert api.post(path, faculty, json=body(student, 5, topic, version=0)).status_code == 409

    def test_of_two_people_editing_one_mark_one_is_told(self, api: Api, school: School, faculty: Headers) -> None:
        path, student, topic = f"/attendance/session/{school.session}", school.students[0], school.topics[0]
        api.post(path, faculty, json=body(student, 1, topic))
        answers = api.at_once(
            [
                Call("POST", path, faculty, {"json": body(student, understanding, topic, version=1)})
                for understanding in (4, 5)
            ]
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]


class TestAtOnce:
    def test_twenty_clients_marking_one_session_end_in_one_state(
        self, api: Api, school: School, faculty: Headers
    ) -> None:
        calls = [
            Call(
                "POST",
                f"/attendance/session/{school.session}",
                faculty,
                {
                    "json": {
                        "marks": [
                            {
                                "student_id": student,
                                "attendance_status": "present",
                                "topics": [{"topic_id": topic, "understanding": 1 + number % 5} for topic in some],
                            }
                            # each client lists the class in another order
                            for student in school.students[number % 3 :] + school.students[: number % 3]
                        ]
                    }
                },
            )
            for number in range(20)
            for some in [school.topics[: 1 + number % 4]]
        ]
        answers = api.at_once(calls)
        assert {answer.status_code for answer in answers} == {200}
        assert count(api.connection, "session_attendance", school.session) == 3
        assert _stale(api.connection, school.students) == 0

    def test_sessions_of_the_same_students_do_not_lose_each_others_progress(
        self, api: Api, school: School, faculty: Headers
    ) -> None:
        students = [make_student(api.connection, school.campus) for _ in range(4)]
        for student in students:
            enroll(api.connection, student, school.subject)
        batch = make_batch(api.connection, school.campus, school.subject, students, faculty_id=school.faculty)
        sessions = [
            make_session(api.connection, school.campus, school.subject, batch_id=batch, faculty_id=school.faculty)
            for _ in range(12)
        ]
        answers = api.at_once(
            [
                Call(
                    "POST",
                    f"/attendance/session/{session}",
                    faculty,
                    {
                        "json": {
                            "marks": [
                                {
                                    "student_id": student,
                                    "attendance_status": "present",
                                    "topics": [{"topic_id": school.topics[place % 4]}],
                                }
                                for student in (students if place % 2 else reversed(students))
                            ]
                        }
                    },
                )
                for place, session in enumerate(sessions)
            ]
        )
        assert {answer.status_code for answer in answers} == {200}
        rows = api.connection.execute(
            "select distinct session_count, status from operational.student_topic_progress where student_id = any(%s)",
            (students,),
        ).fetchall()
        assert rows == [(3, "completed")]
        percentages = api.connection.execute(
            "select distinct completion_percentage from operational.student_subject_enrollments"
            " where student_id = any(%s)",
            (students,),
        ).fetchall()
        assert percentages == [(100,)]


def _stale(connection: psycopg.Connection, student_ids: list[int]) -> int:
    """How many rows of progress a recomputation would still change."""
    from ingest_api.progress.statements import recompute_statement

    row = connection.execute(
        recompute_statement(
            "select student_id, subject_id from operational.student_subject_enrollments"
            " where student_id = any(%(students)s)"
        ),
        {"students": student_ids, "mastery_level": 3, "actor_user_id": None},
    ).fetchone()
    assert row is not None
    return int(row[0] + row[1])
