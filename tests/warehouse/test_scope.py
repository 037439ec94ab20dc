"""Row scope: every role and resource has a rule or sees nothing, in Postgres and in DuckDB alike."""

import duckdb
import pytest

from warehouse.scope import Place, Resource, Viewer, row_predicate
from warehouse.vocabulary import Role

VIEWERS = {
    Role.SUPER_ADMIN: Viewer(1, Role.SUPER_ADMIN),
    Role.ADMIN: Viewer(2, Role.ADMIN, campus_id=1),
    Role.COUNSELOR: Viewer(3, Role.COUNSELOR, campus_id=1),
    Role.FACULTY: Viewer(4, Role.FACULTY, campus_id=1, faculty_id=7),
    Role.STUDENT: Viewer(5, Role.STUDENT, campus_id=1, student_id=10),
}
MARTS = """
create schema marts;
create table marts.fct_enrollment as
    select * from (values (1, 10, 7, 1), (2, 11, 8, 1), (3, 12, 9, 2)) as row (enrollment_id, student_id, faculty_id,
    campus_id);
create table marts.fct_session as
    select * from (values (1, 10, 7, 1), (2, null, 8, 1), (3, 12, 9, 2)) as row (session_id, student_id, faculty_id,
    campus_id);
create table marts.fct_attendance as
    select * from (values (1, 10, 7), (2, 10, 8), (2, 11, 8), (3, 12, 9)) as row (session_id, student_id, faculty_id);
create table marts.dim_student as select * from (values (10, 1), (11, 1), (12, 2)) as row (student_id, campus_id);
create table marts.dim_faculty as select * from (values (7, 1), (8, 1), (9, 2)) as row (faculty_id, campus_id);
create table marts.fct_inquiry as select * from (values (1, 1), (2, 1), (3, 2)) as row (inquiry_id, campus_id);
create table marts.fct_feedback as
    select * from (values (1, 10, 7, 1), (2, null, 8, 1), (3, 12, 9, 2)) as row (feedback_id, student_id, faculty_id,
    campus_id);
"""
RELATIONS = {
    Resource.STUDENTS: ("marts.dim_student", "student_id"),
    Resource.FACULTIES: ("marts.dim_faculty", "faculty_id"),
    Resource.ENROLLMENTS: ("marts.fct_enrollment", "enrollment_id"),
    Resource.SESSIONS: ("marts.fct_session", "session_id"),
    Resource.INQUIRIES: ("marts.fct_inquiry", "inquiry_id"),
    Resource.FEEDBACK: ("marts.fct_feedback", "feedback_id"),
}
SEEN = {
    (Role.SUPER_ADMIN, Resource.STUDENTS): [10, 11, 12],
    (Role.SUPER_ADMIN, Resource.FACULTIES): [7, 8, 9],
    (Role.SUPER_ADMIN, Resource.ENROLLMENTS): [1, 2, 3],
    (Role.SUPER_ADMIN, Resource.SESSIONS): [1, 2, 3],
    (Role.ADMIN, Resource.STUDENTS): [10, 11],
    (Role.ADMIN, Resource.FACULTIES): [7, 8],
    (Role.ADMIN, Resource.ENROLLMENTS): [1, 2],
    (Role.ADMIN, Resource.SESSIONS): [1, 2],
    (Role.COUNSELOR, Resource.STUDENTS): [10, 11],
    (Role.COUNSELOR, Resource.FACULTIES): [7, 8],
    (Role.COUNSELOR, Resource.ENROLLMENTS): [1, 2],
    (Role.COUNSELOR, Resource.SESSIONS): [],
    (Role.FACULTY, Resource.STUDENTS): [10],
    (Role.FACULTY, Resource.FACULTIES): [7],
    (Role.FACULTY, Resource.ENROLLMENTS): [1],
    (Role.FACULTY, Resource.SESSIONS): [1],
    (Role.STUDENT, Resource.STUDENTS): [10],
    (Role.STUDENT, Resource.FACULTIES): [],
    (Role.STUDENT, Resource.ENROLLMENTS): [1],
    (Role.STUDENT, Resource.SESSIONS): [1, 2],
    (Role.SUPER_ADMIN, Resource.INQUIRIES): [1, 2, 3],
    (Role.ADMIN, Resource.INQUIRIES): [1, 2],
    (Role.COUNSELOR, Resource.INQUIRIES): [1, 2],
    (Role.FACULTY, Resource.INQUIRIES): [],
    (Role.STUDENT, Resource.INQUIRIES): [],
    (Role.SUPER_ADMIN, Resource.FEEDBACK): [1, 2, 3],
    (Role.ADMIN, Resource.FEEDBACK): [1, 2],
    (Role.COUNSELOR, Resource.FEEDBACK): [],
    (Role.FACULTY, Resource.FEEDBACK): [1],
    (Role.STUDENT, Resource.FEEDBACK): [1],
}
# What belongs to a person rather than to a place, or to the whole institute: no campus and no key decides who sees it.
ASSIGNED = {(role, Resource.ACTION_ITEMS) for role in (Role.COUNSELOR, Role.FACULTY)}
CATALOGUE = {(role, Resource.LEARNING_RESOURCES) for role in (Role.ADMIN, Role.COUNSELOR, Role.FACULTY)}


@pytest.mark.parametrize("resource", RELATIONS)
@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_rows_of_a_snapshot(role: Role, resource: Resource) -> None:
    relation, key = RELATIONS[resource]
    predicate = row_predicate(VIEWERS[role], resource, "item", Place.MARTS)
    with duckdb.connect() as connection:
        connection.execute(MARTS)
        rows = connection.execute(
            f"select {key} from {relation} as item where {predicate.duckdb} order by 1", predicate.parameters
        ).fetchall()
    assert [row[0] for row in rows] == SEEN[role, resource]


@pytest.mark.parametrize("resource", [resource for resource in Resource if resource not in RELATIONS])
@pytest.mark.parametrize("role", Role)
def test_what_no_snapshot_holds_is_seen_by_nobody_there(role: Role, resource: Resource) -> None:
    predicate = row_predicate(VIEWERS[role], resource, "item", Place.MARTS)
    assert (predicate.duckdb, predicate.parameters) == ("false", {})


@pytest.mark.parametrize("resource", Resource)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPER_ADMIN])
def test_who_belongs_nowhere_sees_nothing(role: Role, resource: Resource) -> None:
    predicate = row_predicate(Viewer(1, role), resource, "item")
    expected: tuple[str, dict[str, int]] = ("false", {})
    if (role, resource) in ASSIGNED:
        expected = ("item.assigned_to = %(scope_user_id)s", {"scope_user_id": 1})
    if (role, resource) in CATALOGUE:
        expected = ("true", {})
    assert (predicate.psycopg, predicate.parameters) == expected


def test_values_travel_as_binds_of_the_engine() -> None:
    predicate = row_predicate(VIEWERS[Role.ADMIN], Resource.STUDENTS, "student")
    assert predicate.psycopg == "student.campus_id = %(scope_campus_id)s"
    assert predicate.duckdb == "student.campus_id = $scope_campus_id"
    assert predicate.parameters == {"scope_campus_id": 1}
