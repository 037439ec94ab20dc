"""/exams: slots and the places in them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.factories import enroll, make_session, make_student
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def plan(api: Api, school: School, headers: Headers, **more: Any) -> int:
    content = {
        "subject_id": school.subject,
        "title": "Final",
        "starts_at": "2031-03-03T10:00:00+05:30",
        "duration_minutes": 60,
        "capacity": 2,
        **more,
    }
    answer = api.post("/exams/slots", headers, json=content)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def book(api: Api, headers: Headers, slot: int, student: int | None = None) -> Any:
    return api.post(f"/exams/slots/{slot}/bookings", headers, json={"student_id": student} if student else {})


def kind(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("urn:headway:problem:")


class TestBooking:
    def test_of_bookings_of_the_last_place_one_gets_it(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin, capacity=1)
        path = f"/exams/slots/{slot}/bookings"
        calls = [Call("POST", path, admin, {"json": {"student_id": student}}) for student in school.students]
        answers = api.at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
        assert {kind(answer) for answer in answers if answer.status_code == 409} == {"slot-full"}
        assert api.get(f"/exams/slots/{slot}", admin).json()["booked_count"] == 1

    def test_thirty_bookings_of_ten_places(self, api: Api, school: School, admin: Headers) -> None:
        students = [make_student(api.connection, school.campus) for _ in range(30)]
        for student in students:
            enroll(api.connection, student, school.subject)
        slot = plan(api, school, admin, capacity=10)
        path = f"/exams/slots/{slot}/bookings"
        answers = api.at_once([Call("POST", path, admin, {"json": {"student_id": one}}) for one in students])
        assert sorted(answer.status_code for answer in answers) == [201] * 10 + [409] * 20

    def test_a_student_books_when_ready(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin)
        own = api.log_in_as("students", school.students[0])
        assert kind(book(api, own, slot)) == "not-ready"
        api.connection.execute(
            "update operational.student_subject_enrollments set completion_percentage = 80 where student_id = %s",
            (school.students[0],),
        )
        assert book(api, own, slot).status_code == 201
        assert book(api, own, slot, school.students[1]).status_code == 404

    def test_a_topic_that_is_done_makes_ready_for_its_exam(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin, topic_id=school.topics[0])
        content = {"student_id": school.students[0], "topic_id": school.topics[0], "competency_level": 4}
        assert api.post("/progress/update", admin, json=content).status_code == 200
        assert book(api, api.log_in_as("students", school.students[0]), slot).status_code == 201

    def test_booking_twice_is_booking_once_and_a_cancelled_place_is_free(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        slot = plan(api, school, admin, capacity=1)
        first = book(api, admin, slot, school.students[0]).json()
        assert book(api, admin, slot, school.students[0]).json() == first
        own = api.log_in_as("students", school.students[0])
        assert api.put(f"/exams/bookings/{first['id']}", own, json={"status": "attended"}).status_code == 403
        cancelled = api.put(f"/exams/bookings/{first['id']}", own, json={"status": "cancelled"})
        assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
        assert book(api, admin, slot, school.students[1]).status_code == 201
        assert kind(book(api, admin, slot, school.students[0])) == "slot-full"

    def test_nobody_sits_two_exams_at_once(self, api: Api, school: School, admin: Headers) -> None:
        slots = [plan(api, school, admin), plan(api, school, admin, starts_at="2031-03-03T10:59:00+05:30")]
        calls = [
            Call("POST", f"/exams/slots/{slot}/bookings", admin, {"json": {"student_id": school.students[0]}})
            for slot in slots
        ]
        assert sorted(answer.status_code for answer in api.at_once(calls)) == [201, 409]
        after = plan(api, school, admin, starts_at="2031-03-03T12:00:00+05:30")
        assert book(api, admin, after, school.students[0]).status_code == 201

    def test_who_came_is_said_afterwards(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin)
        booking = book(api, admin, slot, school.students[0]).json()["id"]
        assert kind(api.put(f"/exams/bookings/{booking}", admin, json={"status": "attended"})) == "exam-in-the-future"
        api.connection.execute("update operational.exam_slots set starts_at = '2024-01-01' where id = %s", (slot,))
        assert api.put(f"/exams/bookings/{booking}", admin, json={"status": "attended"}).status_code == 200
        assert kind(api.put(f"/exams/bookings/{booking}", admin, json={"status": "cancelled"})) == "illegal-move"
        assert kind(book(api, admin, slot, school.students[1])) == "exam-not-open"


class TestOpenToAStudent:
    def test_what_is_missing_is_said_until_nothing_is(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin, capacity=1)
        own = api.log_in_as("students", school.students[0])
        path = f"/exams/student/{school.students[0]}"

        def told() -> dict[str, Any]:
            [exam] = api.get(path, own).json()["items"]
            assert exam["id"] == slot
            return dict(exam)

        assert (told()["is_bookable"], told()["missing"]) == (
            False,
            "0% of the subject is complete; book from 80% on",
        )
        api.connection.execute(
            "update operational.student_subject_enrollments set completion_percentage = 80 where student_id = %s",
            (school.students[0],),
        )
        assert (told()["is_bookable"], told()["missing"]) == (True, None)
        booking = book(api, own, slot).json()["id"]
        assert (told()["is_bookable"], told()["booking_id"]) == (False, booking)
        api.put(f"/exams/bookings/{booking}", own, json={"status": "cancelled"})
        book(api, admin, slot, school.students[1])
        assert told()["missing"] == "every place is taken"

    def test_a_place_at_the_same_time_stands_in_the_way(self, api: Api, school: School, admin: Headers) -> None:
        first, second = plan(api, school, admin, title="Quiz"), plan(api, school, admin)
        book(api, admin, first, school.students[0])
        api.connection.execute(
            "update operational.student_subject_enrollments set completion_percentage = 80 where student_id = %s",
            (school.students[0],),
        )
        told = {exam["id"]: exam for exam in api.get(f"/exams/student/{school.students[0]}", admin).json()["items"]}
        assert told[second]["missing"] == "there is a place in Quiz at the same time"
        assert told[first]["booking_id"] is not None

    def test_past_cancelled_and_other_subjects_exams_are_not_there(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        gone, cancelled = plan(api, school, admin), plan(api, school, admin)
        api.connection.execute("update operational.exam_slots set starts_at = '2024-01-01' where id = %s", (gone,))
        api.put(f"/exams/slots/{cancelled}", admin, json={"status": "cancelled"})
        stranger = make_student(api.connection, school.campus)
        plan(api, school, admin)
        assert api.get(f"/exams/student/{stranger}", admin).json()["items"] == []
        assert len(api.get(f"/exams/student/{school.students[0]}", admin).json()["items"]) == 1


class TestSlot:
    def test_the_capacity_holds_those_who_have_a_place(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin)
        for student in school.students[:2]:
            book(api, admin, slot, student)
        assert kind(api.put(f"/exams/slots/{slot}", admin, json={"capacity": 1})) == "capacity-below-bookings"
        assert api.put(f"/exams/slots/{slot}", admin, json={"capacity": 3}).json()["version"] == 2

    def test_cancelling_an_exam_cancels_its_places_for_good(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin)
        book(api, admin, slot, school.students[0])
        assert api.put(f"/exams/slots/{slot}", admin, json={"status": "cancelled"}).json()["booked_count"] == 0
        assert kind(api.put(f"/exams/slots/{slot}", admin, json={"status": "open"})) == "illegal-move"

    def test_of_two_people_editing_one_is_told(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin)
        headers = admin | {"If-Match": '"1"'}
        calls = [Call("PUT", f"/exams/slots/{slot}", headers, {"json": {"capacity": count}}) for count in (5, 6)]
        assert sorted(answer.status_code for answer in api.at_once(calls)) == [200, 409]

    def test_names_come_with_it(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin, topic_id=school.topics[0], faculty_id=school.faculty)
        told = api.get(f"/exams/slots/{slot}", admin).json()
        query = "select first_name || ' ' || last_name from operational.users where id = %s"
        [(name,)] = api.connection.execute(query, (school.users[Role.FACULTY],)).fetchall()
        assert told["faculty_name"] == name
        assert (told["subject_name"], told["topic_name"], told["campus_time_zone"]) != (None, None, None)
        book(api, admin, slot, school.students[0])
        [place] = api.get("/exams/bookings", admin, slot_id=slot, sort="name").json()["items"]
        query = (
            "select first_name || ' ' || last_name from operational.users as person"
            " join operational.students as student on student.user_id = person.id where student.id = %s"
        )
        [(name,)] = api.connection.execute(query, (school.students[0],)).fetchall()
        assert (place["student_name"], place["is_subject_completed"], place["result"]) == (name, False, None)

    def test_what_is_to_come_what_was_and_one_campus_can_be_asked_for(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        first, second = plan(api, school, admin), plan(api, school, admin, starts_at="2031-03-04T10:00:00+05:30")

        def found(**query: Any) -> list[int]:
            answer = api.get("/exams/slots", admin, **query)
            assert answer.status_code == 200, answer.text
            return [one["id"] for one in answer.json()["items"]]

        between = {"starts_from": "2031-03-03T04:30:00Z", "starts_before": "2031-03-04T10:00:00+05:30"}
        assert found(**between) == [first]
        assert found(starts_from="2031-03-03T04:30:01Z") == [second]
        assert found(starts_before="2031-03-03T10:00:00+05:30") == []
        campus = api.get(f"/exams/slots/{first}", admin).json()["campus_code"]
        assert found(campus=campus) == [first, second]
        assert found(campus="nowhere") == []
        assert api.get("/exams/slots", admin, starts_from="2031-03-03T10:00:00").status_code == 422

    def test_who_has_a_place_is_told_that_it_moves_or_is_cancelled(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        slot = plan(api, school, admin)
        book(api, admin, slot, school.students[0])
        own = api.log_in_as("students", school.students[0])
        path = f"/exams/slots/{slot}"
        for change, kinds in (
            ({"capacity": 3}, []),
            ({"location": "Hall 1"}, ["exam.moved"]),
            ({"status": "cancelled"}, ["exam.cancelled", "exam.moved"]),
        ):
            assert api.put(path, admin, json=change).status_code == 200
            notes = api.get("/notifications", own).json()["items"]
            assert sorted(one["kind"] for one in notes if one["link"] == path) == kinds

    def test_another_campus_sees_nothing(self, api: Api, school: School, admin: Headers) -> None:
        slot = plan(api, school, admin)
        other = api.log_in(school.other_admin)
        assert api.get(f"/exams/slots/{slot}", other).status_code == 404
        assert slot not in [item["id"] for item in api.get("/exams/slots", other, limit=200).json()["items"]]
        assert api.get("/exams/slots", admin).json()["items"][0]["id"] == slot


class TestClashes:
    def test_of_the_faculty_member_and_of_the_room(self, api: Api, school: School, admin: Headers) -> None:
        plan(api, school, admin, faculty_id=school.faculty, location="Hall 9", title="Quiz")
        content = {
            "subject_id": school.subject,
            "title": "Final",
            "starts_at": "2031-03-03T10:30:00+05:30",
            "duration_minutes": 60,
            "capacity": 2,
        }
        refused = api.post("/exams/slots", admin, json=content | {"faculty_id": school.faculty, "location": "hall 9"})
        assert kind(refused) == "exam-clash"
        assert refused.json()["clashes"] == [
            "the faculty member has another exam at that time: Quiz",
            "hall 9 is taken at that time by another exam: Quiz",
        ]
        colleague = plan(api, school, admin, faculty_id=school.colleague, location="Online")
        moved = api.put(f"/exams/slots/{colleague}", admin, json={"faculty_id": school.faculty})
        assert kind(moved) == "exam-clash"
        assert api.put(f"/exams/slots/{colleague}", admin, json={"title": "Oral"}).status_code == 200
        plan(api, school, admin, faculty_id=school.faculty, location="Hall 9", starts_at="2031-03-03T11:00:00+05:30")

    def test_with_a_session_at_the_campus_s_clock(self, api: Api, school: School, admin: Headers) -> None:
        session = make_session(
            api.connection,
            school.campus,
            school.subject,
            student_id=school.students[0],
            faculty_id=school.faculty,
            session_date="2031-03-03",
            start_time="10:30",
            location="Lab",
        )
        zone = "select time_zone from operational.campuses where id = %s"
        [(name,)] = api.connection.execute(zone, (school.campus,)).fetchall()
        at_campus = datetime(2031, 3, 3, 10, 0, tzinfo=ZoneInfo(name)).isoformat()
        content = {
            "subject_id": school.subject,
            "title": "Final",
            "starts_at": at_campus,
            "duration_minutes": 60,
            "capacity": 2,
        }
        refused = api.post("/exams/slots", admin, json=content | {"faculty_id": school.faculty})
        assert "the faculty member has another session at that time" in refused.json()["detail"]
        api.connection.execute(
            "update operational.learning_sessions set status = 'cancelled' where id = %s", (session,)
        )
        assert api.post("/exams/slots", admin, json=content | {"faculty_id": school.faculty}).status_code == 201

    def test_of_those_who_have_a_place_when_it_is_moved(self, api: Api, school: School, admin: Headers) -> None:
        first = plan(api, school, admin, title="Quiz")
        second = plan(api, school, admin, starts_at="2031-03-04T10:00:00+05:30")
        for slot in (first, second):
            book(api, admin, slot, school.students[0])
        moved = api.put(f"/exams/slots/{second}", admin, json={"starts_at": "2031-03-03T10:30:00+05:30"})
        assert (kind(moved), moved.json()["clashes"]) == (
            "exam-clash",
            ["1 student has a place in another exam at that time: Quiz"],
        )

    def test_of_two_exams_planned_at_once_one_gets_the_room(self, api: Api, school: School, admin: Headers) -> None:
        content = {
            "subject_id": school.subject,
            "title": "Final",
            "starts_at": "2031-03-03T10:00:00+05:30",
            "duration_minutes": 60,
            "capacity": 2,
            "location": "Hall 9",
        }
        calls = [Call("POST", "/exams/slots", admin, {"json": content}) for _ in range(2)]
        assert sorted(answer.status_code for answer in api.at_once(calls)) == [201, 409]
