"""Small functions that insert the rows a test needs, each with sensible values for what the test does not care about.

Every function takes a psycopg connection and returns the new row's id.
"""

from tests.factories.catalog import make_subject, make_topic, make_topics
from tests.factories.learning import (
    add_to_batch,
    enroll,
    make_alert,
    make_assessment,
    make_attendance,
    make_batch,
    make_session,
)
from tests.factories.people import make_campus, make_faculty, make_institute, make_student, make_user

__all__ = [
    "add_to_batch",
    "enroll",
    "make_alert",
    "make_assessment",
    "make_attendance",
    "make_batch",
    "make_campus",
    "make_faculty",
    "make_institute",
    "make_session",
    "make_student",
    "make_subject",
    "make_topic",
    "make_topics",
    "make_user",
]
