"""Entries of the authorization matrix: log-in, users, students, faculties, the catalogue, enrolments, the institute."""

from dataclasses import replace
from typing import Any

import psycopg

from tests.factories import make_faculty, make_student
from tests.factories.insert import insert, number
from tests.ingest_api.authorization.entries import (
    ADMINS,
    EVERYBODY,
    OFFICE,
    STAFF,
    TEACHING,
    Asked,
    Build,
    Entry,
    Route,
)
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.students[0]})


def other_student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.other_student})


def stranger(connection: psycopg.Connection, school: School) -> Asked:
    """A student of the campus whom the school's faculty does not teach."""
    return Asked({"student_id": make_student(connection, school.campus)})


def somebody_new(_: psycopg.Connection, school: School) -> Asked:
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


def of_faculty(method: str, path: str, allowed: frozenset[Role], **content: Any) -> Entry:
    """A route of one faculty member; she sees herself, the office the campus."""

    def herself(_: psycopg.Connection, school: School) -> Asked:
        return Asked({"faculty_id": school.faculty}, json=content or None)

    def colleague(_: psycopg.Connection, school: School) -> Asked:
        return Asked({"faculty_id": school.colleague}, json=content or None)

    def elsewhere(connection: psycopg.Connection, school: School) -> Asked:
        return Asked({"faculty_id": make_faculty(connection, school.other_campus)}, json=content or None)

    return Entry(method, f"/faculties/{{faculty_id}}{path}", allowed, herself, elsewhere, somebody_else=colleague)


def of_week(method: str, **content: Any) -> Entry:
    """A route of one part of a faculty member's week."""

    def part(connection: psycopg.Connection, faculty: int) -> Asked:
        values = {"weekday": 7, "start_time": f"{number() % 24:02}:00", "end_time": "23:59:59"}
        added = insert(connection, "faculty_availability", faculty_id=faculty, **values)
        return Asked({"faculty_id": faculty, "availability_id": added}, json=content or None)

    return Entry(
        method,
        "/faculties/{faculty_id}/availability/{availability_id}",
        TEACHING,
        lambda connection, school: part(connection, school.faculty),
        lambda connection, school: part(connection, make_faculty(connection, school.other_campus)),
        somebody_else=lambda connection, school: part(connection, make_faculty(connection, school.campus)),
    )


ENTRIES: list[Entry] = [
    Entry("GET", "/auth/me", EVERYBODY),
    Entry("GET", "/students", EVERYBODY),
    Entry("POST", "/students", OFFICE, somebody_new),
    of_student("GET", "", EVERYBODY),
    of_student("PUT", "", OFFICE, address="Pune"),
    of_student("GET", "/progress", EVERYBODY),
    of_student("GET", "/attendance", EVERYBODY),
    of_student("GET", "/topics-progress", EVERYBODY),
    Entry("GET", "/faculties", STAFF),
    Entry("POST", "/faculties", ADMINS, somebody_new),
    of_faculty("GET", "", STAFF),
    of_faculty("PUT", "", ADMINS, qualification="M.Sc."),
    of_faculty("GET", "/schedule", STAFF),
    of_faculty("GET", "/students", STAFF),
    of_faculty("GET", "/availability", STAFF),
    of_faculty("POST", "/availability", TEACHING, weekday=6, start_time="09:00", end_time="10:00"),
    of_week("PUT", weekday=5),
    of_week("DELETE"),
    of_faculty("GET", "/time-tracking", TEACHING),
    of_faculty("POST", "/time-tracking", TEACHING, work_date="2026-07-01", kind="meeting", minutes=1),
]
OPEN: set[Route] = {
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/ready"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
}
