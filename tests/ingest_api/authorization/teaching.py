"""Entries of the authorization matrix: sessions, attendance and what is taught and learned in them."""

import psycopg

from tests.factories import make_faculty
from tests.factories.insert import insert
from tests.ingest_api.authorization.entries import ADMINS, EVERYBODY, TEACHING, Asked, Entry, Route
from tests.ingest_api.authorization.people import other_student, stranger, student
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def session(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"session_id": school.session})


def other_session(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"session_id": school.other_session})


def mark(_: psycopg.Connection, school: School) -> Asked:
    marks = [{"student_id": school.students[0], "attendance_status": "present"}]
    return Asked({"session_id": school.session}, json={"marks": marks})


def other_mark(_: psycopg.Connection, school: School) -> Asked:
    marks = [{"student_id": school.other_student, "attendance_status": "present"}]
    return Asked({"session_id": school.other_session}, json={"marks": marks})


def own_faculty(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"faculty_id": school.faculty})


def other_faculty(connection: psycopg.Connection, school: School) -> Asked:
    return Asked({"faculty_id": make_faculty(connection, school.other_campus)})


def colleague(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"faculty_id": school.colleague})


def plan(_: psycopg.Connection, school: School) -> Asked:
    when = {"session_date": "2031-03-03", "duration_minutes": 30}
    return Asked(json={"student_id": school.students[0], "subject_id": school.subject, **when})


def other_plan(_: psycopg.Connection, school: School) -> Asked:
    when = {"session_date": "2031-03-03", "duration_minutes": 30}
    return Asked(json={"student_id": school.other_student, "subject_id": school.subject, **when})


def session_note(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"session_id": school.session}, json={"notes": "read on"})


def other_session_note(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"session_id": school.other_session}, json={"notes": "read on"})


def bulk(connection: psycopg.Connection, school: School) -> Asked:
    asked = mark(connection, school)
    return Asked(json={"sessions": [{"session_id": school.session, "marks": asked.json["marks"]}]})


def other_bulk(connection: psycopg.Connection, school: School) -> Asked:
    asked = other_mark(connection, school)
    return Asked(json={"sessions": [{"session_id": school.other_session, "marks": asked.json["marks"]}]})


def topic(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"topic_id": school.topics[0]})


def correction(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"student_id": school.students[0], "topic_id": school.topics[0], "competency_level": 4})


def other_correction(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"student_id": school.other_student, "topic_id": school.topics[0], "competency_level": 4})


def exam_slot(connection: psycopg.Connection, campus: int, subject: int) -> int:
    when = {"starts_at": "2031-03-03T10:00Z", "duration_minutes": 60, "capacity": 5}
    return insert(connection, "exam_slots", campus_id=campus, subject_id=subject, title="Final", **when)


def slot(connection: psycopg.Connection, school: School) -> Asked:
    return Asked({"slot_id": exam_slot(connection, school.campus, school.subject)})


def other_slot(connection: psycopg.Connection, school: School) -> Asked:
    return Asked({"slot_id": exam_slot(connection, school.other_campus, school.subject)})


def slot_change(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(slot(connection, school).path, json={"capacity": 6})


def other_slot_change(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(other_slot(connection, school).path, json={"capacity": 6})


def new_slot(_: psycopg.Connection, school: School) -> Asked:
    when = {"starts_at": "2031-03-03T10:00Z", "duration_minutes": 60, "capacity": 5}
    return Asked(json={"campus_id": school.campus, "subject_id": school.subject, "title": "Final", **when})


def place(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(slot(connection, school).path, json={"student_id": school.students[0]})


def other_place(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(other_slot(connection, school).path, json={"student_id": school.other_student})


def booking_of(connection: psycopg.Connection, school: School, campus: int, student_id: int) -> Asked:
    slot_id = exam_slot(connection, campus, school.subject)
    booking = insert(connection, "exam_bookings", slot_id=slot_id, student_id=student_id)
    return Asked({"booking_id": booking}, json={"status": "cancelled"})


def booking(connection: psycopg.Connection, school: School) -> Asked:
    return booking_of(connection, school, school.campus, school.students[0])


def other_booking(connection: psycopg.Connection, school: School) -> Asked:
    return booking_of(connection, school, school.other_campus, school.other_student)


def result_of(connection: psycopg.Connection, school: School, campus: int, student_id: int) -> Asked:
    slot_id = exam_slot(connection, campus, school.subject)
    connection.execute("update operational.exam_slots set starts_at = '2024-03-03T10:00Z' where id = %s", (slot_id,))
    booking = insert(connection, "exam_bookings", slot_id=slot_id, student_id=student_id)
    return Asked({"booking_id": booking}, json={"marks_obtained": 8, "total_marks": 10})


def result(connection: psycopg.Connection, school: School) -> Asked:
    return result_of(connection, school, school.campus, school.students[0])


def other_result(connection: psycopg.Connection, school: School) -> Asked:
    return result_of(connection, school, school.other_campus, school.other_student)


ENTRIES: list[Entry] = [
    Entry("GET", "/exams/slots", EVERYBODY),
    Entry("POST", "/exams/slots", TEACHING, new_slot),
    Entry("GET", "/exams/slots/{slot_id}", EVERYBODY, slot, other_slot),
    Entry("PUT", "/exams/slots/{slot_id}", TEACHING, slot_change, other_slot_change),
    Entry("POST", "/exams/slots/{slot_id}/bookings", EVERYBODY, place, other_place),
    Entry("GET", "/exams/bookings", EVERYBODY),
    Entry("PUT", "/exams/bookings/{booking_id}", EVERYBODY, booking, other_booking),
    Entry("POST", "/exams/bookings/{booking_id}/result", TEACHING, result, other_result),
    Entry("GET", "/progress/student/{student_id}", EVERYBODY, student, other_student, somebody_else=stranger),
    Entry("GET", "/progress/topic/{topic_id}", EVERYBODY, topic),
    Entry("POST", "/progress/update", TEACHING, correction, other_correction),
    Entry("POST", "/progress/review", ADMINS),
    Entry("POST", "/attendance/bulk", TEACHING, bulk, other_bulk),
    Entry("GET", "/attendance/student/{student_id}", EVERYBODY, student, other_student, somebody_else=stranger),
    Entry(
        "GET",
        "/attendance/faculty/{faculty_id}/today",
        TEACHING,
        own_faculty,
        other_faculty,
        somebody_else=colleague,
    ),
    Entry("GET", "/sessions", TEACHING | {Role.STUDENT}),
    Entry("POST", "/sessions", TEACHING, plan, other_plan),
    Entry("PUT", "/sessions/{session_id}", TEACHING, session_note, other_session_note),
    Entry(
        "GET",
        "/sessions/faculty/{faculty_id}",
        TEACHING,
        own_faculty,
        other_faculty,
        somebody_else=colleague,
    ),
    Entry("GET", "/sessions/today", TEACHING | {Role.STUDENT}),
    Entry("GET", "/sessions/{session_id}", TEACHING | {Role.STUDENT}, session, other_session),
    Entry("POST", "/attendance/session/{session_id}", TEACHING, mark, other_mark),
]
OPEN: set[Route] = set()
