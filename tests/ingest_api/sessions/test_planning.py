"""POST, PUT and GET /sessions: plans, clashes, status machine."""

from typing import Any

import pytest

from tests.factories import enroll, make_batch, make_faculty, make_session, make_student
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]
# A Monday far from the school's own sessions.
MONDAY = "2031-03-03"


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def plan(school: School, start: str = "10:00", end: str = "11:00", **more: Any) -> dict[str, Any]:
    """A session of the second student with the school's faculty."""
    return {
        "student_id": school.students[1],
        "subject_id": school.subject,
        "faculty_id": school.faculty,
        "session_date": MONDAY,
        "start_time": start,
        "end_time": end,
        **more,
    }


def put(api: Api, path: str, headers: Headers, content: dict[str, Any]) -> Any:
    return api.at_once([Call("PUT", path, headers, {"json": content})])[0]


def planned(api: Api, headers: Headers, content: dict[str, Any]) -> int:
    answer = api.post("/sessions", headers, json=content)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def clashes(api: Api, headers: Headers, content: dict[str, Any]) -> list[tuple[str, int | None]]:
    """(kind, other session) of every clash."""
    answer = api.post("/sessions", headers, json=content)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:headway:problem:session-clash"), answer.text
    return [(clash["kind"], clash["session_id"]) for clash in answer.json()["clashes"]]


def exam_slot(api: Api, school: School, start: str, **values: Any) -> int:
    """An exam on that Monday, at the clock of the campus."""
    [(instant,)] = api.connection.execute(
        "select %s::timestamp at time zone time_zone from operational.campuses where id = %s",
        (f"{MONDAY} {start}", school.campus),
    ).fetchall()
    told = {"title": "Viva", "duration_minutes": 60, "capacity": 9, "starts_at": instant} | values
    return insert(api.connection, "exam_slots", campus_id=school.campus, subject_id=school.subject, **told)


class TestCreate:
    def test_a_session_is_planned_with_its_event(self, api: Api, school: School, admin: Headers) -> None:
        answer = api.post("/sessions", admin, json=plan(school, location="Room 1"))
        assert answer.status_code == 201, answer.text
        session = answer.json()
        assert answer.headers["ETag"] == '"1"'
        assert (session["duration_minutes"], session["campus_id"], session["status"]) == (
            60,
            school.campus,
            "scheduled",
        )
        row = api.connection.execute(
            "select name, payload ->> 'status' from operational.event where relation = 'learning_sessions'"
            " and row_id = %s",
            (session["id"],),
        ).fetchall()
        assert row == [("session.scheduled", "scheduled")]

    def test_a_faculty_member_plans_for_herself_only(self, api: Api, school: School) -> None:
        headers = api.log_in_as("faculties", school.faculty)
        mine = plan(school)
        del mine["faculty_id"]
        assert api.post("/sessions", headers, json=mine).json()["faculty_id"] == school.faculty
        theirs = plan(school, "12:00", "13:00", faculty_id=school.colleague)
        assert api.post("/sessions", headers, json=theirs).status_code == 403

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"end_time": "09:00"}, "end_time"),
            ({"duration_minutes": 30}, "duration_minutes"),
            ({"start_time": "23:30", "end_time": None, "duration_minutes": 60}, "duration_minutes"),
            ({"start_time": None, "end_time": None}, "duration_minutes"),
            ({"start_time": "10:00Z"}, "start_time"),
            ({"session_date": "2023-12-31"}, "student_id"),
            ({"session_date": "9999-12-31"}, "session_date"),
        ],
    )
    def test_values_that_contradict_each_other(
        self, api: Api, school: School, admin: Headers, changes: dict[str, Any], field: str
    ) -> None:
        answer = api.post("/sessions", admin, json=plan(school) | changes)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), answer.text

    def test_another_campuss_student_is_not_there(self, api: Api, school: School, admin: Headers) -> None:
        answer = api.post("/sessions", admin, json=plan(school, student_id=school.other_student, faculty_id=None))
        assert answer.status_code == 404

    def test_a_storm_of_retries_makes_one_session(self, api: Api, school: School, admin: Headers) -> None:
        headers = admin | {"Idempotency-Key": "one-session-once"}
        answers = api.at_once([Call("POST", "/sessions", headers, {"json": plan(school)}) for _ in range(20)])
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1


class TestClashes:
    @pytest.mark.parametrize(
        ("start", "end"),
        [
            ("10:00", "11:00"),
            ("10:00", "10:30"),
            ("10:15", "10:45"),
            ("09:30", "10:01"),
            ("10:59", "12:00"),
            ("09:00", "12:00"),
        ],
    )
    def test_whatever_overlaps_clashes(self, api: Api, school: School, admin: Headers, start: str, end: str) -> None:
        other = planned(api, admin, plan(school))
        assert clashes(api, admin, plan(school, start, end)) == [("faculty", other), ("student", other)]

    def test_intervals_are_half_open(self, api: Api, school: School, admin: Headers) -> None:
        planned(api, admin, plan(school))
        planned(api, admin, plan(school, "11:00", "12:00"))
        planned(api, admin, plan(school, "09:00", "10:00"))

    def test_a_student_is_met_through_a_batch_too(self, api: Api, school: School, admin: Headers) -> None:
        group = {"batch_id": school.batch, "session_date": MONDAY, "start_time": "10:00", "duration_minutes": 90}
        other = planned(api, admin, group)
        alone = plan(school, "11:00", "12:00", faculty_id=school.colleague)
        answer = api.post("/sessions", admin, json=alone)
        (clash,) = answer.json()["clashes"]
        assert (clash["kind"], clash["session_id"]) == ("student", other)
        assert clash["student_ids"] == [school.students[1]]
        assert (clash["session_date"], clash["start_time"], clash["end_time"]) == (MONDAY, "10:00:00", "11:30:00")

    def test_a_room_is_taken_once(self, api: Api, school: School, admin: Headers) -> None:
        other = planned(api, admin, plan(school, location="Room 7"))
        elsewhere = {"student_id": school.students[2], "faculty_id": school.colleague}
        assert clashes(api, admin, plan(school, **elsewhere, location="room 7")) == [("room", other)]
        planned(api, admin, plan(school, "12:00", "13:00", location="Online"))
        planned(api, admin, plan(school, "12:00", "13:00", location="online", **elsewhere))

    @pytest.mark.parametrize("lasts", [45, 1440])
    def test_an_exam_takes_teacher_room_and_students(
        self, api: Api, school: School, admin: Headers, lasts: int
    ) -> None:
        slot = exam_slot(api, school, "10:30", duration_minutes=lasts, faculty_id=school.faculty, location="Lab")
        for student in school.students[:2]:
            insert(api.connection, "exam_bookings", slot_id=slot, student_id=student, status="booked")
        answer = api.post("/sessions", admin, json=plan(school, location="lab"))
        found = answer.json()["clashes"]
        assert [(one["kind"], one["exam"]) for one in found] == [
            ("faculty", "Viva"),
            ("room", "Viva"),
            ("student", "Viva"),
        ]
        assert found[2]["student_ids"] == [school.students[1]]
        assert (found[0]["session_date"], found[0]["start_time"]) == (MONDAY, "10:30:00")
        assert "the faculty member is in the exam “Viva” on 2031-03-03" in answer.json()["detail"]
        # What ends when the exam begins is no clash; nor is an exam that does not take place.
        planned(api, admin, plan(school, "09:00", "10:30", location="lab"))
        api.connection.execute("update operational.exam_slots set status = 'cancelled' where id = %s", (slot,))
        planned(api, admin, plan(school, "10:30", "11:00", location="lab"))

    def test_an_exam_of_another_room_teacher_and_student_is_no_clash(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        slot = exam_slot(api, school, "10:00", faculty_id=school.colleague, location="Lab")
        insert(api.connection, "exam_bookings", slot_id=slot, student_id=school.students[1], status="cancelled")
        planned(api, admin, plan(school, location="Room 1"))

    def test_availability_counts_once_there_is_any(self, api: Api, school: School, admin: Headers) -> None:
        for start, end in (("09:00", "12:00"), ("12:00", "13:00")):
            insert(
                api.connection,
                "faculty_availability",
                faculty_id=school.faculty,
                weekday=1,
                start_time=start,
                end_time=end,
            )
        planned(api, admin, plan(school, "11:30", "12:30"))
        assert clashes(api, admin, plan(school, "12:30", "13:30")) == [("availability", None)]
        assert clashes(api, admin, plan(school, session_date="2031-03-04")) == [("availability", None)]

    def test_a_holiday_is_named(self, api: Api, school: School, admin: Headers) -> None:
        insert(api.connection, "holidays", campus_id=school.campus, holiday_date=MONDAY, name="Founders' Day")
        answer = api.post("/sessions", admin, json=plan(school))
        [clash] = answer.json()["clashes"]
        assert (clash["kind"], clash["name"]) == ("holiday", "Founders' Day")
        assert "Founders' Day" in answer.json()["detail"]

    def test_a_faculty_members_day_is_limited(self, api: Api, school: School, admin: Headers) -> None:
        busy = make_faculty(api.connection, school.campus, max_hours_per_day=2, max_students_per_day=1)
        planned(api, admin, plan(school, "08:00", "09:30", faculty_id=busy))
        again = plan(school, "10:00", "10:30", faculty_id=busy)
        planned(api, admin, again)
        assert clashes(api, admin, plan(school, "11:00", "11:01", faculty_id=busy)) == [("faculty_hours", None)]
        other = plan(school, "11:00", "12:00", faculty_id=busy, student_id=school.students[2])
        assert clashes(api, admin, other) == [("faculty_hours", None), ("faculty_students", None)]

    def test_a_cancelled_session_is_in_nobodys_way(self, api: Api, school: School, admin: Headers) -> None:
        first = planned(api, admin, plan(school))
        assert put(api, f"/sessions/{first}", admin, {"status": "cancelled"}).status_code == 200
        second = planned(api, admin, plan(school))
        # Taken up again it would be.
        answer = put(api, f"/sessions/{first}", admin, {"status": "scheduled"})
        assert answer.status_code == 409
        assert {clash["session_id"] for clash in answer.json()["clashes"]} == {second}

    def test_of_clashing_plans_at_the_same_moment_one_is_made(self, api: Api, school: School, admin: Headers) -> None:
        students = [make_student(api.connection, school.campus) for _ in range(8)]
        for student in students:
            enroll(api.connection, student, school.subject)
        contents = [plan(school, "10:00", f"10:{15 + place}", student_id=one) for place, one in enumerate(students)]
        answers = api.at_once([Call("POST", "/sessions", admin, {"json": content}) for content in contents])
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7

    def test_of_a_batch_and_a_student_of_it_at_the_same_moment_one_is_met(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        faculties = [make_faculty(api.connection, school.campus) for _ in range(6)]
        batches = [make_batch(api.connection, school.campus, school.subject, school.students) for _ in range(3)]
        when = {"session_date": MONDAY, "start_time": "10:00", "duration_minutes": 30}
        groups = [{"batch_id": one, "faculty_id": by, **when} for one, by in zip(batches, faculties[:3], strict=True)]
        alone = [plan(school, faculty_id=by) for by in faculties[3:]]
        answers = api.at_once([Call("POST", "/sessions", admin, {"json": content}) for content in groups + alone])
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5


class TestUpdate:
    def test_moving_keeps_the_duration_and_is_no_clash_with_itself(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        session = planned(api, admin, plan(school))
        answer = put(api, f"/sessions/{session}", admin, {"start_time": "10:30"})
        assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"'), answer.text
        assert (answer.json()["end_time"], answer.json()["duration_minutes"]) == ("11:30:00", 60)

    def test_a_clash_refuses_the_move(self, api: Api, school: School, admin: Headers) -> None:
        first = planned(api, admin, plan(school))
        second = planned(api, admin, plan(school, "12:00", "13:00"))
        answer = put(api, f"/sessions/{second}", admin, {"start_time": "10:59"})
        assert answer.json()["type"] == "urn:headway:problem:session-clash"
        assert {clash["session_id"] for clash in answer.json()["clashes"]} == {first}

    def test_of_two_people_editing_one_is_told(self, api: Api, school: School, admin: Headers) -> None:
        session = planned(api, admin, plan(school))
        headers = admin | {"If-Match": '"1"'}
        calls = [Call("PUT", f"/sessions/{session}", headers, {"json": {"notes": note}}) for note in ("one", "two")]
        answers = api.at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        (refused,) = [answer.json() for answer in answers if answer.status_code == 409]
        (saved,) = [answer.json() for answer in answers if answer.status_code == 200]
        assert (refused["type"], refused["current"]["version"]) == ("urn:headway:problem:lost-update", 2)
        assert refused["current"]["notes"] == saved["notes"]

    @pytest.mark.parametrize(
        ("path", "last"),
        [
            (["cancelled", "scheduled", "cancelled"], 200),
            (["completed"], 409),  # it has not taken place yet
            (["cancelled", "completed"], 409),
        ],
    )
    def test_the_status_machine(self, api: Api, school: School, admin: Headers, path: list[str], last: int) -> None:
        session = planned(api, admin, plan(school))
        answers = [put(api, f"/sessions/{session}", admin, {"status": status}).status_code for status in path]
        assert answers == [200] * (len(path) - 1) + [last]

    def test_what_took_place_is_not_moved(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/sessions/{school.session}"
        marks = [{"student_id": one, "attendance_status": "present"} for one in school.students]
        assert api.post(f"/attendance/session/{school.session}", admin, json={"marks": marks}).status_code == 200
        moved = put(api, path, admin, {"session_date": MONDAY})
        assert (moved.status_code, moved.json()["type"]) == (409, "urn:headway:problem:session-over")
        assert put(api, path, admin, {"status": "cancelled"}).status_code == 409
        assert put(api, path, admin, {"notes": "good"}).json()["notes"] == "good"


class TestList:
    def test_filters_and_pages(self, api: Api, school: School, admin: Headers) -> None:
        made = [planned(api, admin, plan(school, f"{hour}:00", f"{hour}:30")) for hour in range(10, 15)]
        found: list[int] = []
        cursor = None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = api.get("/sessions", admin, date_from=MONDAY, sort="-date", limit=2, **more).json()
            found += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert found == made[::-1]
        one = school.students[1]
        assert len(api.get("/sessions", admin, student_id=one).json()["items"]) == 6
        assert len(api.get("/sessions", admin, status="cancelled").json()["items"]) == 0
        assert len(api.get("/sessions", admin, faculty_id=school.colleague).json()["items"]) == 0

    def test_a_faculty_members_own(self, api: Api, school: School, admin: Headers) -> None:
        make_session(api.connection, school.campus, school.subject, batch_id=school.batch, faculty_id=school.colleague)
        items = api.get(f"/sessions/faculty/{school.faculty}", admin).json()["items"]
        assert {item["id"] for item in items} == {school.session, school.solo_session}
        hers = api.log_in_as("faculties", school.faculty)
        assert api.get(f"/sessions/faculty/{school.colleague}", hers).status_code == 404
