"""Routes: /calendar."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.calendars import repository, service
from ingest_api.calendars.feed import ASK_AGAIN
from ingest_api.calendars.schemas import CalendarLink, CalendarState
from ingest_api.database import Connection
from ingest_api.fields import Text
from ingest_api.writing import Writing, writing

router = APIRouter(prefix="/calendar", tags=["calendar"])
Subscriber = Annotated[CurrentUser, Depends(require(Permission.CALENDAR_SUBSCRIBE))]
Change = Annotated[Writing, Depends(writing(Permission.CALENDAR_SUBSCRIBE))]
Token = Annotated[Text, Path(min_length=20, max_length=100)]

_FEED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The calendar.", "content": {"text/calendar": {"schema": {"type": "string"}}}},
    304: {"description": "It is still the one that `If-None-Match` names."},
}


@router.get("/link")
async def link(user: Subscriber, connection: Connection) -> CalendarState:
    """Whether one has a calendar address."""
    return CalendarState(made_at=await repository.made_at(connection, user.id))


@router.post("/link", status_code=201)
async def make_link(change: Change) -> CalendarLink:
    """Make a calendar address; the one before stops working."""
    return await service.make_link(change)


@router.delete("/link", status_code=204)
async def end_link(change: Change) -> None:
    """End the calendar address."""
    await service.end_link(change)


@router.get("/feed/{token}", response_class=Response, responses=_FEED)
async def feed(
    token: Token,
    connection: Connection,
    if_none_match: Annotated[str | None, Header(max_length=200)] = None,
) -> Response:
    """The calendar itself, for programs that cannot log in: the address is the secret."""
    content = await service.feed(connection, token)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": f"private, max-age={int(ASK_AGAIN.total_seconds())}"}
    known = {one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")}
    if etag in known:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="schedule.ics"'
    return Response(content, headers=headers, media_type="text/calendar; charset=utf-8")
