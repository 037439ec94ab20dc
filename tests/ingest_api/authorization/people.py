"""Entries of the authorization matrix: log-in, users, students, faculties, the catalogue, enrolments, the institute."""

import psycopg

from tests.factories import make_student
from tests.ingest_api.authorization.entries import EVERYBODY, Asked, Entry, Route
from tests.ingest_api.school import School


def student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.students[0]})


def other_student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.other_student})


def stranger(connection: psycopg.Connection, school: School) -> Asked:
    """A student of the campus whom the school's faculty does not teach."""
    return Asked({"student_id": make_student(connection, school.campus)})


ENTRIES: list[Entry] = [
    Entry("GET", "/auth/me", EVERYBODY),
    Entry("GET", "/students", EVERYBODY),
    Entry("GET", "/students/{student_id}", EVERYBODY, student, other_student, somebody_else=stranger),
    Entry("GET", "/students/{student_id}/progress", EVERYBODY, student, other_student, somebody_else=stranger),
]
OPEN: set[Route] = {
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/ready"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
}
