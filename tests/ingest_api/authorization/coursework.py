"""Entries of the authorization matrix: batches and their members, assessments and their marks."""

import psycopg

from tests.factories import enroll, make_assessment, make_batch, make_student
from tests.ingest_api.authorization.entries import ADMINS, EVERYBODY, TEACHING, Asked, Entry, Route
from tests.ingest_api.school import School


def batch(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"batch_id": school.batch})


def other_batch(connection: psycopg.Connection, school: School) -> Asked:
    members = [school.other_student]
    return Asked({"batch_id": make_batch(connection, school.other_campus, school.subject, members)})


def colleagues_batch(connection: psycopg.Connection, school: School) -> Asked:
    return Asked({"batch_id": make_batch(connection, school.campus, school.subject, faculty_id=school.colleague)})


def new_batch(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"campus_id": school.campus, "subject_id": school.subject, "name": "Evenings"})


def other_new_batch(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"campus_id": school.other_campus, "subject_id": school.subject, "name": "Evenings"})


def batch_change(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(batch(connection, school).path, json={"description": "Mondays"})


def other_batch_change(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(other_batch(connection, school).path, json={"description": "Mondays"})


def joining(connection: psycopg.Connection, school: School) -> Asked:
    student = make_student(connection, school.campus)
    enroll(connection, student, school.subject)
    return Asked(batch(connection, school).path, json={"student_ids": [student]})


def other_joining(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(other_batch(connection, school).path, json={"student_ids": [school.other_student]})


def leaving(connection: psycopg.Connection, school: School) -> Asked:
    student = make_student(connection, school.campus)
    return Asked({"batch_id": make_batch(connection, school.campus, school.subject, [student]), "student_id": student})


def other_leaving(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(other_batch(connection, school).path | {"student_id": school.other_student})


def work_of(connection: psycopg.Connection, school: School, student_id: int) -> Asked:
    return Asked({"assessment_id": make_assessment(connection, student_id, school.subject, total_marks=20)})


def work(connection: psycopg.Connection, school: School) -> Asked:
    return work_of(connection, school, school.students[0])


def other_work(connection: psycopg.Connection, school: School) -> Asked:
    return work_of(connection, school, school.other_student)


def strangers_work(connection: psycopg.Connection, school: School) -> Asked:
    return work_of(connection, school, make_student(connection, school.campus))


def new_work(_: psycopg.Connection, school: School) -> Asked:
    return Asked(
        json={"student_id": school.students[0], "subject_id": school.subject, "assessment_type": "quiz"},
    )


def other_new_work(_: psycopg.Connection, school: School) -> Asked:
    return Asked(
        json={"student_id": school.other_student, "subject_id": school.subject, "assessment_type": "quiz"},
    )


def work_change(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(work(connection, school).path, json={"title": "Loops"})


def other_work_change(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(other_work(connection, school).path, json={"title": "Loops"})


def strangers_work_change(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(strangers_work(connection, school).path, json={"title": "Loops"})


def mark(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(work(connection, school).path, json={"marks_obtained": 15})


def other_mark(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(other_work(connection, school).path, json={"marks_obtained": 15})


def strangers_mark(connection: psycopg.Connection, school: School) -> Asked:
    return Asked(strangers_work(connection, school).path, json={"marks_obtained": 15})


ENTRIES: list[Entry] = [
    Entry("GET", "/batches", EVERYBODY),
    Entry("POST", "/batches", ADMINS, new_batch, other_new_batch, hidden=frozenset({422})),
    Entry("GET", "/batches/{batch_id}", EVERYBODY, batch, other_batch, somebody_else=colleagues_batch),
    Entry("PUT", "/batches/{batch_id}", ADMINS, batch_change, other_batch_change),
    Entry("GET", "/batches/{batch_id}/members", EVERYBODY, batch, other_batch, somebody_else=colleagues_batch),
    Entry("POST", "/batches/{batch_id}/members", ADMINS, joining, other_joining),
    Entry("DELETE", "/batches/{batch_id}/members/{student_id}", ADMINS, leaving, other_leaving),
    Entry("GET", "/assessments", EVERYBODY),
    Entry("GET", "/assessments/sets", EVERYBODY),
    Entry("POST", "/assessments", TEACHING, new_work, other_new_work),
    Entry("GET", "/assessments/{assessment_id}", EVERYBODY, work, other_work, somebody_else=strangers_work),
    Entry(
        "PUT",
        "/assessments/{assessment_id}",
        TEACHING,
        work_change,
        other_work_change,
        somebody_else=strangers_work_change,
    ),
    Entry("DELETE", "/assessments/{assessment_id}", TEACHING, work, other_work, somebody_else=strangers_work),
    Entry("POST", "/assessments/{assessment_id}/grade", TEACHING, mark, other_mark, somebody_else=strangers_mark),
]
OPEN: set[Route] = set()
