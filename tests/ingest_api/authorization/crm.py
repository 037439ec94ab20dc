"""Entries of the authorization matrix: leads, follow-ups, feedback, rewards, fees, interventions, notifications."""

from datetime import timedelta
from typing import Any

import psycopg

from tests.factories.insert import insert
from tests.ingest_api.authorization.entries import EVERYBODY, OFFICE, Asked, Build, Entry, Route
from tests.ingest_api.crm.leads import make_follow_up, make_inquiry, today
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def inquiry(json: Any = None, *, elsewhere: bool = False) -> Build:
    """A request about an inquiry of the campus, or of the other one."""

    def build(connection: psycopg.Connection, school: School) -> Asked:
        campus = school.other_campus if elsewhere else school.campus
        return Asked({"inquiry_id": make_inquiry(connection, campus)}, json=json)

    return build


def merge(*, elsewhere: bool) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        campus = school.other_campus if elsewhere else school.campus
        kept, duplicate = make_inquiry(connection, campus), make_inquiry(connection, campus)
        return Asked({"inquiry_id": kept}, json={"duplicate_id": duplicate})

    return build


def follow_up(json: Any = None, *, elsewhere: bool = False) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        campus = school.other_campus if elsewhere else school.campus
        contact = make_follow_up(connection, make_inquiry(connection, campus), today(connection, campus))
        return Asked({"follow_up_id": contact}, json=json)

    return build


def new_follow_up(connection: psycopg.Connection, school: School) -> Asked:
    day = today(connection, school.campus) + timedelta(days=1)
    return Asked(json={"inquiry_id": make_inquiry(connection, school.campus), "follow_up_date": str(day)})


def new_inquiry(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"student_name": "Meera", "email": "meera@example.org", "campus_id": school.campus})


def notification(connection: psycopg.Connection, school: School) -> Asked:
    """One of the student's."""
    user = school.users[Role.STUDENT]
    return Asked({"notification_id": insert(connection, "notifications", user_id=user, kind="k", title="t")})


_NOTES = {"notes": "calls back"}
ENTRIES: list[Entry] = [
    Entry("GET", "/crm/inquiries", OFFICE),
    Entry("POST", "/crm/inquiries", OFFICE, new_inquiry),
    Entry("GET", "/crm/inquiries/{inquiry_id}", OFFICE, inquiry(), inquiry(elsewhere=True)),
    Entry("PUT", "/crm/inquiries/{inquiry_id}", OFFICE, inquiry(_NOTES), inquiry(_NOTES, elsewhere=True)),
    Entry("POST", "/crm/inquiries/{inquiry_id}/convert", OFFICE, inquiry({}), inquiry({}, elsewhere=True)),
    Entry("GET", "/crm/inquiries/{inquiry_id}/duplicates", OFFICE, inquiry(), inquiry(elsewhere=True)),
    Entry("POST", "/crm/inquiries/{inquiry_id}/merge", OFFICE, merge(elsewhere=False), merge(elsewhere=True)),
    Entry("GET", "/crm/follow-ups", OFFICE),
    Entry("POST", "/crm/follow-ups", OFFICE, new_follow_up),
    Entry("POST", "/crm/follow-ups/sweep", OFFICE),
    Entry("GET", "/crm/follow-ups/{follow_up_id}", OFFICE, follow_up(), follow_up(elsewhere=True)),
    Entry("PUT", "/crm/follow-ups/{follow_up_id}", OFFICE, follow_up(_NOTES), follow_up(_NOTES, elsewhere=True)),
    Entry("GET", "/notifications", EVERYBODY),
    Entry("POST", "/notifications/read", EVERYBODY),
    Entry(
        "POST",
        "/notifications/{notification_id}/read",
        EVERYBODY,
        notification,
        answers=frozenset({200, 404}),
    ),
]
OPEN: set[Route] = set()
