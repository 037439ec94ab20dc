"""What an entry of the authorization matrix says about one route.

Belongs here: the types and the sets of roles that groups share. Entries themselves stand in the groups' modules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.ingest_api.conftest import Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

EVERYBODY = frozenset(Role)
SUPER_ADMIN = frozenset({Role.SUPER_ADMIN})
ADMINS = frozenset({Role.SUPER_ADMIN, Role.ADMIN})
OFFICE = ADMINS | {Role.COUNSELOR}
TEACHING = ADMINS | {Role.FACULTY}
STAFF = OFFICE | {Role.FACULTY}

READ = frozenset({200})
# Done, or refused by a rule of the business: whoever may write never hears 403 or 404.
WRITTEN = frozenset({200, 201, 202, 204, 409, 422})

Route = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """One request to a route: the values of its path, what follows the question mark, and the body."""

    path: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    json: Any = None
    form: dict[str, Any] | None = None
    files: list[tuple[str, tuple[str, bytes]]] | None = None

    def call(self, entry: "Entry", headers: dict[str, str]) -> Call:
        """The request as the client sends it."""
        content = {"params": self.parameters, "json": self.json, "data": self.form, "files": self.files}
        sent = {name: value for name, value in content.items() if value is not None}
        return Call(entry.method, entry.path.format(**self.path), headers, sent)


Build = Callable[[psycopg.Connection, School], Asked]


def plain(_: psycopg.Connection, __: School) -> Asked:
    """A request that needs nothing."""
    return Asked()


@dataclass(frozen=True)
class Entry:
    """One route and who may use it. Builders are called once per role, so that they may make rows to be used up.

    `path` is as in the description, without `/api/v1`. `own` asks for rows that every allowed role may see:
    `school.students[0]` is the school's student and taught by its faculty. `elsewhere` asks for the same of the other
    campus, `somebody_else` for the row of another person of the same campus; None when the route knows no such row.
    """

    method: str
    path: str
    allowed: frozenset[Role]
    own: Build = plain
    elsewhere: Build | None = None
    sees_elsewhere: frozenset[Role] = SUPER_ADMIN
    somebody_else: Build | None = None
    sees_somebody_else: frozenset[Role] = OFFICE
    answers: frozenset[int] | None = None
    hidden: frozenset[int] = frozenset({404})

    @property
    def route(self) -> Route:
        """(method, whole path) as the description lists it."""
        return self.method, f"/api/v1{self.path}"

    @property
    def right(self) -> frozenset[int]:
        """The status codes that an allowed role may get."""
        return self.answers or (READ if self.method == "GET" else WRITTEN)
