"""Entries of the authorization matrix: log-in, users, students, faculties, the catalogue, enrolments, the institute."""

from dataclasses import replace
from typing import Any

import psycopg

from tests.factories import make_student
from tests.ingest_api.authorization.entries import EVERYBODY, OFFICE, Asked, Build, Entry, Route
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.students[0]})


def other_student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.other_student})


def stranger(connection: psycopg.Connection, school: School) -> Asked:
    """A student of the campus whom the school's faculty does not teach."""
    return Asked({"student_id": make_student(connection, school.campus)})


def new_student(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"first_name": "Asha", "campus_id": school.campus})


def with_body(build: Build, **content: Any) -> Build:
    """The same row, with something to be written."""

    def asked(connection: psycopg.Connection, school: School) -> Asked:
        return replace(build(connection, school), json=content)

    return asked


def of_student(method: str, path: str, allowed: frozenset[Role], **content: Any) -> Entry:
    """A route of one student; the faculty sees whom she teaches, the office the campus."""
    builds = [with_body(build, **content) if content else build for build in (student, other_student, stranger)]
    return Entry(method, f"/students/{{student_id}}{path}", allowed, builds[0], builds[1], somebody_else=builds[2])


ENTRIES: list[Entry] = [
    Entry("GET", "/auth/me", EVERYBODY),
    Entry("GET", "/students", EVERYBODY),
    Entry("POST", "/students", OFFICE, new_student),
    of_student("GET", "", EVERYBODY),
    of_student("PUT", "", OFFICE, address="Pune"),
    of_student("GET", "/progress", EVERYBODY),
    of_student("GET", "/attendance", EVERYBODY),
    of_student("GET", "/topics-progress", EVERYBODY),
]
OPEN: set[Route] = {
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/ready"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
}
