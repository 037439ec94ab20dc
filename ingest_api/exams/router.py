"""Routes: /exams."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.exams import readiness, repository, results, service
from ingest_api.exams.schemas import (
    Booking,
    BookingCreate,
    BookingSort,
    BookingUpdate,
    OpenExams,
    ResultCreate,
    Slot,
    SlotCreate,
    SlotSort,
    SlotUpdate,
)
from ingest_api.fields import PathId, QueryDay, QueryId, QueryInstant, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import ExamBookingStatus, ExamSlotStatus

router = APIRouter(prefix="/exams", tags=["exams"])
Reader = Annotated[CurrentUser, Depends(require(Permission.EXAMS_READ))]
Planning = Annotated[Writing, Depends(writing(Permission.EXAMS_WRITE))]
Booked = Annotated[Writing, Depends(writing(Permission.EXAMS_BOOK))]
Marking = Annotated[Writing, Depends(writing(Permission.ASSESSMENTS_WRITE))]


@router.get("/slots")
async def slots(
    user: Reader,
    connection: Connection,
    subject_id: QueryId = None,
    status: ExamSlotStatus | None = None,
    date_from: QueryDay = None,
    starts_from: QueryInstant = None,
    starts_before: QueryInstant = None,
    campus: Annotated[Text | None, Query(max_length=100, description="A campus code.")] = None,
    sort: SlotSort = SlotSort.START,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Slot]:
    """The exams of the campus, by their start."""
    scope = row_predicate(user.viewer, Resource.EXAM_SLOTS, "slot")
    filters = repository.SlotFilters(subject_id, status, date_from, starts_from, starts_before, campus)
    rows, next_cursor = await repository.slots(connection, scope, filters, sort, cursor, limit)
    return Page(items=[Slot.model_validate(row) for row in rows], next_cursor=next_cursor)


@router.post("/slots", status_code=201)
async def create_slot(body: SlotCreate, change: Planning) -> Slot:
    """Plan an exam."""
    return await service.create_slot(change, body)


@router.get("/slots/{slot_id}")
async def slot(slot_id: PathId, user: Reader, connection: Connection, response: Response) -> Slot:
    """One exam, with how many places are taken."""
    found = await service.slot(connection, user, slot_id)
    set_etag(response, found.version)
    return found


@router.put("/slots/{slot_id}")
async def update_slot(slot_id: PathId, body: SlotUpdate, change: Planning) -> Slot:
    """Move, close, cancel or hold an exam; only the fields that are sent change."""
    return await service.update_slot(change, slot_id, body)


@router.post("/slots/{slot_id}/bookings", status_code=201)
async def book(slot_id: PathId, body: BookingCreate, change: Booked, context: Context) -> Booking:
    """Book a place. When none is left, the answer is 409; a student needs to be ready."""
    return await service.book(change, context.settings, slot_id, body)


@router.get("/student/{student_id}")
async def open_to(student_id: PathId, user: Reader, connection: Connection, context: Context) -> OpenExams:
    """The exams to come of what a student learns: which may be booked, and what is missing for the others."""
    return await readiness.open_to(connection, user, context.settings, student_id)


@router.get("/bookings")
async def bookings(
    user: Reader,
    connection: Connection,
    slot_id: QueryId = None,
    student_id: QueryId = None,
    status: ExamBookingStatus | None = None,
    sort: BookingSort = BookingSort.ID,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Booking]:
    """The places of the students that the user may see."""
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    filters = repository.BookingFilters(slot_id, student_id, status)
    rows, next_cursor = await repository.bookings(connection, scope, filters, sort, cursor, limit)
    return Page(items=[Booking.model_validate(row) for row in rows], next_cursor=next_cursor)


@router.put("/bookings/{booking_id}")
async def update_booking(booking_id: PathId, body: BookingUpdate, change: Booked) -> Booking:
    """Cancel a place, or say whether the student came."""
    return await service.update_booking(change, booking_id, body)


@router.post("/bookings/{booking_id}/result", status_code=201)
async def give_result(booking_id: PathId, body: ResultCreate, change: Marking) -> Booking:
    """Give the mark of somebody who was there: the place is attended and has an assessment, or nothing changes.

    A mark that is there already is corrected as the assessment that it is.
    """
    return await results.give(change, booking_id, body)
