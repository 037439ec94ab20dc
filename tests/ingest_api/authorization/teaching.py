"""Entries of the authorization matrix: sessions, attendance and what is taught and learned in them."""

import psycopg

from tests.ingest_api.authorization.entries import TEACHING, Asked, Entry, Route
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


ENTRIES: list[Entry] = [
    Entry("GET", "/sessions/today", TEACHING | {Role.STUDENT}),
    Entry("GET", "/sessions/{session_id}", TEACHING | {Role.STUDENT}, session, other_session),
    Entry("POST", "/attendance/session/{session_id}", TEACHING, mark, other_mark),
]
OPEN: set[Route] = set()
