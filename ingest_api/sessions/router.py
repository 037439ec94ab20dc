"""Routes: /sessions."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId
from ingest_api.sessions import service
from ingest_api.sessions.schemas import SessionDay, SessionDetail

router = APIRouter(prefix="/sessions", tags=["sessions"])
Reader = Annotated[CurrentUser, Depends(require(Permission.SESSIONS_READ))]


@router.get("/today")
async def today(
    user: Reader,
    connection: Connection,
    day: Annotated[date | None, Query(alias="date", description="Another day than the campus's today.")] = None,
) -> SessionDay:
    """A day's sessions: a faculty member's own, an admin's campus, a student's, or all for a super admin."""
    return await service.of_day(connection, user, day)


@router.get("/{session_id}")
async def get(session_id: PathId, user: Reader, connection: Connection) -> SessionDetail:
    """One session with its roster, its subject's topics, and which of them to cover next."""
    return await service.get(connection, user, session_id)
