"""GET /sessions/today and /sessions/{id}."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.factories import make_campus, make_session, make_user
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]
DAY = "2024-07-01"


@pytest.fixture
def faculty(api: Api, school: School) -> Headers:
    return api.log_in_as("faculties", school.faculty)


def ids(api: Api, headers: Headers, **parameters: object) -> list[int]:
    answer = api.get("/sessions/today", headers, **parameters)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


class TestToday:
    def test_anonymous_is_refused(self, api: Api) -> None:
        assert api.get("/sessions/today").status_code == 401

    def test_who_sees_what(self, api: Api, school: School, faculty: Headers) -> None:
        own = [school.session, school.solo_session]
        foreign = make_session(
            api.connection, school.campus, school.subject, batch_id=school.batch, faculty_id=school.colleague
        )
        assert ids(api, faculty, date=DAY) == own
        assert ids(api, api.log_in_as("faculties", school.colleague), date=DAY) == [foreign]
        assert ids(api, api.log_in(school.users[Role.ADMIN]), date=DAY) == [*own, foreign]
        assert ids(api, api.log_in(school.other_admin), date=DAY) == [school.other_session]
        everything = ids(api, api.log_in(school.users[Role.SUPER_ADMIN]), date=DAY)
        assert set(everything) >= {*own, foreign, school.other_session}
        # Alone and in the batch; the second student is only in the batch.
        assert ids(api, api.log_in_as("students", school.students[0]), date=DAY) == [*own, foreign]
        assert ids(api, api.log_in_as("students", school.students[1]), date=DAY) == [school.session, foreign]

    def test_today_is_the_campuses_day(self, api: Api, school: School) -> None:
        sessions = {}
        # 25 hours apart: at any instant these two have different dates.
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            campus = make_campus(api.connection, time_zone=zone)
            today = datetime.now(ZoneInfo(zone)).date()
            sessions[zone] = make_session(
                api.connection, campus, school.subject, student_id=school.students[0], session_date=today
            )
            answer = api.get("/sessions/today", api.log_in(make_user(api.connection, Role.ADMIN, campus))).json()
            assert [item["id"] for item in answer["items"]] == [sessions[zone]]
            assert answer["date"] == str(today)
        assert set(ids(api, api.log_in(school.users[Role.SUPER_ADMIN]))) >= set(sessions.values())

    def test_one_campus_of_all_can_be_asked_for(self, api: Api, school: School) -> None:
        everywhere = api.log_in(school.users[Role.SUPER_ADMIN])
        codes = dict(api.connection.execute("select id, code from operational.campuses").fetchall())
        assert {school.session, school.other_session} <= set(ids(api, everywhere, date=DAY))
        here = ids(api, everywhere, date=DAY, campus=codes[school.campus])
        assert school.session in here
        assert school.other_session not in here
        # What somebody may not see is not shown by asking for it.
        own = api.log_in(school.users[Role.ADMIN])
        assert ids(api, own, date=DAY, campus=codes[school.other_campus]) == []

    def test_an_item_tells_what_a_list_shows(self, api: Api, school: School, faculty: Headers) -> None:
        batch, solo = api.get("/sessions/today", faculty, date=DAY).json()["items"]
        assert (batch["students_total"], batch["marked_total"], batch["student_name"]) == (3, 0, None)
        assert batch["batch_name"].startswith("Batch")
        assert (batch["start_time"], batch["status"]) == ("10:00:00", "scheduled")
        assert (solo["students_total"], solo["batch_name"]) == (1, None)
        assert solo["student_name"].startswith("First")


class TestGet:
    def test_roster_and_topics(self, api: Api, school: School, faculty: Headers) -> None:
        one = school.students[0]
        covered = [{"topic_id": school.topics[0], "understanding": 2}]
        mark = {"student_id": one, "attendance_status": "present", "topics": covered, "faculty_notes": "shy"}
        api.post(f"/attendance/session/{school.session}", faculty, json={"marks": [mark]})
        session = api.get(f"/sessions/{school.session}", faculty).json()
        by_student = {entry["student_id"]: entry for entry in session["roster"]}
        assert set(by_student) == set(school.students)
        assert by_student[school.students[1]]["attendance"] is None
        attendance = by_student[one]["attendance"]
        assert (attendance["version"], attendance["topics"], attendance["faculty_notes"]) == (1, covered, "shy")
        assert session["topics"][0]["status_by_student"] == {str(one): "in_progress"}
        assert [topic["suggestion"] for topic in session["topics"]] == ["next", "next", None, None]
        assert [topic["suggested"] for topic in session["topics"]] == [True, True, False, False]

    def test_a_locked_topic_is_not_suggested(self, api: Api, school: School, faculty: Headers) -> None:
        first, second = school.topics[:2]
        insert(api.connection, "topic_prerequisites", topic_id=first, prerequisite_id=second)
        session = api.get(f"/sessions/{school.session}", faculty).json()
        assert [topic["id"] for topic in session["topics"] if topic["suggested"]] == [second]

    def test_a_student_finds_only_himself_and_no_notes(self, api: Api, school: School, faculty: Headers) -> None:
        marks = [
            {"student_id": student, "attendance_status": "present", "faculty_notes": "private"}
            for student in school.students
        ]
        api.post(f"/attendance/session/{school.session}", faculty, json={"marks": marks})
        headers = api.log_in_as("students", school.students[1])
        (entry,) = api.get(f"/sessions/{school.session}", headers).json()["roster"]
        assert entry["student_id"] == school.students[1]
        assert entry["attendance"]["faculty_notes"] is None

    def test_who_left_the_batch_after_being_marked_stays_on_the_roster(
        self, api: Api, school: School, faculty: Headers
    ) -> None:
        gone = school.students[2]
        marks = [{"student_id": gone, "attendance_status": "present"}]
        api.post(f"/attendance/session/{school.session}", faculty, json={"marks": marks})
        api.connection.execute("delete from operational.flexible_batch_members where student_id = %s", (gone,))
        session = api.get(f"/sessions/{school.session}", faculty).json()
        assert (session["students_total"], session["marked_total"]) == (3, 1)
        marks = [{"student_id": gone, "attendance_status": "absent"}]
        assert api.post(f"/attendance/session/{school.session}", faculty, json={"marks": marks}).status_code == 200

    def test_a_session_out_of_sight(self, api: Api, school: School, faculty: Headers) -> None:
        assert api.get(f"/sessions/{school.other_session}", faculty).status_code == 404
