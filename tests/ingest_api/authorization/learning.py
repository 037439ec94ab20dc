"""Entries of the authorization matrix: learning paths and resources."""

from functools import partial
from typing import Any

import psycopg

from tests.factories import enroll, make_student
from tests.factories.insert import insert
from tests.ingest_api.authorization.entries import EVERYBODY, STAFF, TEACHING, Asked, Entry, Route
from tests.ingest_api.school import School


def new_path(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"student_id": school.students[0], "subject_id": school.subject})


def other_new_path(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"student_id": school.other_student, "subject_id": school.subject})


def strangers_new_path(connection: psycopg.Connection, school: School) -> Asked:
    student = make_student(connection, school.campus)
    enroll(connection, student, school.subject)
    return Asked(json={"student_id": student, "subject_id": school.subject})


def path_of(connection: psycopg.Connection, school: School, student: int, *, step: bool, json: Any) -> Asked:
    path = {"path_id": insert(connection, "learning_paths", student_id=student, name="Loops")}
    if step:
        content = {"topic_id": school.topics[0], "position": 1}
        path["step_id"] = insert(connection, "learning_path_steps", path_id=path["path_id"], **content)
    return Asked(path, json=json)


def of_path(method: str, allowed: frozenset[Any], step: bool = False, json: Any = None) -> Entry:
    """A route of one path: a student's own; the faculty's whom she teaches; the office's of the campus."""
    asked = partial(path_of, step=step, json=json)
    return Entry(
        method,
        "/learning-paths/{path_id}" + ("/steps/{step_id}" if step else ""),
        allowed,
        lambda connection, school: asked(connection, school, school.students[0]),
        lambda connection, school: asked(connection, school, school.other_student),
        somebody_else=lambda connection, school: asked(connection, school, make_student(connection, school.campus)),
    )


def new_resource(_: psycopg.Connection, school: School) -> Asked:
    content = {"subject_id": school.subject, "title": "Loops", "kind": "link"}
    return Asked(json={**content, "url": "https://example.org/loops"})


def resource(connection: psycopg.Connection, school: School) -> Asked:
    content = {"subject_id": school.subject, "title": "Loops", "kind": "link", "url": "https://example.org/loops"}
    return Asked({"resource_id": insert(connection, "resources", **content)})


def resource_change(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(resource(connection, school).path, json={"title": "Loops, again"})


ENTRIES: list[Entry] = [
    Entry("GET", "/learning-paths", EVERYBODY),
    Entry("POST", "/learning-paths", STAFF, new_path, other_new_path, somebody_else=strangers_new_path),
    of_path("GET", EVERYBODY),
    of_path("PUT", STAFF, json={"goal": "Ready for July"}),
    of_path("PUT", EVERYBODY, step=True, json={"status": "in_progress"}),
    Entry("GET", "/resources", EVERYBODY),
    Entry("POST", "/resources", TEACHING, new_resource),
    Entry("GET", "/resources/{resource_id}", EVERYBODY, resource),
    Entry("PUT", "/resources/{resource_id}", TEACHING, resource_change),
]
OPEN: set[Route] = set()
