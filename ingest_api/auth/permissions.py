"""What each role may do. Which rows it may do it to stands in `warehouse/scope.py`."""

from enum import StrEnum
from typing import Final

from warehouse.vocabulary import Role


class Permission(StrEnum):
    """One thing that a route lets somebody do."""

    STUDENTS_READ = "students:read"
    PROGRESS_READ = "progress:read"
    SESSIONS_READ = "sessions:read"
    SESSION_ROSTER_READ = "sessions:roster"
    ATTENDANCE_MARK = "attendance:mark"


_TEACHING: Final = frozenset(Permission)

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.SUPER_ADMIN: frozenset(Permission),
    Role.ADMIN: _TEACHING,
    Role.FACULTY: _TEACHING,
    Role.COUNSELOR: frozenset({Permission.STUDENTS_READ, Permission.PROGRESS_READ}),
    # A roster names the others, so a student's own sessions come without it.
    Role.STUDENT: frozenset({Permission.STUDENTS_READ, Permission.PROGRESS_READ, Permission.SESSIONS_READ}),
}
