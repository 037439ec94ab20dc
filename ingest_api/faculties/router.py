"""Routes: /faculties."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.faculties import repository, service
from ingest_api.faculties.schemas import (
    FacultyChange,
    FacultyDetail,
    FacultyItem,
    FacultySort,
    NewFaculty,
    ScheduledSession,
    ScheduleSort,
    TaughtSort,
    TaughtStudent,
)
from ingest_api.fields import PathId, QueryDay, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import EnrollmentStatus, FacultyStatus, SessionStatus

router = APIRouter(prefix="/faculties", tags=["faculties"])
Reader = Annotated[CurrentUser, Depends(require(Permission.FACULTIES_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.FACULTIES_WRITE))]


@router.get("")
async def search(
    user: Reader,
    connection: Connection,
    q: Annotated[Text | None, Query(max_length=100, description="Part of a name, employee id or e-mail.")] = None,
    status: FacultyStatus | None = None,
    campus: Annotated[Text | None, Query(max_length=100, description="A campus code.")] = None,
    specialization: Annotated[Text | None, Query(max_length=200)] = None,
    sort: FacultySort = FacultySort.NAME,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[FacultyItem]:
    """The faculty members that the user may see, a page at a time."""
    filters = repository.Filters(q, status, campus, specialization)
    return await service.search(connection, user, filters, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: NewFaculty, write: Writer) -> FacultyDetail:
    """A new faculty member. Her account has no password yet: invite her with `POST /users/{user_id}/invite`."""
    return await write.once(body, FacultyDetail, lambda: service.create(write, body))


@router.get("/{faculty_id}")
async def get(faculty_id: PathId, user: Reader, connection: Connection, response: Response) -> FacultyDetail:
    """One faculty member."""
    faculty = await service.get(connection, user, faculty_id)
    set_etag(response, faculty.version)
    return faculty


@router.put("/{faculty_id}")
async def change(faculty_id: PathId, body: FacultyChange, write: Writer) -> FacultyDetail:
    """Change a faculty member; what is left out stays as it is."""
    return await write.once(body, FacultyDetail, lambda: service.change(write, faculty_id, body))


@router.get("/{faculty_id}/schedule")
async def schedule(
    faculty_id: PathId,
    user: Reader,
    connection: Connection,
    from_date: QueryDay = None,
    to_date: QueryDay = None,
    status: SessionStatus | None = None,
    sort: ScheduleSort = ScheduleSort.SESSION_DATE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[ScheduledSession]:
    """Her sessions, in the order of the calendar."""
    await service.get(connection, user, faculty_id)
    days = (from_date, to_date)
    rows, next_cursor = await repository.schedule(connection, faculty_id, days, status, sort, cursor, limit)
    return Page(items=[ScheduledSession(**row) for row in rows], next_cursor=next_cursor)


@router.get("/{faculty_id}/students")
async def students(
    faculty_id: PathId,
    user: Reader,
    connection: Connection,
    status: EnrollmentStatus | None = None,
    subject_id: QueryId = None,
    sort: TaughtSort = TaughtSort.ENROLLMENT_NO,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[TaughtStudent]:
    """The enrolments with her: who learns which subject, and how far they are."""
    await service.get(connection, user, faculty_id)
    rows, next_cursor = await repository.taught(connection, faculty_id, status, subject_id, sort, cursor, limit)
    return Page(items=[TaughtStudent(**row) for row in rows], next_cursor=next_cursor)
