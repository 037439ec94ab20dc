"""Entries of the authorization matrix: analytics and reports.

Nothing is published here: whoever may ask hears that (503). Which rows they see is tested on snapshots, in `analytics/`
and `reports/`.
"""

import psycopg

from tests.ingest_api.authorization.entries import (
    EVERYBODY,
    OFFICE,
    STAFF,
    TEACHING,
    Asked,
    Build,
    Entry,
    Route,
    plain,
)
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.students[0]})


def faculty(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"faculty_id": school.faculty})


def inquiry(_: psycopg.Connection, __: School) -> Asked:
    return Asked({"inquiry_id": 1})


def metric(_: psycopg.Connection, __: School) -> Asked:
    """One that everybody may ask for; which metrics are whose is tested in `analytics/`."""
    return Asked({"name": "attendance_rate"})


def unpublished(path: str, allowed: frozenset[Role], own: Build = plain) -> Entry:
    """A route that reads the snapshot."""
    return Entry("GET", path, allowed, own, answers=frozenset({503}))


ENTRIES: list[Entry] = [
    unpublished("/students/{student_id}/analytics", EVERYBODY, student),
    unpublished("/faculties/{faculty_id}/performance", TEACHING, faculty),
    unpublished("/attendance/analytics/absenteeism", STAFF),
    unpublished("/progress/analytics/velocity", EVERYBODY),
    unpublished("/progress/predictions/completion", EVERYBODY),
    unpublished("/crm/analytics/conversion", OFFICE),
    unpublished("/crm/pipeline/health", OFFICE),
    unpublished("/crm/call-list", OFFICE),
    unpublished("/crm/inquiries/{inquiry_id}/score", OFFICE, inquiry),
    unpublished("/feedback/analytics", TEACHING),
    unpublished("/feedback/sentiment-analysis", TEACHING),
    unpublished("/analytics/student/{student_id}/progress", EVERYBODY, student),
    unpublished("/analytics/faculty/{faculty_id}/performance", TEACHING, faculty),
    unpublished("/analytics/institute/overview", OFFICE),
    unpublished("/analytics/capacity", OFFICE),
    unpublished("/analytics/interventions", OFFICE),
    unpublished("/analytics/trends/learning-velocity", STAFF),
    unpublished("/analytics/predictions/completion", STAFF),
    Entry("GET", "/analytics/metrics", EVERYBODY, plain),
    Entry("GET", "/analytics/metrics/{name}", EVERYBODY, metric),
    unpublished("/analytics/metrics/{name}/values", EVERYBODY, metric),
    unpublished("/reports/student-progress", STAFF),
    unpublished("/reports/faculty-performance", TEACHING),
    unpublished("/reports/attendance-analytics", STAFF),
    unpublished("/reports/crm-metrics", OFFICE),
]
OPEN: set[Route] = set()
