"""Entries of the authorization matrix: sessions, attendance and what is taught and learned in them."""

import psycopg

from tests.factories import make_faculty
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


ENTRIES: list[Entry] = [
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
