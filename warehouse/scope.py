"""Who may see which rows: one table of role × resource → row predicate, used by the API and the dashboards.

Belongs here: conditions on rows. What a role may *do* stands in `ingest_api/auth/permissions.py`; who is asking is
found out by the API's log-in. Pure text: no database, no SQL toolkit, so that PostgreSQL and DuckDB both take it.

A role without an entry sees nothing: forgetting one locks a door instead of opening it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from warehouse.vocabulary import Role


class Resource(StrEnum):
    """Whose rows are asked for."""

    USERS = "users"
    STUDENTS = "students"
    FACULTIES = "faculties"
    ENROLLMENTS = "enrollments"
    SESSIONS = "sessions"
    BATCHES = "batches"
    EXAM_SLOTS = "exam_slots"
    INQUIRIES = "inquiries"
    FEEDBACK = "feedback"
    ACTION_ITEMS = "action_items"
    LEARNING_RESOURCES = "learning_resources"


class Place(StrEnum):
    """Where the rows are: live in Postgres, or in a published snapshot."""

    OPERATIONAL = "operational"
    MARTS = "marts"


@dataclass(frozen=True)
class Viewer:
    """Who is asking. `student_id` and `faculty_id` are set when the user is one."""

    user_id: int
    role: Role
    campus_id: int | None = None
    student_id: int | None = None
    faculty_id: int | None = None


@dataclass(frozen=True)
class Predicate:
    """A condition with named binds `:scope_…`, and the values of exactly those binds."""

    text: str
    parameters: dict[str, int]

    @property
    def psycopg(self) -> str:
        """The condition with psycopg's binds, `%(scope_campus_id)s`."""
        return _BIND.sub(r"%(\1)s", self.text)

    @property
    def duckdb(self) -> str:
        """The condition with DuckDB's binds, `$scope_campus_id`."""
        return _BIND.sub(r"$\1", self.text)


_BIND: Final = re.compile(r":(scope_\w+)")

_EVERYTHING: Final = "true"
_NOTHING: Final = "false"
_CAMPUS: Final = "{row}.campus_id = :scope_campus_id"

# The keys of the students that a faculty member teaches: enrolled with her, in her batch, or in one of her sessions.
_TAUGHT: Final[dict[Place, str]] = {
    Place.OPERATIONAL: (
        "select student_id from operational.student_subject_enrollments where faculty_id = :scope_faculty_id"
        " union all select member.student_id from operational.flexible_batch_members as member"
        " join operational.flexible_batches as batch on batch.id = member.batch_id"
        " where batch.faculty_id = :scope_faculty_id"
        " union all select coalesce(held.student_id, member.student_id) from operational.learning_sessions as held"
        " left join operational.flexible_batch_members as member on member.batch_id = held.batch_id"
        " where held.faculty_id = :scope_faculty_id and coalesce(held.student_id, member.student_id) is not null"
    ),
    Place.MARTS: (
        "select student_id from marts.fct_enrollment where faculty_id = :scope_faculty_id"
        " union all select student_id from marts.fct_attendance where faculty_id = :scope_faculty_id"
    ),
}

# The keys of the sessions that a student was or will be in.
_ATTENDED: Final[dict[Place, str]] = {
    Place.OPERATIONAL: ("select batch_id from operational.flexible_batch_members where student_id = :scope_student_id"),
    Place.MARTS: "select session_id from marts.fct_attendance where student_id = :scope_student_id",
}

# The key of a row itself: `id` in operational tables, `<thing>_id` in marts.
_KEY: Final[dict[tuple[Place, Resource], str]] = {
    (Place.OPERATIONAL, Resource.STUDENTS): "{row}.id",
    (Place.OPERATIONAL, Resource.FACULTIES): "{row}.id",
    (Place.MARTS, Resource.STUDENTS): "{row}.student_id",
    (Place.MARTS, Resource.FACULTIES): "{row}.faculty_id",
}

# Whose rows a snapshot's marts hold with the columns that the rules ask for; of anything else nothing is seen there.
_IN_MARTS: Final = frozenset(
    {
        Resource.STUDENTS,
        Resource.FACULTIES,
        Resource.ENROLLMENTS,
        Resource.SESSIONS,
        Resource.INQUIRIES,
        Resource.FEEDBACK,
    }
)

_RULES: Final[dict[tuple[Role, Resource], str]] = {
    **{(Role.SUPER_ADMIN, resource): _EVERYTHING for resource in Resource},
    **{(Role.ADMIN, resource): _CAMPUS for resource in Resource},
    (Role.COUNSELOR, Resource.STUDENTS): _CAMPUS,
    (Role.COUNSELOR, Resource.FACULTIES): _CAMPUS,
    (Role.COUNSELOR, Resource.ENROLLMENTS): _CAMPUS,
    (Role.FACULTY, Resource.STUDENTS): "{key} in ({taught})",
    (Role.FACULTY, Resource.FACULTIES): "{key} = :scope_faculty_id",
    (Role.FACULTY, Resource.ENROLLMENTS): "{row}.faculty_id = :scope_faculty_id",
    (Role.FACULTY, Resource.SESSIONS): "{row}.faculty_id = :scope_faculty_id",
    (Role.STUDENT, Resource.STUDENTS): "{key} = :scope_student_id",
    (Role.STUDENT, Resource.ENROLLMENTS): "{row}.student_id = :scope_student_id",
    (Role.COUNSELOR, Resource.BATCHES): _CAMPUS,
    (Role.FACULTY, Resource.BATCHES): "{row}.faculty_id = :scope_faculty_id",
    (Role.STUDENT, Resource.BATCHES): (
        "{row}.id in (select batch_id from operational.flexible_batch_members where student_id = :scope_student_id)"
    ),
    (Role.COUNSELOR, Resource.EXAM_SLOTS): _CAMPUS,
    (Role.FACULTY, Resource.EXAM_SLOTS): _CAMPUS,
    (Role.STUDENT, Resource.EXAM_SLOTS): _CAMPUS,
    (Role.COUNSELOR, Resource.INQUIRIES): _CAMPUS,
    (Role.FACULTY, Resource.FEEDBACK): "{row}.faculty_id = :scope_faculty_id",
    (Role.STUDENT, Resource.FEEDBACK): "{row}.student_id = :scope_student_id",
    (Role.COUNSELOR, Resource.ACTION_ITEMS): "{row}.assigned_to = :scope_user_id",
    (Role.FACULTY, Resource.ACTION_ITEMS): "{row}.assigned_to = :scope_user_id",
    # The institute has one catalogue; a student sees what is there for the subjects he learns.
    **{(role, Resource.LEARNING_RESOURCES): _EVERYTHING for role in (Role.ADMIN, Role.COUNSELOR, Role.FACULTY)},
    (Role.STUDENT, Resource.LEARNING_RESOURCES): (
        "{row}.status = 'active' and coalesce({row}.subject_id,"
        " (select topic.subject_id from operational.topics as topic where topic.id = {row}.topic_id)) in"
        " (select subject_id from operational.student_subject_enrollments"
        " where student_id = :scope_student_id and status <> 'dropped')"
    ),
    (Role.STUDENT, Resource.SESSIONS): "({row}.student_id = :scope_student_id or {attended})",
}


def row_predicate(viewer: Viewer, resource: Resource, row: str, place: Place = Place.OPERATIONAL) -> Predicate:
    """The condition that a row must meet for `viewer` to see it.

    Args:
        viewer: who is asking.
        resource: whose rows.
        row: the alias of the relation in the caller's query. Operational: `students`, `faculties`, `learning_sessions`;
            an enrolment there has no campus of its own, so alias a query that joins the student's `campus_id`.
            Marts: any relation with the columns campus_id, student_id, faculty_id that the rule asks for.
        place: whether the caller reads operational tables or a snapshot's marts.

    Returns:
        The predicate; `false` for whoever has no entry or lacks the key that the rule compares with, and for marts of
        a resource that no snapshot holds.
    """
    if place is Place.MARTS and resource not in _IN_MARTS:
        return Predicate(_NOTHING, {})
    rule = _RULES.get((viewer.role, resource), _NOTHING)
    attended = "{row}.batch_id in ({keys})" if place is Place.OPERATIONAL else "{row}.session_id in ({keys})"
    text = rule.format(
        row=row,
        key=_KEY.get((place, resource), "").format(row=row),
        taught=_TAUGHT[place],
        attended=attended.format(row=row, keys=_ATTENDED[place]),
    )
    known = {
        "scope_user_id": viewer.user_id,
        "scope_campus_id": viewer.campus_id,
        "scope_student_id": viewer.student_id,
        "scope_faculty_id": viewer.faculty_id,
    }
    parameters: dict[str, int] = {}
    for name in _BIND.findall(text):
        value = known[name]
        if value is None:
            return Predicate(_NOTHING, {})
        parameters[name] = value
    return Predicate(text, parameters)
