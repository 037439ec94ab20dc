"""Entries of the authorization matrix: guardians and consents of a student."""

from typing import Any

import psycopg

from tests.factories import make_student
from tests.factories.insert import insert
from tests.ingest_api.authorization.entries import OFFICE, Asked, Entry, Route
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

READERS = OFFICE | {Role.STUDENT}


def of_student(method: str, path: str, allowed: frozenset[Role], content: dict[str, Any] | None = None) -> Entry:
    """A route below one student: he sees his own, the office the campus's."""

    def asked(student: int) -> Asked:
        return Asked({"student_id": student}, json=content)

    return Entry(
        method,
        f"/students/{{student_id}}{path}",
        allowed,
        lambda _, school: asked(school.students[0]),
        lambda _, school: asked(school.other_student),
        somebody_else=lambda connection, school: asked(make_student(connection, school.campus)),
    )


def of_row(
    method: str, table: str, key: str, path: str, allowed: frozenset[Role], content: dict[str, Any] | None = None
) -> Entry:
    """A route of one guardian or one consent."""

    def asked(connection: psycopg.Connection, student: int) -> Asked:
        values = {"name": "Meera"} if table == "guardians" else {"purpose": "photo", "source": "form"}
        if table == "consents":
            connection.execute(
                "update operational.consents set withdrawn_at = now() where student_id = %s and withdrawn_at is null",
                (student,),
            )
        row = insert(connection, table, student_id=student, **values)
        return Asked({"student_id": student, key: row}, json=content)

    def new_student(connection: psycopg.Connection, school: School) -> Asked:
        return asked(connection, make_student(connection, school.campus))

    return Entry(
        method,
        f"/students/{{student_id}}/{table}/{{{key}}}{path}",
        allowed,
        lambda connection, school: asked(connection, school.students[0]),
        lambda connection, school: asked(connection, school.other_student),
        somebody_else=new_student,
    )


ENTRIES: list[Entry] = [
    of_student("GET", "/guardians", READERS),
    of_student("POST", "/guardians", OFFICE, {"name": "Meera Kulkarni", "phone": "+91 98200 00000"}),
    of_row("GET", "guardians", "guardian_id", "", READERS),
    of_row("PUT", "guardians", "guardian_id", "", OFFICE, {"relationship": "aunt"}),
    of_row("DELETE", "guardians", "guardian_id", "", OFFICE),
    of_student("GET", "/consents", READERS),
    of_student("POST", "/consents", OFFICE, {"purpose": "marketing", "source": "form"}),
    of_row("GET", "consents", "consent_id", "", READERS),
    of_row("POST", "consents", "consent_id", "/withdraw", OFFICE, {"source": "letter"}),
]
OPEN: set[Route] = set()
