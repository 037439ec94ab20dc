"""Accounts, for the command line and the set-up of a demo: plain synchronous psycopg, one transaction per call.

Does not belong here: the routes' log-in (`service.py`), and people who arrive by import. Students and faculties have
records of their own; the import makes those, and `set_password` gives them a log-in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from ingest_api import events
from ingest_api.auth.passwords import hash_password
from warehouse.vocabulary import EventSource, Role, UserStatus


class UserError(ValueError):
    """The account cannot be made or changed; the message says why."""


@dataclass(frozen=True)
class Account:
    """A user as the command line lists them."""

    id: int
    email: str | None
    first_name: str
    last_name: str | None
    role: Role
    status: UserStatus
    campus_code: str | None
    has_password: bool


def create_user(
    connection: psycopg.Connection,
    email: str,
    password: str,
    role: Role,
    first_name: str,
    last_name: str | None = None,
    campus_code: str | None = None,
) -> int:
    """Makes an active super admin, admin or counselor and returns the user's id.

    Raises:
        UserError: the e-mail is taken or no e-mail, the campus is unknown or missing, or the role needs an import.
        WeakPasswordError: the password is too short or too long.
    """
    if role in (Role.STUDENT, Role.FACULTY):
        raise UserError(f"a {role} needs a record of their own: import it, then set a password for the e-mail")
    if campus_code is None and role is not Role.SUPER_ADMIN:
        raise UserError(f"a {role} belongs to a campus: name its code")
    password_hash = hash_password(password)
    with connection.transaction():
        campus_id = None if campus_code is None else _campus_id(connection, campus_code)
        try:
            row = connection.execute(
                "insert into operational.users (email, password_hash, role, first_name, last_name, campus_id)"
                " values (%s, %s, %s, %s, %s, %s) returning id",
                (email.strip().lower(), password_hash, role, first_name, last_name, campus_id),
            ).fetchone()
        except psycopg.errors.UniqueViolation as error:
            raise UserError(f"there is already a user with the e-mail {email}") from error
        except psycopg.errors.CheckViolation as error:
            raise UserError(f"{email} is not an e-mail address") from error
        if row is None:
            raise UserError("the user was not written")
        user_id = int(row[0])
        _append(connection, "user.created", user_id, campus_id, {"role": role})
    return user_id


def set_password(connection: psycopg.Connection, emails: Sequence[str], password: str) -> int:
    """Gives every one of these users the same password, ends their log-ins, and returns how many users that were.

    The hash is made once: for many accounts of a demo this takes milliseconds.

    Raises:
        UserError: an e-mail is unknown; then nothing changes.
        WeakPasswordError: the password is too short or too long.
    """
    wanted = {email.strip().lower() for email in emails}
    password_hash = hash_password(password)
    with connection.transaction():
        changed = connection.execute(
            "update operational.users set password_hash = %s where email = any(%s) returning id, email, campus_id",
            (password_hash, list(wanted)),
        ).fetchall()
        unknown = wanted - {email for _, email, _ in changed}
        if unknown:
            raise UserError(f"no user has the e-mail {', '.join(sorted(unknown))}")
        connection.execute(
            "update operational.refresh_tokens set revoked_at = now() where user_id = any(%s) and revoked_at is null",
            ([user_id for user_id, _, _ in changed],),
        )
        for user_id, _, campus_id in changed:
            _append(connection, "user.password_set", user_id, campus_id, {})
    return len(changed)


def list_users(connection: psycopg.Connection, role: Role | None = None, limit: int = 1000) -> list[Account]:
    """The accounts that can log in or could, by role and e-mail; at most `limit`."""
    with connection.cursor(row_factory=class_row(Account)) as cursor:
        return cursor.execute(
            """
            select
                person.id, person.email, person.first_name, person.last_name, person.role, person.status,
                campus.code as campus_code, person.password_hash is not null as has_password
            from operational.users as person
            left join operational.campuses as campus on campus.id = person.campus_id
            where %(role)s::text is null or person.role = %(role)s
            order by person.role, person.email, person.id
            limit %(limit)s
            """,
            {"role": role, "limit": limit},
        ).fetchall()


def _campus_id(connection: psycopg.Connection, code: str) -> int:
    row = connection.execute("select id from operational.campuses where code = %s", (code,)).fetchone()
    if row is None:
        raise UserError(f"there is no campus with the code {code}")
    return int(row[0])


def _append(
    connection: psycopg.Connection, name: str, user_id: int, campus_id: int | None, payload: dict[str, str]
) -> None:
    event = events.NewEvent(
        name=name, relation="users", row_id=user_id, source=EventSource.SYSTEM, campus_id=campus_id, payload=payload
    )
    connection.execute(events.APPEND, event.parameters())
