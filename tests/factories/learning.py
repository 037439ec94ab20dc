"""Enrolments, batches, sessions, marks and assessments."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import psycopg

from tests.factories.insert import insert, number
from warehouse.vocabulary import AssessmentType, AttendanceStatus

DAY = date(2024, 7, 1)


def enroll(connection: psycopg.Connection, student_id: int, subject_id: int, **values: Any) -> int:
    defaults = {"student_id": student_id, "subject_id": subject_id, "enrollment_date": date(2024, 1, 1)}
    return insert(connection, "student_subject_enrollments", **{**defaults, **values})


def make_batch(
    connection: psycopg.Connection, campus_id: int, subject_id: int, student_ids: Sequence[int] = (), **values: Any
) -> int:
    defaults = {"name": f"Batch {number()}", "campus_id": campus_id, "subject_id": subject_id}
    batch_id = insert(connection, "flexible_batches", **{**defaults, **values})
    for student_id in student_ids:
        add_to_batch(connection, batch_id, student_id)
    return batch_id


def add_to_batch(connection: psycopg.Connection, batch_id: int, student_id: int) -> int:
    return insert(connection, "flexible_batch_members", batch_id=batch_id, student_id=student_id)


def make_session(connection: psycopg.Connection, campus_id: int, subject_id: int, **values: Any) -> int:
    """A session of 60 minutes; give `student_id` or `batch_id`."""
    defaults = {"campus_id": campus_id, "subject_id": subject_id, "session_date": DAY, "duration_minutes": 60}
    return insert(connection, "learning_sessions", **{**defaults, **values})


def make_attendance(
    connection: psycopg.Connection,
    session_id: int,
    student_id: int,
    topics: Mapping[int, int | None] | None = None,
    **values: Any,
) -> int:
    """A mark with topics and their understanding."""
    defaults = {"attendance_status": AttendanceStatus.PRESENT, "recorded_at": "2024-07-01T12:00Z"}
    attendance_id = insert(
        connection, "session_attendance", **{**defaults, "session_id": session_id, "student_id": student_id, **values}
    )
    for topic_id, understanding in (topics or {}).items():
        insert(
            connection,
            "session_attendance_topics",
            attendance_id=attendance_id,
            topic_id=topic_id,
            understanding=understanding,
        )
    return attendance_id


def make_assessment(connection: psycopg.Connection, student_id: int, subject_id: int, **values: Any) -> int:
    defaults = {"student_id": student_id, "subject_id": subject_id, "assessment_type": AssessmentType.QUIZ}
    return insert(connection, "assessments", **{**defaults, **values})


def make_alert(
    connection: psycopg.Connection, enrollment_id: int, student_id: int, campus_id: int, **values: Any
) -> int:
    """An alert that is shown since it was raised."""
    raised_on = values.get("raised_on", DAY)
    defaults = {
        "enrollment_id": enrollment_id,
        "student_id": student_id,
        "campus_id": campus_id,
        "raised_on": DAY,
        "scored_as_of": DAY,
        "p_drop": 0.7,
        "p_drop_30d": 0.24,
        "band": "high",
        "reasons": ["No session for 12 days."],
        "model_version": "rule-1",
        "is_randomised": True,
        "is_holdout": False,
        "holdout_share": 0.15,
        "shown_from": raised_on,
        "outcome_on": raised_on + timedelta(days=30),
    }
    return insert(connection, "risk_alerts", **{**defaults, **values})
