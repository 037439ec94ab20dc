"""Marking finds everything by its keys, also when its plans were made while the tables were empty."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import drop_database, make_database
from tests.factories import enroll, make_campus, make_session, make_student, make_subject, make_topic
from warehouse.postgres import connect, engine

STUDENTS = 20
# How often a table was read whole in the transaction so far.
READ_WHOLE = "select coalesce(sum(seq_scan), 0)::integer from pg_stat_xact_user_tables where relname = any(%s)"
GROWING = ["session_attendance", "session_attendance_topics", "student_topic_progress", "student_subject_enrollments"]


@pytest.fixture
def young(server_url: str, template_database: str) -> Iterator[psycopg.Connection]:
    """A database in which nothing was ever marked, and whose figures say so."""
    name = f"test_{uuid.uuid4().hex}"
    url = make_database(server_url, name, template_database)
    with connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        yield connection
    engine(url).dispose()
    drop_database(server_url, name)


def test_no_table_that_grows_is_read_whole(young: psycopg.Connection) -> None:
    campus_id, subject_id = make_campus(young), make_subject(young)
    topic_id = make_topic(young, subject_id, 1)
    students = [make_student(young, campus_id) for _ in range(STUDENTS)]
    for student_id in students:
        enroll(young, student_id, subject_id)
    sessions = [make_session(young, campus_id, subject_id, student_id=student_id) for student_id in students]
    with young.transaction():
        before = young.execute(READ_WHOLE, (GROWING,)).fetchone()
        for session_id, student_id in zip(sessions, students, strict=True):
            mark(young, session_id, subject_id, student_id, topic_id)
        after = young.execute(READ_WHOLE, (GROWING,)).fetchone()
    assert after == before
    found = young.execute("select count(*) from operational.student_topic_progress").fetchone()
    assert found == (STUDENTS,)


def mark(connection: psycopg.Connection, session_id: int, subject_id: int, student_id: int, topic_id: int) -> None:
    """Marks one student present, as the service does."""
    asked = [{"session_id": session_id, "student_ids": [student_id], "topic_ids": [topic_id]}]
    known = connection.execute(
        "select student_ids, are_members, known_topic_ids from operational.stored_marks(%s, %s)",
        ([session_id], Jsonb(asked)),
    ).fetchone()
    assert known == ([student_id], [True], [topic_id])
    request = {
        "session_id": session_id,
        "subject_id": subject_id,
        "mastery_level": 3,
        "student_ids": [student_id],
        "marks": [{"student_id": student_id, "status": "present", "topics": [[topic_id, 4]]}],
        "dropped": [],
        "moved_ids": [student_id],
        "topic_ids": [topic_id],
        "name": "attendance.marked",
        "source": "api",
        "relation": "learning_sessions",
        "row_id": session_id,
        "payload": {},
    }
    saved = connection.execute(
        "select student_ids, completion_percentages from operational.save_marks(%s)",
        (Jsonb(request),),
    ).fetchone()
    assert saved == ([student_id], [100.0])
