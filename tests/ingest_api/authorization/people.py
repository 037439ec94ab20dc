"""Entries of the authorization matrix: log-in, users, students, faculties, the catalogue, enrolments, the institute."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg

from tests.factories import enroll, make_faculty, make_student, make_subject, make_user
from tests.factories.insert import insert, number
from tests.ingest_api.authorization.entries import (
    ADMINS,
    EVERYBODY,
    OFFICE,
    STAFF,
    SUPER_ADMIN,
    TEACHING,
    Asked,
    Build,
    Entry,
    Route,
)
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.students[0]})


def other_student(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"student_id": school.other_student})


def stranger(connection: psycopg.Connection, school: School) -> Asked:
    """A student of the campus whom the school's faculty does not teach."""
    return Asked({"student_id": make_student(connection, school.campus)})


def somebody_new(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"first_name": "Asha", "campus_id": school.campus})


def with_body(build: Build, **content: Any) -> Build:
    """The same row, with something to be written."""

    def asked(connection: psycopg.Connection, school: School) -> Asked:
        return replace(build(connection, school), json=content)

    return asked


def of_student(method: str, path: str, allowed: frozenset[Role], **content: Any) -> Entry:
    """A route of one student; the faculty sees whom she teaches, the office the campus."""
    builds = [with_body(build, **content) if content else build for build in (student, other_student, stranger)]
    return Entry(method, f"/students/{{student_id}}{path}", allowed, builds[0], builds[1], somebody_else=builds[2])


def of_faculty(method: str, path: str, allowed: frozenset[Role], **content: Any) -> Entry:
    """A route of one faculty member; she sees herself, the office the campus."""

    def herself(_: psycopg.Connection, school: School) -> Asked:
        return Asked({"faculty_id": school.faculty}, json=content or None)

    def colleague(_: psycopg.Connection, school: School) -> Asked:
        return Asked({"faculty_id": school.colleague}, json=content or None)

    def elsewhere(connection: psycopg.Connection, school: School) -> Asked:
        return Asked({"faculty_id": make_faculty(connection, school.other_campus)}, json=content or None)

    return Entry(method, f"/faculties/{{faculty_id}}{path}", allowed, herself, elsewhere, somebody_else=colleague)


def of_week(method: str, **content: Any) -> Entry:
    """A route of one part of a faculty member's week."""

    def part(connection: psycopg.Connection, faculty: int) -> Asked:
        values = {"weekday": 7, "start_time": f"{number() % 24:02}:00", "end_time": "23:59:59"}
        added = insert(connection, "faculty_availability", faculty_id=faculty, **values)
        return Asked({"faculty_id": faculty, "availability_id": added}, json=content or None)

    return Entry(
        method,
        "/faculties/{faculty_id}/availability/{availability_id}",
        TEACHING,
        lambda connection, school: part(connection, school.faculty),
        lambda connection, school: part(connection, make_faculty(connection, school.other_campus)),
        somebody_else=lambda connection, school: part(connection, make_faculty(connection, school.campus)),
    )


def of_hours(method: str, **content: Any) -> Entry:
    """A route of one time entry of a faculty member."""

    def entry(connection: psycopg.Connection, faculty: int) -> Asked:
        values = {"work_date": "2026-07-02", "kind": "meeting", "minutes": 1}
        added = insert(connection, "faculty_time_entries", faculty_id=faculty, **values)
        return Asked({"faculty_id": faculty, "entry_id": added}, json=content or None)

    return Entry(
        method,
        "/faculties/{faculty_id}/time-tracking/{entry_id}",
        TEACHING,
        lambda connection, school: entry(connection, school.faculty),
        lambda connection, school: entry(connection, make_faculty(connection, school.other_campus)),
        somebody_else=lambda connection, school: entry(connection, make_faculty(connection, school.campus)),
    )


def subject(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"subject_id": school.subject})


def new_subject(_: psycopg.Connection, __: School) -> Asked:
    return Asked(json={"code": f"SUB-{number()}", "name": "Matrix algebra"})


def topic(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"topic_id": school.topics[0]})


def new_topic(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"subject_id": school.subject, "name": "Rows"})


def of_user(method: str, path: str, **content: Any) -> Entry:
    """A route of one account: an admin manages the campus's, super admins excluded."""

    def own(connection: psycopg.Connection, school: School) -> Asked:
        return Asked({"user_id": make_user(connection, Role.COUNSELOR, school.campus)}, json=content or None)

    def elsewhere(connection: psycopg.Connection, school: School) -> Asked:
        return Asked({"user_id": make_user(connection, Role.COUNSELOR, school.other_campus)}, json=content or None)

    def above(connection: psycopg.Connection, school: School) -> Asked:
        user = make_user(connection, Role.SUPER_ADMIN, school.campus)
        return Asked({"user_id": user}, json=content or None)

    return Entry(
        method, f"/users/{{user_id}}{path}", ADMINS, own, elsewhere, somebody_else=above, sees_somebody_else=SUPER_ADMIN
    )


def invited(user_of: Callable[[psycopg.Connection, School], int]) -> Build:
    """A request to invite the account that `user_of` makes."""
    return lambda connection, school: Asked({"user_id": user_of(connection, school)})


def new_user(_: psycopg.Connection, school: School) -> Asked:
    email = f"new{number()}@example.org"
    return Asked(json={"email": email, "role": "counselor", "first_name": "Ravi", "campus_id": school.campus})


def wrong_password(_: psycopg.Connection, __: School) -> Asked:
    return Asked(json={"current_password": "not this one", "new_password": "a new password"})


def of_enrollment(method: str, **content: Any) -> Entry:
    """A route of one enrolment; a student sees his, faculty those with her, the office the campus's."""

    def enrolled(connection: psycopg.Connection, student: int, **values: Any) -> Asked:
        enrollment = enroll(connection, student, make_subject(connection), **values)
        return Asked({"enrollment_id": enrollment}, json=content or None)

    return Entry(
        method,
        "/enrollments/{enrollment_id}",
        EVERYBODY if method == "GET" else OFFICE,
        lambda connection, school: enrolled(connection, school.students[0], faculty_id=school.faculty),
        lambda connection, school: enrolled(connection, school.other_student),
        somebody_else=lambda connection, school: enrolled(
            connection, make_student(connection, school.campus), faculty_id=school.colleague
        ),
    )


def new_enrollment(connection: psycopg.Connection, student: int) -> Asked:
    subject_id = make_subject(connection)
    return Asked(json={"student_id": student, "subject_id": subject_id, "enrollment_date": "2026-07-01"})


def new_campus(_: psycopg.Connection, __: School) -> Asked:
    return Asked(json={"code": f"CAMPUS-{number()}", "name": "New"})


def campus(_: psycopg.Connection, school: School) -> Asked:
    return Asked({"campus_id": school.campus}, json={"name": "Renamed"})


def new_holiday(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"holiday_date": "2026-08-15", "name": "Independence Day", "campus_id": school.campus})


def of_settings(method: str, **content: Any) -> Entry:
    """A route of the settings of one campus."""
    return Entry(
        method,
        "/settings/campuses/{campus_id}",
        ADMINS,
        lambda _, school: Asked({"campus_id": school.campus}, json=content or None),
        lambda _, school: Asked({"campus_id": school.other_campus}, json=content or None),
    )


def of_holiday(method: str, allowed: frozenset[Role], **content: Any) -> Entry:
    """A route of one holiday; whoever has a campus sees those of the campus."""

    def holiday(connection: psycopg.Connection, campus_id: int) -> Asked:
        values = {"holiday_date": date(2000, 1, 1) + timedelta(days=number()), "name": "Republic Day"}
        kept = insert(connection, "holidays", campus_id=campus_id, **values)
        return Asked({"holiday_id": kept}, json=content or None)

    return Entry(
        method,
        "/holidays/{holiday_id}",
        allowed,
        lambda connection, school: holiday(connection, school.campus),
        lambda connection, school: holiday(connection, school.other_campus),
    )


ENTRIES: list[Entry] = [
    Entry("GET", "/auth/me", EVERYBODY),
    Entry("PUT", "/auth/password", EVERYBODY, wrong_password),
    Entry("GET", "/users", ADMINS),
    Entry("POST", "/users", ADMINS, new_user),
    of_user("GET", ""),
    of_user("PUT", "", last_name="Iyer"),
    Entry(
        "POST",
        "/users/{user_id}/invite",
        OFFICE,
        invited(lambda connection, school: make_user(connection, Role.STUDENT, school.campus)),
        invited(lambda connection, school: make_user(connection, Role.STUDENT, school.other_campus)),
        somebody_else=invited(lambda connection, school: make_user(connection, Role.FACULTY, school.campus)),
        sees_somebody_else=ADMINS,
    ),
    of_user("POST", "/password-reset"),
    Entry("GET", "/students", EVERYBODY),
    Entry("POST", "/students", OFFICE, somebody_new),
    of_student("GET", "", EVERYBODY),
    of_student("PUT", "", OFFICE, address="Pune"),
    of_student("GET", "/progress", EVERYBODY),
    of_student("GET", "/attendance", EVERYBODY),
    of_student("GET", "/topics-progress", EVERYBODY),
    of_student("GET", "/next-topics", EVERYBODY),
    Entry("GET", "/faculties", STAFF),
    Entry("POST", "/faculties", ADMINS, somebody_new),
    of_faculty("GET", "", STAFF),
    of_faculty("PUT", "", ADMINS, qualification="M.Sc."),
    of_faculty("GET", "/schedule", STAFF),
    of_faculty("GET", "/students", STAFF),
    of_faculty("GET", "/availability", STAFF),
    of_faculty("POST", "/availability", TEACHING, weekday=6, start_time="09:00", end_time="10:00"),
    of_week("PUT", weekday=5),
    of_week("DELETE"),
    of_faculty("GET", "/time-tracking", TEACHING),
    of_faculty("POST", "/time-tracking", TEACHING, work_date="2026-07-01", kind="meeting", minutes=1),
    of_hours("PUT", minutes=2),
    of_hours("DELETE"),
    Entry("GET", "/enrollments", EVERYBODY),
    Entry(
        "POST",
        "/enrollments",
        OFFICE,
        lambda connection, school: new_enrollment(connection, school.students[0]),
        lambda connection, school: new_enrollment(connection, school.other_student),
    ),
    of_enrollment("GET"),
    of_enrollment("PUT", notes="Prefers mornings"),
    Entry("GET", "/campuses", EVERYBODY),
    Entry("POST", "/campuses", SUPER_ADMIN, new_campus),
    Entry("GET", "/campuses/{campus_id}", EVERYBODY, lambda _, school: Asked({"campus_id": school.campus})),
    Entry("PUT", "/campuses/{campus_id}", SUPER_ADMIN, campus),
    Entry("GET", "/holidays", EVERYBODY),
    Entry("POST", "/holidays", ADMINS, new_holiday),
    of_holiday("GET", EVERYBODY),
    of_holiday("PUT", ADMINS, name="Republic Day, observed"),
    of_holiday("DELETE", ADMINS),
    Entry("GET", "/settings", ADMINS),
    Entry("GET", "/settings/institute", ADMINS),
    Entry("PUT", "/settings/institute", SUPER_ADMIN, lambda _, __: Asked(json={"exam_ready_percentage": None})),
    of_settings("GET"),
    of_settings("PUT", exam_ready_percentage=70),
    Entry("GET", "/subjects", EVERYBODY),
    Entry("POST", "/subjects", ADMINS, new_subject),
    Entry("GET", "/subjects/{subject_id}", EVERYBODY, subject),
    Entry("PUT", "/subjects/{subject_id}", ADMINS, with_body(subject, category="Mathematics")),
    Entry("GET", "/topics", EVERYBODY),
    Entry("POST", "/topics", ADMINS, new_topic),
    Entry("GET", "/topics/{topic_id}", EVERYBODY, topic),
    Entry("PUT", "/topics/{topic_id}", ADMINS, with_body(topic, difficulty_level="hard")),
    Entry("POST", "/topics/{topic_id}/move", ADMINS, with_body(topic, after_id=None)),
]
OPEN: set[Route] = {
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/ready"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
    ("POST", "/api/v1/auth/register"),
    ("POST", "/api/v1/auth/password-reset"),
    ("POST", "/api/v1/auth/password-reset/confirm"),
}
