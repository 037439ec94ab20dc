"""A small school for tests: one campus with a class, another campus that must stay out of sight.

Schools do not know of each other, so that every test can have its own in one database.
"""

from dataclasses import dataclass

import psycopg

from tests.factories import (
    enroll,
    make_batch,
    make_campus,
    make_faculty,
    make_session,
    make_student,
    make_subject,
    make_topics,
    make_user,
)
from warehouse.vocabulary import Role

CLASS_SIZE = 3


@dataclass(frozen=True)
class School:
    """Ids. `session` is a batch session of `faculty` with `students`; `solo_session` an individual one."""

    campus: int
    subject: int
    topics: list[int]
    faculty: int
    colleague: int
    students: list[int]
    batch: int
    session: int
    solo_session: int
    users: dict[Role, int]
    other_campus: int
    other_admin: int
    other_student: int
    other_session: int


def make_school(connection: psycopg.Connection) -> School:
    """Inserts the school."""
    campus, other_campus = make_campus(connection), make_campus(connection)
    subject = make_subject(connection)
    topics = make_topics(connection, subject, 4)
    faculty, colleague = make_faculty(connection, campus), make_faculty(connection, campus)
    students = [make_student(connection, campus) for _ in range(CLASS_SIZE)]
    for student in students:
        enroll(connection, student, subject, faculty_id=faculty)
    batch = make_batch(connection, campus, subject, students, faculty_id=faculty)
    other_student = make_student(connection, other_campus)
    enroll(connection, other_student, subject)
    return School(
        campus=campus,
        subject=subject,
        topics=topics,
        faculty=faculty,
        colleague=colleague,
        students=students,
        batch=batch,
        session=make_session(
            connection, campus, subject, batch_id=batch, faculty_id=faculty, session_type="group", start_time="10:00"
        ),
        solo_session=make_session(connection, campus, subject, student_id=students[0], faculty_id=faculty),
        users={
            Role.SUPER_ADMIN: make_user(connection, Role.SUPER_ADMIN),
            Role.ADMIN: make_user(connection, Role.ADMIN, campus),
            Role.COUNSELOR: make_user(connection, Role.COUNSELOR, campus),
            Role.FACULTY: user_of(connection, "faculties", faculty),
            Role.STUDENT: user_of(connection, "students", students[0]),
        },
        other_campus=other_campus,
        other_admin=make_user(connection, Role.ADMIN, other_campus),
        other_student=other_student,
        other_session=make_session(connection, other_campus, subject, student_id=other_student),
    )


def user_of(connection: psycopg.Connection, table: str, row_id: int) -> int:
    """The user behind a student or a faculty member."""
    row = connection.execute(f"select user_id from operational.{table} where id = %s", (row_id,)).fetchone()
    assert row is not None
    return int(row[0])
