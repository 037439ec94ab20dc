"""Marking finds everything by its keys, also when its plans were made while the tables were empty."""

import uuid
from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import drop_database, make_database
from tests.factories import enroll, make_campus, make_session, make_student, make_subject, make_topic
from warehouse.postgres import connect, engine

STUDENTS = 20
# How often a table was read whole in the transaction so far.
READ_WHOLE = "select coalesce(sum(seq_scan), 0)::integer from pg_stat_xact_user_tables where relname = any(%s)"
# How many rows were looked at in it.
LOOKED_AT = """
select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::integer from pg_stat_xact_user_tables where relname = any(%s)
"""
GROWING = ["session_attendance", "session_attendance_topics", "student_topic_progress", "student_subject_enrollments"]


@pytest.fixture
def young(server_url: str, template_database: str) -> Iterator[psycopg.Connection]:
    """A database in which nothing was ever marked."""
    name = f"test_{uuid.uuid4().hex}"
    url = make_database(server_url, name, template_database)
    with connect(url, autocommit=True) as connection:
        yield connection
    engine(url).dispose()
    drop_database(server_url, name)


def test_no_table_that_grows_is_read_whole(young: psycopg.Connection) -> None:
    young.execute("vacuum analyze")  # the planner's figures say that all of them are empty
    subject_id, topic_id, sessions = school(young)
    with young.transaction():
        before = count(young, READ_WHOLE)
        for student_id, session_id in sessions.items():
            mark(young, session_id, subject_id, student_id, topic_id)
        assert count(young, READ_WHOLE) == before
    found = young.execute("select count(*) from operational.student_topic_progress").fetchone()
    assert found == (STUDENTS,)


def test_marking_costs_the_same_however_many_learn_the_topic(young: psycopg.Connection) -> None:
    """The connection keeps its first plans."""
    subject_id, topic_id, sessions = school(young)
    looked_at = []
    with young.transaction():
        for student_id, session_id in sessions.items():
            mark(young, session_id, subject_id, student_id, topic_id)
            looked_at.append(count(young, LOOKED_AT))
    assert looked_at[-1] - looked_at[-2] == looked_at[1] - looked_at[0]


def school(connection: psycopg.Connection) -> tuple[int, int, dict[int, int]]:
    """A subject, its topic, and a session of each student."""
    campus_id, subject_id = make_campus(connection), make_subject(connection)
    topic_id = make_topic(connection, subject_id, 1)
    students = [make_student(connection, campus_id) for _ in range(STUDENTS)]
    for student_id in students:
        enroll(connection, student_id, subject_id)
    return (
        subject_id,
        topic_id,
        {student_id: make_session(connection, campus_id, subject_id, student_id=student_id) for student_id in students},
    )


def count(connection: psycopg.Connection, query: LiteralString) -> int:
    row = connection.execute(query, (GROWING,)).fetchone()
    assert row is not None
    return int(row[0])


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
