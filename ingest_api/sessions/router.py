"""Routes: /sessions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryDay, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.sessions import planning, service
from ingest_api.sessions.planning_schemas import SessionCreate, SessionSaved, SessionUpdate
from ingest_api.sessions.repository import Filters
from ingest_api.sessions.schemas import SessionDay, SessionDetail, SessionItem, SessionSort
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import SessionStatus

router = APIRouter(prefix="/sessions", tags=["sessions"])
Reader = Annotated[CurrentUser, Depends(require(Permission.SESSIONS_READ))]
RosterReader = Annotated[CurrentUser, Depends(require(Permission.SESSION_ROSTER_READ))]
CampusParameter = Annotated[Text | None, Query(max_length=100, description="A campus code.")]
Planning = Annotated[Writing, Depends(writing(Permission.SESSIONS_SCHEDULE))]


@router.get("")
async def search(
    user: Reader,
    connection: Connection,
    date_from: QueryDay = None,
    date_to: QueryDay = None,
    faculty_id: QueryId = None,
    student_id: QueryId = None,
    batch_id: QueryId = None,
    subject_id: QueryId = None,
    status: SessionStatus | None = None,
    campus: CampusParameter = None,
    sort: SessionSort = SessionSort.DATE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[SessionItem]:
    """The sessions that the user may see, by day and start; `student_id` also finds those of the student's batches."""
    filters = Filters(date_from, date_to, faculty_id, student_id, batch_id, subject_id, status, campus)
    return await service.search(connection, user, filters, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: SessionCreate, change: Planning) -> SessionSaved:
    """Plan a session. When it clashes, the answer is 409 and names every clash: who or what, with what, and when."""
    return await planning.create(change, body)


@router.get("/faculty/{faculty_id}")
async def of_faculty(
    faculty_id: PathId,
    user: RosterReader,
    connection: Connection,
    date_from: QueryDay = None,
    date_to: QueryDay = None,
    status: SessionStatus | None = None,
    sort: SessionSort = SessionSort.DATE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[SessionItem]:
    """One faculty member's sessions."""
    filters = Filters(date_from, date_to, faculty_id, status=status)
    return await service.of_faculty(connection, user, faculty_id, filters, sort, cursor, limit)


@router.get("/today")
async def today(
    user: Reader,
    connection: Connection,
    day: Annotated[QueryDay, Query(alias="date", description="Another day than the campus's today.")] = None,
    campus: CampusParameter = None,
) -> SessionDay:
    """A day's sessions: a faculty member's own, an admin's campus, a student's, or all for a super admin."""
    return await service.of_day(connection, user, day, campus)


@router.get("/{session_id}")
async def get(
    session_id: PathId, user: Reader, context: Context, connection: Connection, response: Response
) -> SessionDetail:
    """One session with its roster, its subject's topics, and which of them to cover next."""
    session = await service.get(connection, user, context.settings, session_id)
    set_etag(response, session.version)
    return session


@router.put("/{session_id}")
async def update(session_id: PathId, body: SessionUpdate, change: Planning) -> SessionSaved:
    """Move, cancel, close or annotate a session; only the fields that are sent change."""
    return await planning.update(change, session_id, body)
