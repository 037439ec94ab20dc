"""The rules of exams: who gets a place, and what may become of it.

The order of locks: the slot, then the student.
"""

from datetime import UTC, datetime
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from ingest_api.exams import clashes, news, readiness, repository
from ingest_api.exams.schemas import Booking, BookingCreate, BookingUpdate, Slot, SlotCreate, SlotUpdate
from ingest_api.institute.thresholds import in_force
from ingest_api.rows import check_version, insert_row, lock_row, update_row
from ingest_api.status import check_move
from ingest_api.students import service as students
from ingest_api.writing import Writing
from warehouse.scope import Resource, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import ExamBookingStatus, ExamSlotStatus, Role

SLOT_MOVES: Final = {
    ExamSlotStatus.OPEN: frozenset({ExamSlotStatus.CLOSED, ExamSlotStatus.CANCELLED, ExamSlotStatus.HELD}),
    ExamSlotStatus.CLOSED: frozenset({ExamSlotStatus.OPEN, ExamSlotStatus.CANCELLED, ExamSlotStatus.HELD}),
}
BOOKING_MOVES: Final = {
    ExamBookingStatus.BOOKED: frozenset(
        {ExamBookingStatus.CANCELLED, ExamBookingStatus.ATTENDED, ExamBookingStatus.NO_SHOW}
    ),
    # A mistake in the list of those who came.
    ExamBookingStatus.ATTENDED: frozenset({ExamBookingStatus.NO_SHOW}),
    ExamBookingStatus.NO_SHOW: frozenset({ExamBookingStatus.ATTENDED}),
}


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldError(field=field, message=message, code="unknown")])


async def slot(connection: AsyncConnection[DictRow], user: CurrentUser, slot_id: int) -> Slot:
    """One slot.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await repository.slot(connection, row_predicate(user.viewer, Resource.EXAM_SLOTS, "slot"), slot_id)
    if row is None:
        raise NotFound(f"there is no exam {slot_id} that you may see")
    return Slot.model_validate(row)


async def create_slot(writing: Writing, body: SlotCreate) -> Slot:
    """A new exam slot.

    Raises:
        Forbidden: at another campus.
        Invalid: the subject, the topic or the faculty member is not there.
        Conflict: the faculty member or the room is taken at that time.
    """

    async def make() -> Slot:
        connection, user = writing.connection, writing.user
        campus_id = body.campus_id or user.campus_id
        if campus_id is None or not await repository.fits(connection, "campuses", campus_id, "id", campus_id):
            raise _invalid("campus_id", "say at which campus")
        if user.role is not Role.SUPER_ADMIN and campus_id != user.campus_id:
            raise Forbidden("exams are planned at one's own campus")
        if not await repository.fits(connection, "subjects", body.subject_id, "id", body.subject_id):
            raise _invalid("subject_id", "there is no such subject")
        if body.topic_id is not None and not await repository.fits(
            connection, "topics", body.topic_id, "subject_id", body.subject_id
        ):
            raise _invalid("topic_id", "this topic does not belong to the subject")
        await _check_faculty(writing, body.faculty_id, campus_id)
        await clashes.refuse(connection, {**body.model_dump(), "campus_id": campus_id, "id": None})
        row = await insert_row(connection, "exam_slots", {**body.model_dump(), "campus_id": campus_id})
        await writing.event("exam.planned", "exam_slots", row["id"], campus_id=campus_id, capacity=row["capacity"])
        return await slot(connection, user, row["id"])

    return await writing.once(body, Slot, make)


async def update_slot(writing: Writing, slot_id: int, body: SlotUpdate) -> Slot:
    """Changes the fields that were sent; cancelling an exam cancels its bookings.

    Raises:
        NotFound: the slot is out of sight.
        Conflict: it is not the version the client read, the move is illegal, more places are taken, or somebody who
            has a place, the faculty member or the room is taken at that time.
        Invalid: the faculty member is not there.
    """

    async def change() -> Slot:
        connection = writing.connection
        await slot(connection, writing.user, slot_id)
        row = await locked(writing, slot_id)
        changes: dict[str, Any] = body.model_dump(exclude_unset=True)
        check_version(writing.expected_version, {name: row[name] for name in row if name != "written_xid"})
        status = ExamSlotStatus(str(changes.get("status", row["status"])))
        check_move(ExamSlotStatus(row["status"]), status, SLOT_MOVES)
        if changes.keys() - {"status"} and row["status"] in (ExamSlotStatus.HELD, ExamSlotStatus.CANCELLED):
            raise Conflict(f"this exam is {row['status']}", kind="exam-over")
        if changes.get("faculty_id") is not None:
            await _check_faculty(writing, changes["faculty_id"], row["campus_id"])
        taken = (await slot(connection, writing.user, slot_id)).booked_count
        if int(changes.get("capacity") or row["capacity"]) < taken:
            raise Conflict(f"{taken} places are taken", kind="capacity-below-bookings")
        if any(changes.get(name, row[name]) != row[name] for name in clashes.DECIDING):
            await clashes.refuse(connection, {**row, **changes})
        told = await repository.users_with_a_place(connection, slot_id)
        after, different = await writing.update("exam_slots", row, changes)
        cancelled = await repository.cancel_bookings(connection, slot_id) if status == ExamSlotStatus.CANCELLED else 0
        await news.tell(connection, told, after, different)
        if different:
            await writing.event(
                "exam.changed",
                "exam_slots",
                slot_id,
                campus_id=row["campus_id"],
                changed=different,
                status=after["status"],
                cancelled_bookings=cancelled,
            )
        return await slot(connection, writing.user, slot_id)

    return await writing.once(body, Slot, change)


async def book(writing: Writing, settings: Settings, slot_id: int, body: BookingCreate) -> Booking:
    """A place for one student, if there is one.

    Raises:
        NotFound: the slot or the student is out of sight.
        Conflict: the slot is full, over or not open; the student is not ready, not enrolled, or elsewhere then.
        Invalid: no student was named.
    """

    async def make() -> Booking:
        connection, user = writing.connection, writing.user
        student_id = body.student_id or user.student_id
        if student_id is None:
            raise _invalid("student_id", "say for whom")
        await students.get(connection, user, student_id)
        await slot(connection, user, slot_id)
        row = await locked(writing, slot_id)
        await lock_row(connection, "students", student_id)
        known = await repository.booking_of(connection, slot_id, student_id)
        if known is None or known["status"] == ExamBookingStatus.CANCELLED:
            chosen = await in_force(connection, settings, row["campus_id"])
            await _check_place(writing, chosen, row, student_id)
            if known is None:
                known = await insert_row(connection, "exam_bookings", {"slot_id": slot_id, "student_id": student_id})
            else:
                again = {"status": ExamBookingStatus.BOOKED.value, "booked_at": datetime.now(UTC)}
                known = await update_row(connection, "exam_bookings", known["id"], again) or known
            await tell(writing, "exam.booked", known, row["campus_id"])
        return await booking(writing, known["id"])

    return await writing.once(body, Booking, make)


async def update_booking(writing: Writing, booking_id: int, body: BookingUpdate) -> Booking:
    """Cancels a place, or says whether the student came.

    Raises:
        NotFound: the booking is out of sight.
        Forbidden: a student may only cancel.
        Conflict: it is not the version the client read, the move is illegal, or it is too early or too late for it.
    """

    async def change() -> Booking:
        before = await booking(writing, booking_id)
        if writing.user.role is Role.STUDENT and body.status is not ExamBookingStatus.CANCELLED:
            raise Forbidden("a student may cancel a place; who came is said by those who hold the exam")
        slot_row = await locked(writing, before.slot_id)
        row = await lock_row(writing.connection, "exam_bookings", booking_id)
        if row is None:
            raise NotFound(f"there is no booking {booking_id} that you may see")
        check_version(writing.expected_version, {name: row[name] for name in row if name != "written_xid"})
        check_move(ExamBookingStatus(row["status"]), body.status, BOOKING_MOVES)
        if body.status is ExamBookingStatus.NO_SHOW and (await booking(writing, booking_id)).result is not None:
            raise Conflict("there is a mark for this exam: who has one was there", kind="has-mark")
        has_begun = slot_row["starts_at"] <= datetime.now(UTC)
        if body.status is not ExamBookingStatus(row["status"]) and has_begun is (
            body.status is ExamBookingStatus.CANCELLED
        ):
            raise Conflict(
                "the exam has begun" if has_begun else "the exam has not begun yet",
                kind="exam-begun" if has_begun else "exam-in-the-future",
            )
        after, different = await writing.update("exam_bookings", row, {"status": body.status.value})
        if different:
            await tell(writing, f"exam.{body.status.value}", after, slot_row["campus_id"])
        return await booking(writing, booking_id)

    return await writing.once(body, Booking, change)


async def _check_place(writing: Writing, settings: Settings, row: DictRow, student_id: int) -> None:
    connection, slot_id = writing.connection, row["id"]
    if row["status"] != ExamSlotStatus.OPEN or row["starts_at"] <= datetime.now(UTC):
        raise Conflict("this exam takes no bookings", kind="exam-not-open")
    if (await slot(connection, writing.user, slot_id)).booked_count >= row["capacity"]:
        raise Conflict(f"all {row['capacity']} places are taken", kind="slot-full", capacity=row["capacity"])
    known = await repository.readiness(connection, student_id, row["subject_id"], row["topic_id"])
    if known is None:
        raise Conflict("the student does not learn this subject", kind="not-enrolled")
    if writing.user.role is Role.STUDENT and not readiness.is_ready(known, settings):
        raise Conflict(readiness.not_ready(known, settings), kind="not-ready")
    other = await repository.overlapping(connection, student_id, slot_id)
    if other is not None:
        raise Conflict(f"the student has a place in exam {other} at the same time", kind="exam-clash", slot_id=other)


async def _check_faculty(writing: Writing, faculty_id: int | None, campus_id: int) -> None:
    if faculty_id is not None and not await repository.fits(
        writing.connection, "faculties", faculty_id, "campus_id", campus_id
    ):
        raise _invalid("faculty_id", "there is no such faculty member at this campus")


async def locked(writing: Writing, slot_id: int) -> DictRow:
    """The row of a slot, locked: before anything of its places is.

    Raises:
        NotFound: there is none.
    """
    row = await lock_row(writing.connection, "exam_slots", slot_id)
    if row is None:
        raise NotFound(f"there is no exam {slot_id} that you may see")
    return row


async def booking(writing: Writing, booking_id: int) -> Booking:
    """One place.

    Raises:
        NotFound: there is none, or none of a student whom the user may see.
    """
    scope = row_predicate(writing.user.viewer, Resource.STUDENTS, "student")
    row = await repository.booking(writing.connection, scope, booking_id)
    if row is None:
        raise NotFound(f"there is no booking {booking_id} that you may see")
    return Booking.model_validate(row)


async def tell(writing: Writing, name: str, row: DictRow, campus_id: int) -> None:
    """Writes down what became of a place."""
    await writing.event(
        name,
        "exam_bookings",
        row["id"],
        campus_id=campus_id,
        student_id=row["student_id"],
        slot_id=row["slot_id"],
        status=row["status"],
    )
