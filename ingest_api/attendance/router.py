"""Routes: /attendance."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from ingest_api.attendance import service
from ingest_api.attendance.schemas import MarkAnswer, MarkRequest
from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId
from ingest_api.idempotency import REPLAY_HEADER, KeyHeader

router = APIRouter(prefix="/attendance", tags=["attendance"])


@router.post("/session/{session_id}")
async def mark_session(
    session_id: PathId,
    body: MarkRequest,
    user: Annotated[CurrentUser, Depends(require(Permission.ATTENDANCE_MARK))],
    context: Context,
    connection: Connection,
    response: Response,
    key: KeyHeader = None,
) -> MarkAnswer:
    """Mark a session's students: status, topics and understanding in one go. All is saved, or nothing."""
    answer, is_repeated = await service.mark_session(connection, user, context.settings, session_id, body, key)
    if is_repeated:
        response.headers[REPLAY_HEADER] = "true"
    return answer
