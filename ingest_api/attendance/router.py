"""Routes: /attendance."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ingest_api.attendance import history, service
from ingest_api.attendance.history import Filters
from ingest_api.attendance.schemas import (
    AttendanceSort,
    BulkMarkAnswer,
    BulkMarkRequest,
    MarkAnswer,
    MarkRequest,
    StudentMark,
)
from ingest_api.auth.asker import Asker, asking
from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryDay, QueryId
from ingest_api.idempotency import REPLAY_HEADER, KeyHeader
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.sessions import service as sessions
from ingest_api.sessions.schemas import SessionDay
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import AttendanceStatus

router = APIRouter(prefix="/attendance", tags=["attendance"])


@router.post("/session/{session_id}")
async def mark_session(
    session_id: PathId,
    body: MarkRequest,
    asker: Annotated[Asker, Depends(asking(Permission.ATTENDANCE_MARK))],
    request: Request,
    connection: Connection,
    response: Response,
    key: KeyHeader = None,
) -> MarkAnswer:
    """Mark a session's students: status, topics and understanding in one go. All is saved, or nothing."""
    settings = request.app.state.auth.settings
    answer, is_repeated = await service.mark_session(connection, asker, settings, session_id, body, key)
    if is_repeated:
        response.headers[REPLAY_HEADER] = "true"
    return answer


@router.post("/bulk")
async def mark_bulk(
    body: BulkMarkRequest,
    change: Annotated[Writing, Depends(writing(Permission.ATTENDANCE_MARK))],
    context: Context,
) -> BulkMarkAnswer:
    """Mark several sessions at once, a day's or a batch's. All marks of all sessions are saved, or none."""
    return await change.once(
        body,
        BulkMarkAnswer,
        lambda: service.mark_many(change.connection, change.user, context.settings, body),
    )


@router.get("/student/{student_id}")
async def of_student(
    student_id: PathId,
    user: Annotated[CurrentUser, Depends(require(Permission.ATTENDANCE_READ))],
    connection: Connection,
    date_from: QueryDay = None,
    date_to: QueryDay = None,
    subject_id: QueryId = None,
    status: AttendanceStatus | None = None,
    sort: AttendanceSort = AttendanceSort.DATE_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[StudentMark]:
    """One student's marks across all subjects, the latest first."""
    filters = Filters(date_from, date_to, subject_id, status)
    return await history.of_student(connection, user, student_id, filters, sort, cursor, limit)


@router.get("/faculty/{faculty_id}/today")
async def of_faculty_today(
    faculty_id: PathId,
    user: Annotated[CurrentUser, Depends(require(Permission.SESSION_ROSTER_READ))],
    connection: Connection,
) -> SessionDay:
    """A faculty member's sessions of today, each with how many students it has and how many are marked."""
    return await sessions.of_faculty_today(connection, user, faculty_id)
