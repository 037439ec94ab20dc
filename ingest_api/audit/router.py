"""Routes: /audit, for super admins."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from ingest_api.audit import repository
from ingest_api.audit.schemas import AuditEvent
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import RowId, Text
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Page
from warehouse.vocabulary import EventSource, Role

router = APIRouter(prefix="/audit", tags=["audit"])

_Word = Annotated[Text | None, Query(max_length=64, examples=["learning_sessions"])]
_Moment = Annotated[AwareDatetime | None, Query(examples=["2024-07-01T00:00:00Z"])]


async def _conditions(
    actor_user_id: Annotated[RowId | None, Query()] = None,
    actor_role: Annotated[Role | None, Query()] = None,
    source: Annotated[EventSource | None, Query()] = None,
    name: _Word = None,
    relation: _Word = None,
    row_id: Annotated[RowId | None, Query()] = None,
    student_id: Annotated[RowId | None, Query(description="Also finds events that name several students.")] = None,
    session_id: Annotated[RowId | None, Query()] = None,
    campus_id: Annotated[RowId | None, Query()] = None,
    request_id: _Word = None,
    since: _Moment = None,
    before: _Moment = None,
) -> Conditions:
    wanted = Conditions()
    wanted.add("event.actor_user_id = %(actor_user_id)s", actor_user_id=actor_user_id)
    wanted.add("event.actor_role = %(actor_role)s", actor_role=actor_role)
    wanted.add("event.source = %(source)s", source=source)
    wanted.add("event.name = %(name)s", name=name)
    wanted.add("event.relation = %(relation)s", relation=relation)
    wanted.add("event.row_id = %(row_id)s", row_id=row_id)
    wanted.add(
        "event.student_id = %(student_id)s or event.payload -> 'student_ids' @> to_jsonb(%(student_id)s::bigint)",
        student_id=student_id,
    )
    wanted.add("event.session_id = %(session_id)s", session_id=session_id)
    wanted.add("event.campus_id = %(campus_id)s", campus_id=campus_id)
    wanted.add("event.request_id = %(request_id)s", request_id=request_id)
    wanted.add("event.occurred_at >= %(since)s", since=since)
    wanted.add("event.occurred_at < %(before)s", before=before)
    return wanted


@router.get("/events")
async def audit_events(
    _: Annotated[CurrentUser, Depends(require(Permission.AUDIT_READ))],
    connection: Connection,
    conditions: Annotated[Conditions, Depends(_conditions)],
    sort: Annotated[Literal["id", "-id"], Query()] = "-id",
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[AuditEvent]:
    """Who did what, newest first. The trail is append-only and never holds a personal value."""
    rows, next_cursor = await repository.events(connection, conditions, order=sort, cursor=cursor, limit=limit)
    return Page(items=[AuditEvent(**row) for row in rows], next_cursor=next_cursor)
