"""What every feature about people asks before it writes: which campus, which counselor, is the e-mail free.

Belongs here: rules that students, faculties and users share. Log-in and passwords stand in `auth/`.
"""

from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, FieldError, Invalid
from ingest_api.rows import insert_row, lock_row, update_row
from warehouse.vocabulary import Role

_PHONE_SIGNS: Final = frozenset("0123456789+()./ -")
# Fewer tell nobody apart.
_FEWEST_DIGITS: Final = 6
_NO_DIGITS: Final = "-"


def invalid(field: str, message: str, code: str = "unknown") -> Invalid:
    """One field whose value does not fit what is known."""
    return Invalid(message, errors=[FieldError(field=field, message=message, code=code)])


def phone_pattern(text: str) -> str:
    """What the digits of the phone number are like that `text` means, however it is written; no number when it is none.

    The last ten digits count: with and without the country's code is the same number.
    """
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    is_phone = len(digits) >= _FEWEST_DIGITS and not set(text) - _PHONE_SIGNS
    return f"%{digits[-10:]}%" if is_phone else _NO_DIGITS


async def campus_for(connection: AsyncConnection[DictRow], user: CurrentUser, campus_id: int | None) -> DictRow:
    """The campus that somebody new belongs to: the one named, or the user's own.

    Raises:
        Invalid: none is named and the user has none, there is no such campus, or it is not the user's.
    """
    wanted = campus_id if campus_id is not None else user.campus_id
    if wanted is None:
        raise invalid("campus_id", "name the campus: you belong to none yourself", "missing")
    found = await connection.execute("select id, code from operational.campuses where id = %s", (wanted,))
    row = await found.fetchone()
    if row is None or (user.role is not Role.SUPER_ADMIN and wanted != user.campus_id):
        raise invalid("campus_id", f"there is no campus {wanted} that you may write to")
    return row


async def check_counselor(connection: AsyncConnection[DictRow], counselor_id: int | None, campus_id: int) -> None:
    """Refuses somebody who cannot look after a student of this campus.

    Raises:
        Invalid: no active counselor or admin of the campus has this id.
    """
    if counselor_id is None:
        return
    found = await connection.execute(
        "select from operational.users where id = %s and campus_id = %s and status = 'active'"
        " and role in ('counselor', 'admin')",
        (counselor_id, campus_id),
    )
    if await found.fetchone() is None:
        raise invalid("counselor_id", f"no active counselor or admin of the campus has the id {counselor_id}")


async def check_faculty(connection: AsyncConnection[DictRow], faculty_id: int | None, campus_id: int) -> None:
    """Refuses somebody who cannot teach at this campus.

    Raises:
        Invalid: no active faculty member of the campus has this id.
    """
    if faculty_id is None:
        return
    found = await connection.execute(
        "select from operational.faculties where id = %s and campus_id = %s and status <> 'inactive'",
        (faculty_id, campus_id),
    )
    if await found.fetchone() is None:
        raise invalid("faculty_id", f"no active faculty member of the campus has the id {faculty_id}")


async def add(connection: AsyncConnection[DictRow], table: str, values: dict[str, Any], taken: str) -> DictRow:
    """Inserts a row; `taken` says what is wrong when a unique value of it is somebody else's.

    Raises:
        Conflict: a unique value is taken.
    """
    try:
        async with connection.transaction():
            return await insert_row(connection, table, values)
    except UniqueViolation as error:
        raise Conflict(taken, kind="taken") from error


async def rename(connection: AsyncConnection[DictRow], user_id: int, changes: dict[str, Any]) -> list[str]:
    """Changes columns of the person behind a student or a faculty member; says which became different."""
    person = await lock_row(connection, "users", user_id)
    different = [column for column, value in changes.items() if person is not None and person[column] != value]
    await update_row(connection, "users", user_id, {column: changes[column] for column in different})
    return different
