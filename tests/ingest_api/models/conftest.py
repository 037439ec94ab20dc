"""One database per module with a campus, its people and a course; every test's own rows are rolled back."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from tests.conftest import drop_database, make_database
from tests.factories import (
    enroll,
    make_campus,
    make_faculty,
    make_session,
    make_student,
    make_subject,
    make_topic,
    make_user,
)
from warehouse.postgres import connect
from warehouse.vocabulary import Role


@dataclass(frozen=True)
class School:
    """What the rows of a test may refer to."""

    connection: psycopg.Connection
    campus_id: int
    counselor_id: int
    student_id: int
    other_student_id: int
    faculty_id: int
    subject_id: int
    topic_id: int
    enrollment_id: int
    session_id: int


@pytest.fixture(scope="module")
def founded(server_url: str, template_database: str) -> Iterator[School]:
    name = f"test_{uuid.uuid4().hex}"
    with connect(make_database(server_url, name, template_database)) as connection:
        campus_id = make_campus(connection)
        student_id = make_student(connection, campus_id)
        subject_id = make_subject(connection)
        yield School(
            connection=connection,
            campus_id=campus_id,
            counselor_id=make_user(connection, Role.COUNSELOR, campus_id=campus_id),
            student_id=student_id,
            other_student_id=make_student(connection, campus_id),
            faculty_id=make_faculty(connection, campus_id),
            subject_id=subject_id,
            topic_id=make_topic(connection, subject_id, 1),
            enrollment_id=enroll(connection, student_id, subject_id),
            session_id=make_session(connection, campus_id, subject_id, student_id=student_id),
        )
    drop_database(server_url, name)


@pytest.fixture
def school(founded: School) -> Iterator[School]:
    with founded.connection.transaction(force_rollback=True):
        yield founded
