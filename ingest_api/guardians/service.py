"""The rules of guardians: at most one is the primary one, and who agreed to something stays known.

Every change locks the student's row first, so that two primary ones cannot come in side by side.
"""

from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.fields import Nothing
from ingest_api.guardians.schemas import Guardian, GuardianChange, GuardianSort, NewGuardian
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.rows import check_version, insert_row, lock_row, update_row
from ingest_api.students import service as students
from ingest_api.writing import Writing, sent

GUARDIANS = Listing(
    columns="""
        guardian.id, guardian.student_id, guardian.name, guardian.relationship, guardian.email, guardian.phone,
        guardian.is_primary, guardian.version
    """,
    tables="operational.guardians as guardian",
    orders={GuardianSort.NAME: [SortKey("guardian.name", "name", str), SortKey("guardian.id", "id", int)]},
)


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    student_id: int,
    sort: GuardianSort,
    cursor: str | None,
    limit: int,
) -> Page[Guardian]:
    """One page of a student's guardians.

    Raises:
        NotFound: there is no such student that `user` may see.
        Invalid: the cursor was not made for this order.
    """
    await students.get(connection, user, student_id)
    where = Conditions()
    where.add("guardian.student_id = %(student_id)s", student_id=student_id)
    rows, next_cursor = await fetch_page(
        connection, GUARDIANS, order=sort, cursor=cursor, limit=limit, conditions=where
    )
    return Page(items=[Guardian(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, student_id: int, guardian_id: int) -> Guardian:
    """One guardian of a student.

    Raises:
        NotFound: there is none, or none of a student that `user` may see.
    """
    await students.get(connection, user, student_id)
    where = Conditions()
    where.add("guardian.student_id = %(student_id)s", student_id=student_id)
    where.add("guardian.id = %(guardian_id)s", guardian_id=guardian_id)
    row = await fetch_one(connection, GUARDIANS, None, where)
    if row is None:
        raise NotFound(f"the student has no guardian {guardian_id} that you may see")
    return Guardian(**row)


async def add(write: Writing, student_id: int, content: NewGuardian) -> Guardian:
    """A new guardian.

    Raises:
        NotFound: there is no such student that the user may see.
    """
    student = await locked_student(write, student_id)
    if content.is_primary:
        await _make_room(write, student)
    row = await insert_row(write.connection, "guardians", {"student_id": student_id, **content.model_dump()})
    await _tell(write, "guardian.added", student, row["id"], is_primary=content.is_primary)
    return Guardian(**row)


async def change(write: Writing, student_id: int, guardian_id: int, content: GuardianChange) -> Guardian:
    """Changes what was sent.

    Raises:
        NotFound: there is no such guardian of a student that the user may see.
        Conflict: the version is not current.
    """
    student = await locked_student(write, student_id)
    current = await _locked(write, student_id, guardian_id)
    check_version(write.expected_version, current)
    wanted = sent(content)
    if wanted.get("is_primary") and not current["is_primary"]:
        await _make_room(write, student)
    row, different = await write.update("guardians", current, wanted)
    if different:
        await _tell(write, "guardian.changed", student, guardian_id, columns=different)
    return Guardian(**row)


async def remove(write: Writing, student_id: int, guardian_id: int) -> Nothing:
    """Removes a guardian who never agreed to anything.

    Raises:
        NotFound: there is no such guardian of a student that the user may see.
        Conflict: the version is not current, or consents name the guardian.
    """
    student = await locked_student(write, student_id)
    current = await _locked(write, student_id, guardian_id)
    check_version(write.expected_version, current)
    found = await write.connection.execute(
        "select count(*) as consents from operational.consents where guardian_id = %s", (guardian_id,)
    )
    row = await found.fetchone()
    if row is not None and row["consents"]:
        raise Conflict(
            f"{row['consents']} consent(s) were given by this guardian, and who gave them must stay known",
            kind="consents-given",
            consents=row["consents"],
        )
    await write.connection.execute("delete from operational.guardians where id = %s", (guardian_id,))
    await _tell(write, "guardian.removed", student, guardian_id)
    return Nothing()


async def locked_student(write: Writing, student_id: int) -> DictRow:
    """The student's row, locked until the transaction ends.

    Raises:
        NotFound: there is no such student that the user may see.
    """
    await students.get(write.connection, write.user, student_id)
    student = await lock_row(write.connection, "students", student_id)
    if student is None:
        raise NotFound(f"there is no student {student_id} that you may see")
    return student


async def _locked(write: Writing, student_id: int, guardian_id: int) -> DictRow:
    row = await lock_row(write.connection, "guardians", guardian_id)
    if row is None or row["student_id"] != student_id:
        raise NotFound(f"the student has no guardian {guardian_id} that you may see")
    return row


async def _make_room(write: Writing, student: DictRow) -> None:
    """Somebody else becomes the primary one: whoever is it now is not any more."""
    found = await write.connection.execute(
        "select id from operational.guardians where student_id = %s and is_primary", (student["id"],)
    )
    row = await found.fetchone()
    if row is not None:
        await update_row(write.connection, "guardians", row["id"], {"is_primary": False})
        await _tell(write, "guardian.changed", student, row["id"], columns=["is_primary"])


async def _tell(write: Writing, name: str, student: DictRow, guardian_id: int, **payload: Any) -> None:
    await write.event(
        name, "guardians", guardian_id, campus_id=student["campus_id"], student_id=student["id"], **payload
    )
