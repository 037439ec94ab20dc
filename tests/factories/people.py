"""Institute, campuses and people."""

from functools import lru_cache
from typing import Any

import psycopg

from ingest_api.auth.passwords import hash_password
from tests.factories.insert import insert, number
from warehouse.vocabulary import Role

PASSWORD = "correct horse"


@lru_cache
def password_hash() -> str:
    """The hash of `PASSWORD`, made once per test run."""
    return hash_password(PASSWORD)


def make_institute(connection: psycopg.Connection, **values: Any) -> int:
    return insert(connection, "institute", **{"id": 1, "name": "Test Institute", **values})


def make_campus(connection: psycopg.Connection, **values: Any) -> int:
    this = number()
    return insert(connection, "campuses", **{"code": f"C{this}", "name": f"Campus {this}", **values})


def make_user(connection: psycopg.Connection, role: Role, campus_id: int | None = None, **values: Any) -> int:
    this = number()
    defaults = {
        "email": f"{role}{this}@example.org",
        "password_hash": password_hash(),
        "first_name": f"First{this}",
        "last_name": f"Last{this}",
    }
    return insert(connection, "users", **{**defaults, "role": role, "campus_id": campus_id, **values})


def make_student(connection: psycopg.Connection, campus_id: int, **values: Any) -> int:
    """A student with a user; `user_id` may be given."""
    user_id = values.pop("user_id", None) or make_user(connection, Role.STUDENT, campus_id)
    defaults = {"enrollment_no": f"S{number():06}", "campus_id": campus_id, "user_id": user_id}
    return insert(connection, "students", **{**defaults, **values})


def make_faculty(connection: psycopg.Connection, campus_id: int, **values: Any) -> int:
    """A faculty member with a user; `user_id` may be given."""
    user_id = values.pop("user_id", None) or make_user(connection, Role.FACULTY, campus_id)
    defaults = {"employee_id": f"F{number():06}", "campus_id": campus_id, "user_id": user_id}
    return insert(connection, "faculties", **{**defaults, **values})
