"""Entries of the authorization matrix: reports on schedule."""

import psycopg

from tests.factories.insert import insert
from tests.ingest_api.authorization.entries import ADMINS, STAFF, Asked, Build, Entry, Route
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

# A report is its recipient's alone, whoever else may read reports; that he gets it is tested in `report_schedules/`.
NOBODY_S = frozenset({404})


def schedule(connection: psycopg.Connection, campus_id: int) -> int:
    """One that is far from being due."""
    values = {"report": "student-progress", "frequency": "weekly", "weekday": 1, "next_run_on": "2099-01-05"}
    return insert(connection, "report_schedules", campus_id=campus_id, **values)


def own(connection: psycopg.Connection, school: School) -> Asked:
    return Asked({"schedule_id": schedule(connection, school.campus)})


def elsewhere(connection: psycopg.Connection, school: School) -> Asked:
    return Asked({"schedule_id": schedule(connection, school.other_campus)})


def changed(build: Build) -> Build:
    """The same, with a change."""
    return lambda connection, school: Asked(build(connection, school).path, json={"is_active": False})


def new(campus: str) -> Build:
    """A schedule for the admin of a campus."""

    def build(_: psycopg.Connection, school: School) -> Asked:
        recipient = school.users[Role.ADMIN] if campus == "campus" else school.other_admin
        content = {"report": "student-progress", "frequency": "weekly", "weekday": 1, "recipients": [recipient]}
        return Asked(json=content | {"campus_id": getattr(school, campus)})

    return build


def somebody_s_file(connection: psycopg.Connection, school: School) -> Asked:
    """The report of a colleague."""
    of_schedule = schedule(connection, school.campus)
    day = {"run_on": "2026-06-15", "date_from": "2026-06-08", "date_to": "2026-06-14"}
    run = insert(connection, "report_runs", schedule_id=of_schedule, status="made", **day)
    row = connection.execute("select user_id from operational.faculties where id = %s", (school.colleague,)).fetchone()
    assert row is not None
    values = {"role": "faculty", "campus_id": school.campus, "rows_count": 0, "csv": b"", "pdf": b""}
    return Asked({"file_id": insert(connection, "report_files", run_id=run, user_id=row[0], **values)})


ENTRIES: list[Entry] = [
    Entry("GET", "/reports/schedules", ADMINS),
    Entry("POST", "/reports/schedules", ADMINS, new("campus"), new("other_campus"), hidden=frozenset({422})),
    Entry("GET", "/reports/schedules/{schedule_id}", ADMINS, own, elsewhere),
    Entry("PUT", "/reports/schedules/{schedule_id}", ADMINS, changed(own), changed(elsewhere)),
    Entry("DELETE", "/reports/schedules/{schedule_id}", ADMINS, own, elsewhere),
    Entry("POST", "/reports/schedules/{schedule_id}/run", ADMINS, own, elsewhere),
    Entry("GET", "/reports/schedules/{schedule_id}/runs", ADMINS, own, elsewhere),
    Entry("GET", "/reports/received", STAFF),
    Entry("GET", "/reports/received/{file_id}", STAFF, somebody_s_file, answers=NOBODY_S),
]
OPEN: set[Route] = set()
