"""Entries of the authorization matrix: calendars, certificates, the exams that a student may book."""

from collections.abc import Callable

import psycopg

from tests.factories import enroll, make_student
from tests.factories.insert import insert, number
from tests.ingest_api.authorization.entries import EVERYBODY, OFFICE, SUPER_ADMIN, Asked, Build, Entry, Route
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

SUBSCRIBERS = SUPER_ADMIN | {Role.STUDENT}
CERTIFIED = OFFICE | {Role.STUDENT}


def own(_: psycopg.Connection, school: School) -> int:
    return school.students[0]


def elsewhere(_: psycopg.Connection, school: School) -> int:
    return school.other_student


def stranger(connection: psycopg.Connection, school: School) -> int:
    return make_student(connection, school.campus)


def completed(connection: psycopg.Connection, student_id: int) -> int:
    """An enrolment in a subject of its own, completed."""
    subject = insert(connection, "subjects", code=f"DONE-{number()}", name="Spreadsheets")
    day = {"ended_on": "2024-06-28", "actual_completion_date": "2024-06-28"}
    return enroll(connection, student_id, subject, status="completed", completion_percentage=100, **day)


def certificate(connection: psycopg.Connection, student_id: int) -> str:
    """The number of a certificate."""
    digits = f"{number():08}"
    kept = f"HW-{digits[:4]}-{digits[4:]}-AAAA"
    insert(connection, "certificates", enrollment_id=completed(connection, student_id), number=kept)
    return kept


def of_student(ask: Callable[[psycopg.Connection, int], Asked]) -> list[Build]:
    """The same asked about oneself, about somebody of another campus, and about somebody of the own."""

    def build(who: Callable[[psycopg.Connection, School], int]) -> Build:
        return lambda connection, school: ask(connection, who(connection, school))

    return [build(own), build(elsewhere), build(stranger)]


def entry(method: str, path: str, allowed: frozenset[Role], ask: Callable[[psycopg.Connection, int], Asked]) -> Entry:
    """A route about one student."""
    builds = of_student(ask)
    return Entry(method, path, allowed, builds[0], builds[1], somebody_else=builds[2])


ENTRIES: list[Entry] = [
    Entry("GET", "/calendar/link", SUBSCRIBERS),
    Entry("POST", "/calendar/link", SUBSCRIBERS),
    Entry("DELETE", "/calendar/link", SUBSCRIBERS),
    entry("GET", "/exams/student/{student_id}", EVERYBODY, lambda _, student: Asked({"student_id": student})),
    entry("GET", "/certificates/student/{student_id}", CERTIFIED, lambda _, student: Asked({"student_id": student})),
    entry(
        "POST",
        "/certificates",
        CERTIFIED,
        lambda connection, student: Asked(json={"enrollment_id": completed(connection, student)}),
    ),
    entry(
        "GET",
        "/certificates/{number}/paper",
        CERTIFIED,
        lambda connection, student: Asked({"number": certificate(connection, student)}),
    ),
]
# The address of a calendar and the number of a certificate are secrets of their own.
OPEN: set[Route] = {
    ("GET", "/api/v1/calendar/feed/{token}"),
    ("GET", "/api/v1/certificates/{number}"),
    ("POST", "/api/v1/auth/one-time-token"),
}
