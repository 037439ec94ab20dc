"""Who somebody is, what they may be told, and whose rows of the snapshot they may see.

Belongs here: what a page asks of `warehouse/scope.py`. Does not belong here: the table of pages (`pages_table.py`),
what a person may read or write through the API (the API decides that itself, row by row) and how a page looks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from dashboards.language import _
from dashboards.pages_table import ADMINS, OFFICE, STAFF
from warehouse.metrics import get_registry
from warehouse.scope import Place, Predicate, Resource, Viewer, row_predicate
from warehouse.vocabulary import Role


@dataclass(frozen=True)
class Campus:
    """A campus as the API tells it."""

    id: int
    code: str
    name: str
    time_zone: str


@dataclass(frozen=True)
class Person:
    """Who is logged in, as `GET /auth/me` tells it."""

    id: int
    first_name: str
    last_name: str
    role: Role
    campus: Campus | None
    student_id: int | None
    faculty_id: int | None
    institute_name: str
    is_demo: bool
    clock_as_of: date | None = None
    currency: str | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def time_zone(self) -> str | None:
        """Of the campus's clock; None for whoever belongs to no campus and is told by UTC."""
        return self.campus.time_zone if self.campus else None

    @property
    def today(self) -> date:
        """The day that it is for this person: the institute's clock if an import set it back, else the campus's day."""
        zone = ZoneInfo(self.campus.time_zone) if self.campus else UTC
        return self.clock_as_of or datetime.now(zone).date()

    @classmethod
    def from_api(cls, told: dict[str, Any]) -> "Person":
        """Reads the answer of `GET /auth/me`."""
        campus = told.get("campus")
        return cls(
            id=told["id"],
            first_name=told["first_name"],
            last_name=told.get("last_name") or "",
            role=Role(told["role"]),
            campus=Campus(campus["id"], campus["code"], campus["name"], campus["time_zone"]) if campus else None,
            student_id=told.get("student_id"),
            faculty_id=told.get("faculty_id"),
            institute_name=told["institute"]["name"],
            is_demo=told["institute"]["is_demo"],
            clock_as_of=date.fromisoformat(clock) if (clock := told["institute"]["clock_as_of"]) else None,
            currency=told["institute"]["currency"],
        )


# Who may be told which metrics, by what the registry says one must be allowed to; the same as the API's permissions.
METRIC_READERS: Final[dict[str, frozenset[Role]]] = {
    "analytics:own": frozenset(Role),
    "analytics:risk": STAFF,
    "analytics:faculty": frozenset({*ADMINS, Role.FACULTY}),
    "analytics:feedback": frozenset({*ADMINS, Role.FACULTY}),
    "analytics:crm": frozenset({*OFFICE}),
    "analytics:institute": frozenset({*OFFICE}),
}


def may_be_told(role: Role, metric: str) -> bool:
    """Whether a role may be told a metric of the registry.

    Raises:
        MetricError: there is no such metric.
    """
    needed = get_registry().permissions(metric)
    return all(role in METRIC_READERS.get(permission, frozenset()) for permission in needed)


def enrollments_in_scope(person: Person) -> Predicate:
    """Which rows of the snapshot's marts a person may see; aliases the row as `enrollment`."""
    return row_predicate(viewer_of(person), Resource.ENROLLMENTS, "enrollment", Place.MARTS)


def feedback_in_scope(person: Person) -> Predicate:
    """Which feedback of the snapshot a person may see; aliases the row as `said`."""
    return row_predicate(viewer_of(person), Resource.FEEDBACK, "said", Place.MARTS)


def inquiries_in_scope(person: Person) -> Predicate:
    """Which inquiries of the snapshot a person may see; aliases the row as `lead`."""
    return row_predicate(viewer_of(person), Resource.INQUIRIES, "lead", Place.MARTS)


def viewer_of(person: Person) -> Viewer:
    """Whose row scope the metric registry holds to when a person asks it."""
    return Viewer(
        user_id=person.id,
        role=person.role,
        campus_id=person.campus.id if person.campus else None,
        student_id=person.student_id,
        faculty_id=person.faculty_id,
    )


def campus_in_scope(person: Person) -> int | None:
    """The campus whose rows a person may ask for in SQL; None is the whole institute.

    Raises:
        NoScopeError: nothing is in scope.
    """
    predicate = enrollments_in_scope(person)
    if predicate.text == "true":
        return None
    if set(predicate.parameters) != {"scope_campus_id"}:
        raise NoScopeError(_("No campus is assigned to you yet. Ask a super admin to assign one."))
    return predicate.parameters["scope_campus_id"]


def chosen_campus(visible_codes: list[str], wanted: str | None, *, sees_all: bool) -> str | None:
    """The campus whose figures a page shows when its address asks for one (`?campus=PUNE`).

    A campus outside the scope is neither an error nor a leak: the page shows what it shows without the wish.

    Args:
        visible_codes: the campuses in the person's scope.
        wanted: what the address asks for.
        sees_all: whether the scope is the whole institute.

    Returns:
        A campus code in scope, or None for the whole institute (only when `sees_all`).

    Raises:
        NoScopeError: nothing is in scope.
    """
    if wanted in visible_codes:
        return wanted
    if sees_all:
        return None
    if not visible_codes:
        raise NoScopeError(_("No campus is assigned to you yet. Ask a super admin to assign one."))
    return visible_codes[0]


class NoScopeError(PermissionError):
    """This person may see nobody's rows; the message says what to do about it."""
