"""POST /attendance/bulk, GET /attendance/student/{id} and /attendance/faculty/{id}/today."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.factories import make_session
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def faculty(api: Api, school: School) -> Headers:
    return api.log_in_as("faculties", school.faculty)


@pytest.fixture
def week(api: Api, school: School) -> list[int]:
    """Five sessions of the batch, on five days."""
    return [
        make_session(
            api.connection,
            school.campus,
            school.subject,
            batch_id=school.batch,
            faculty_id=school.faculty,
            session_date=f"2024-07-{day:02}",
        )
        for day in range(8, 13)
    ]


def body(school: School, sessions: list[int], **more: Any) -> dict[str, Any]:
    return {
        "sessions": [
            {
                "session_id": session,
                "marks": [
                    {
                        "student_id": student,
                        "attendance_status": "present",
                        "topics": [{"topic_id": school.topics[place % 4], "understanding": 4}],
                        **more,
                    }
                    for student in school.students
                ],
            }
            for place, session in enumerate(sessions)
        ]
    }


def marked(api: Api, sessions: list[int]) -> int:
    row = api.connection.execute(
        "select count(*) from operational.session_attendance where session_id = any(%s)", (sessions,)
    ).fetchone()
    assert row is not None
    return int(row[0])


class TestBulk:
    def test_a_batchs_week_is_marked_at_once(self, api: Api, school: School, faculty: Headers, week: list[int]) -> None:
        answer = api.post("/attendance/bulk", faculty, json=body(school, week))
        assert answer.status_code == 200, answer.text
        assert [one["session_id"] for one in answer.json()["sessions"]] == week
        assert len(answer.json()["event_ids"]) == 5
        assert marked(api, week) == 15
        # Four topics, all of them covered and understood.
        assert {one["completion_percentage"] for one in answer.json()["sessions"][-1]["saved"]} == {100.0}

    def test_one_wrong_mark_saves_nothing_and_is_named(
        self, api: Api, school: School, faculty: Headers, week: list[int]
    ) -> None:
        content = body(school, week)
        content["sessions"][3]["marks"][1]["student_id"] = school.other_student
        answer = api.post("/attendance/bulk", faculty, json=content)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "sessions[3].marks[1].student_id"
        assert marked(api, week) == 0

    def test_one_session_out_of_sight_saves_nothing(
        self, api: Api, school: School, faculty: Headers, week: list[int]
    ) -> None:
        answer = api.post("/attendance/bulk", faculty, json=body(school, [*week, school.other_session]))
        assert answer.status_code == 404
        assert marked(api, week) == 0

    def test_one_session_in_the_future_saves_nothing(
        self, api: Api, school: School, faculty: Headers, week: list[int]
    ) -> None:
        far = make_session(
            api.connection,
            school.campus,
            school.subject,
            batch_id=school.batch,
            faculty_id=school.faculty,
            session_date="2190-01-01",
        )
        assert api.post("/attendance/bulk", faculty, json=body(school, [*week, far])).status_code == 409
        assert marked(api, week) == 0

    def test_a_session_listed_twice_is_refused(
        self, api: Api, school: School, faculty: Headers, week: list[int]
    ) -> None:
        assert api.post("/attendance/bulk", faculty, json=body(school, [week[0], week[0]])).status_code == 422

    def test_a_storm_of_retries_marks_once(self, api: Api, school: School, faculty: Headers, week: list[int]) -> None:
        headers = faculty | {"Idempotency-Key": "a-week-of-marks"}
        content = {"json": body(school, week)}
        answers = api.at_once([Call("POST", "/attendance/bulk", headers, content) for _ in range(12)])
        assert len({answer.text for answer in answers}) == 1
        row = api.connection.execute(
            "select count(*) from operational.event where session_id = any(%s)", (week,)
        ).fetchone()
        assert row == (5,)

    def test_bulk_and_single_requests_in_any_order_do_not_block_each_other(
        self, api: Api, school: School, faculty: Headers, week: list[int]
    ) -> None:
        calls = [
            Call("POST", "/attendance/bulk", faculty, {"json": body(school, week[::-1] if place % 2 else week)})
            for place in range(4)
        ] + [
            Call(
                "POST",
                f"/attendance/session/{session}",
                faculty,
                {"json": {"marks": body(school, [session])["sessions"][0]["marks"]}},
            )
            for session in week
        ]
        assert {answer.status_code for answer in api.at_once(calls)} == {200}
        assert marked(api, week) == 15

    def test_fifty_clients_marking_one_session_end_in_one_state(
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
                                "topics": [{"topic_id": school.topics[0], "understanding": 1 + number % 5}],
                            }
                            for student in school.students
                        ]
                    }
                },
            )
            for number in range(50)
        ]
        assert {answer.status_code for answer in api.at_once(calls)} == {200}
        rows = api.connection.execute(
            "select count(distinct covered.understanding), count(distinct progress.competency_level), count(*),"
            " bool_and(covered.understanding = progress.competency_level)"
            " from operational.session_attendance as mark"
            " join operational.session_attendance_topics as covered on covered.attendance_id = mark.id"
            " join operational.student_topic_progress as progress"
            " on progress.student_id = mark.student_id and progress.topic_id = covered.topic_id"
            " where mark.session_id = %s",
            (school.session,),
        ).fetchall()
        assert rows == [(1, 1, 3, True)]


class TestStudent:
    def test_marks_across_sessions_the_latest_first(
        self, api: Api, school: School, faculty: Headers, week: list[int]
    ) -> None:
        api.post("/attendance/bulk", faculty, json=body(school, week, faculty_notes="private"))
        path = f"/attendance/student/{school.students[0]}"
        first = api.get(path, faculty, limit=3).json()
        second = api.get(path, faculty, limit=3, cursor=first["next_cursor"]).json()
        assert [item["session_id"] for item in first["items"] + second["items"]] == week[::-1]
        assert first["items"][0]["faculty_notes"] == "private"
        assert len(api.get(path, faculty, date_from="2024-07-11").json()["items"]) == 2
        assert api.get(path, faculty, status="absent").json()["items"] == []
        own = api.log_in_as("students", school.students[0])
        assert api.get(path, own).json()["items"][0]["faculty_notes"] is None
        assert api.get(f"/attendance/student/{school.students[1]}", own).status_code == 404


class TestFacultyToday:
    def test_what_is_left_to_mark(self, api: Api, school: School, faculty: Headers) -> None:
        today = datetime.now(ZoneInfo("Asia/Kolkata")).date()
        session = make_session(
            api.connection,
            school.campus,
            school.subject,
            batch_id=school.batch,
            faculty_id=school.faculty,
            session_date=today,
        )
        day = api.get(f"/attendance/faculty/{school.faculty}/today", api.log_in(school.users[Role.ADMIN])).json()
        assert [(item["id"], item["students_total"], item["marked_total"]) for item in day["items"]] == [
            (session, 3, 0)
        ]
        assert api.get(f"/attendance/faculty/{school.colleague}/today", faculty).status_code == 404
