"""Routes: /faculties/{id}/availability and /faculties/{id}/time-tracking."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.faculties import hours, repository, service
from ingest_api.faculties.schemas import (
    Availability,
    AvailabilityChange,
    AvailabilityList,
    NewAvailability,
    NewTimeEntry,
    TimeEntry,
    TimeEntryChange,
    TimeSort,
)
from ingest_api.fields import Nothing, PathId, QueryDay
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import TimeEntryKind

router = APIRouter(prefix="/faculties/{faculty_id}", tags=["faculties"])
Reader = Annotated[CurrentUser, Depends(require(Permission.FACULTIES_READ))]
WeekWriter = Annotated[Writing, Depends(writing(Permission.AVAILABILITY_WRITE))]
TimeReader = Annotated[CurrentUser, Depends(require(Permission.FACULTY_TIME))]
TimeWriter = Annotated[Writing, Depends(writing(Permission.FACULTY_TIME))]


@router.get("/availability")
async def week(faculty_id: PathId, user: Reader, connection: Connection) -> AvailabilityList:
    """When she can teach, in every week."""
    await service.get(connection, user, faculty_id)
    rows = await repository.availability(connection, faculty_id)
    return AvailabilityList(items=[Availability(**row) for row in rows])


@router.post("/availability", status_code=201)
async def add_availability(faculty_id: PathId, body: NewAvailability, write: WeekWriter) -> Availability:
    """Add a part of the week; it may not overlap another."""
    return await write.once(body, Availability, lambda: hours.add_availability(write, faculty_id, body))


@router.put("/availability/{availability_id}")
async def change_availability(
    faculty_id: PathId, availability_id: PathId, body: AvailabilityChange, write: WeekWriter
) -> Availability:
    """Change a part of the week."""
    return await write.once(
        body, Availability, lambda: hours.change_availability(write, faculty_id, availability_id, body)
    )


@router.delete("/availability/{availability_id}", status_code=204)
async def remove_availability(faculty_id: PathId, availability_id: PathId, write: WeekWriter) -> None:
    """Remove a part of the week."""
    await write.once(Nothing(), Nothing, lambda: hours.remove_availability(write, faculty_id, availability_id))


@router.get("/time-tracking")
async def time_entries(
    faculty_id: PathId,
    user: TimeReader,
    connection: Connection,
    from_date: QueryDay = None,
    to_date: QueryDay = None,
    kind: TimeEntryKind | None = None,
    sort: TimeSort = TimeSort.WORK_DATE_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[TimeEntry]:
    """What her time went into, newest first."""
    await service.get(connection, user, faculty_id)
    days = (from_date, to_date)
    rows, next_cursor = await repository.time_entries(connection, faculty_id, days, kind, sort, cursor, limit)
    return Page(items=[TimeEntry(**row) for row in rows], next_cursor=next_cursor)


@router.post("/time-tracking", status_code=201)
async def add_time_entry(faculty_id: PathId, body: NewTimeEntry, write: TimeWriter) -> TimeEntry:
    """Write time down; entries with times may not overlap, and a day has 1440 minutes."""
    return await write.once(body, TimeEntry, lambda: hours.add_time_entry(write, faculty_id, body))


@router.put("/time-tracking/{entry_id}")
async def change_time_entry(
    faculty_id: PathId, entry_id: PathId, body: TimeEntryChange, write: TimeWriter
) -> TimeEntry:
    """Correct what was written down; the same rules hold."""
    return await write.once(body, TimeEntry, lambda: hours.change_time_entry(write, faculty_id, entry_id, body))


@router.delete("/time-tracking/{entry_id}", status_code=204)
async def remove_time_entry(faculty_id: PathId, entry_id: PathId, write: TimeWriter) -> None:
    """Remove what was written down by mistake."""
    await write.once(Nothing(), Nothing, lambda: hours.remove_time_entry(write, faculty_id, entry_id))
