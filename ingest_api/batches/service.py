"""The rules of batches: who may belong to one, and what may become of it.

The order of locks: the batch, then the students by id, as `sessions/clashes.py` has it.
"""

from datetime import date
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.batches import repository
from ingest_api.batches.schemas import Batch, BatchCreate, BatchUpdate, Member, MembersAdd, MembersSaved
from ingest_api.errors import Conflict, NotFound
from ingest_api.fields import Nothing
from ingest_api.listing import Page
from ingest_api.rows import check_version, insert_row, lock_row
from ingest_api.sessions import clashes
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import BatchStatus

MOVES: Final = {BatchStatus.ACTIVE: frozenset({BatchStatus.COMPLETED, BatchStatus.CANCELLED})}
_TABLE: Final = "flexible_batches"


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    filters: repository.Filters,
    sort: str,
    cursor: str | None,
    limit: int,
) -> Page[Batch]:
    """One page of the batches that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.BATCHES, "batch")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return Page(items=[Batch.model_validate(row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, batch_id: int) -> Batch:
    """One batch.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await repository.one(connection, row_predicate(user.viewer, Resource.BATCHES, "batch"), batch_id)
    if row is None:
        raise NotFound(f"there is no batch {batch_id} that you may see")
    return Batch.model_validate(row)


async def members(
    connection: AsyncConnection[DictRow], user: CurrentUser, batch_id: int, sort: str, cursor: str | None, limit: int
) -> Page[Member]:
    """One page of the members whom `user` may see: a student only himself.

    Raises:
        NotFound: the batch is out of sight.
        Invalid: the cursor was not made for this list.
    """
    await get(connection, user, batch_id)
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await repository.members(connection, scope, batch_id, sort, cursor, limit)
    return Page(items=[Member.model_validate(row) for row in rows], next_cursor=next_cursor)


async def learners(connection: AsyncConnection[DictRow], user: CurrentUser, batch_id: int) -> tuple[str, list[int]]:
    """The code of a batch's subject, and the ids of those members whom `user` may see.

    Raises:
        NotFound: the batch is out of sight.
    """
    batch = await get(connection, user, batch_id)
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    return batch.subject_code, await repository.member_ids(connection, scope, batch_id)


async def create(write: Writing, body: BatchCreate) -> Batch:
    """A new batch without members.

    Raises:
        Invalid: the campus is not the user's, subject or faculty member are not there, or the dates are turned round.
    """
    campus = await people.campus_for(write.connection, write.user, body.campus_id)
    if not await repository.has_subject(write.connection, body.subject_id):
        raise people.invalid("subject_id", f"no subject with the id {body.subject_id} is taught")
    await people.check_faculty(write.connection, body.faculty_id, campus["id"])
    _check_dates(body.start_date, body.end_date)
    values = body.model_dump() | {"campus_id": campus["id"], "description": body.description or None}
    values["schedule"] = None if body.schedule is None else Jsonb(body.schedule)
    row = await insert_row(write.connection, _TABLE, values)
    await write.event("batch.created", _TABLE, row["id"], campus_id=campus["id"], subject_id=body.subject_id)
    return await get(write.connection, write.user, row["id"])


async def change(write: Writing, batch_id: int, body: BatchUpdate) -> Batch:
    """Changes the fields that were sent.

    Raises:
        NotFound: the batch is out of sight.
        Invalid: the faculty member is not there, or the dates are turned round.
        Conflict: it is not the version the client read, the move is illegal, it is over, more belong to it than it
            would hold, or sessions are still planned.
    """
    row = await _locked(write, batch_id)
    check_version(write.expected_version, _shown(row))
    wanted: dict[str, Any] = sent(body)
    if "description" in wanted:
        wanted["description"] = wanted["description"] or None
    before, status = BatchStatus(row["status"]), BatchStatus(str(wanted.get("status", row["status"])))
    check_move(before, status, MOVES)
    if before is not BatchStatus.ACTIVE and any(row[name] != value for name, value in wanted.items()):
        raise Conflict(f"this batch is {before}", kind="batch-over")
    if wanted.get("faculty_id") != row["faculty_id"]:
        await people.check_faculty(write.connection, wanted.get("faculty_id"), row["campus_id"])
    _check_dates(wanted.get("start_date", row["start_date"]), wanted.get("end_date", row["end_date"]))
    most = wanted.get("max_students")
    if most is not None:
        count = (await get(write.connection, write.user, batch_id)).members_count
        if most < count:
            raise Conflict(f"{count} students belong to this batch", kind="max-below-members", members_count=count)
    if status is not before:
        planned = await repository.planned_sessions(write.connection, batch_id)
        if planned:
            raise Conflict(
                f"{len(planned)} session(s) of this batch are still planned; cancel them first",
                kind="sessions-planned",
                session_ids=[session["session_id"] for session in planned],
            )
    after, different = await write.update(_TABLE, row, wanted)
    if different:
        await write.event(
            "batch.changed", _TABLE, batch_id, campus_id=row["campus_id"], columns=different, status=after["status"]
        )
    return await get(write.connection, write.user, batch_id)


async def add_members(write: Writing, batch_id: int, body: MembersAdd) -> MembersSaved:
    """Students join; all of them, or none.

    Raises:
        NotFound: the batch or a student is out of sight.
        Invalid: a student belongs to another campus or does not learn the subject now.
        Conflict: the batch is over, not all would have a place, or somebody would be in two places; the answer names
            the sessions that clash.
    """
    row = await _locked(write, batch_id)
    check_version(write.expected_version, _shown(row))
    _refuse_over(row)
    scope = row_predicate(write.user.viewer, Resource.STUDENTS, "student")
    campuses = await repository.lock_students(write.connection, scope, body.student_ids)
    learning = await repository.learning(write.connection, body.student_ids, row["subject_id"])
    for student_id in body.student_ids:
        if student_id not in campuses:
            raise NotFound(f"there is no student {student_id} that you may see")
        if campuses[student_id] != row["campus_id"]:
            raise people.invalid("student_ids", f"the student {student_id} belongs to another campus", "another-campus")
        if student_id not in learning:
            message = f"the student {student_id} has no active enrolment in the subject"
            raise people.invalid("student_ids", message, "not-enrolled")
    added = await repository.add_members(write.connection, batch_id, body.student_ids)
    count = (await get(write.connection, write.user, batch_id)).members_count
    if added:
        if row["max_students"] is not None and count > row["max_students"]:
            raise Conflict(
                f"this batch holds {row['max_students']} students", kind="batch-full", max_students=row["max_students"]
            )
        await _refuse_clashes(write, batch_id, set(added))
        await write.event("batch.joined", _TABLE, batch_id, campus_id=row["campus_id"], student_ids=added)
    return MembersSaved(batch_id=batch_id, added=added, members_count=count, max_students=row["max_students"])


async def remove_member(write: Writing, batch_id: int, student_id: int) -> Nothing:
    """A student leaves; marks that were given stay.

    Raises:
        NotFound: the batch is out of sight, or the student does not belong to it.
        Conflict: the batch is over, or not the version the client read.
    """
    row = await _locked(write, batch_id)
    check_version(write.expected_version, _shown(row))
    _refuse_over(row)
    if not await repository.remove_member(write.connection, batch_id, student_id):
        raise NotFound(f"the student {student_id} does not belong to the batch {batch_id}")
    await write.event("batch.left", _TABLE, batch_id, campus_id=row["campus_id"], student_id=student_id)
    return Nothing()


async def _locked(write: Writing, batch_id: int) -> DictRow:
    await get(write.connection, write.user, batch_id)
    row = await lock_row(write.connection, _TABLE, batch_id)
    if row is None:
        raise NotFound(f"there is no batch {batch_id} that you may see")
    return row


async def _refuse_clashes(write: Writing, batch_id: int, added: set[int]) -> None:
    """Called once they are members, so that each session is asked as it would be then."""
    found: list[clashes.Clash] = []
    for session in await repository.planned_sessions(write.connection, batch_id):
        for clash in await clashes.find(write.connection, clashes.Plan(**session)):
            # One exam is no reason to stay out of a batch: the student misses that session.
            is_session = clash.kind is clashes.ClashKind.STUDENT and clash.exam is None
            if is_session and added & set(clash.student_ids):
                found.append(clash)
    clashes.refuse(found)


def _refuse_over(row: DictRow) -> None:
    if row["status"] != BatchStatus.ACTIVE:
        raise Conflict(f"this batch is {row['status']}", kind="batch-over")


def _check_dates(start: date | None, end: date | None) -> None:
    if start is not None and end is not None and end < start:
        raise people.invalid("end_date", "must not lie before the start", "order")


def _shown(row: DictRow) -> DictRow:
    return {name: value for name, value in row.items() if name != "written_xid"}
