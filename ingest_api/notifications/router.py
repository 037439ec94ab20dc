"""Routes: /notifications. Everybody reads their own and nobody else's."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.errors import NotFound
from ingest_api.fields import Nothing, PathId
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Listing, Page, SortKey, fetch_page
from ingest_api.writing import Writing, writing

router = APIRouter(prefix="/notifications", tags=["notifications"])
Reader = Annotated[CurrentUser, Depends(require(Permission.NOTIFICATIONS_READ))]
Marker = Annotated[Writing, Depends(writing(Permission.NOTIFICATIONS_READ))]

_NOTIFICATIONS = Listing(
    columns="note.id, note.kind, note.title, note.body_key, note.payload, note.link, note.created_at, note.read_at,"
    " note.version",
    tables="operational.notifications as note",
    orders={"newest": [SortKey("note.id", "id", int)]},
)


class NotificationSort(StrEnum):
    """The orders of notifications."""

    NEWEST_FIRST = "-newest"
    OLDEST_FIRST = "newest"


class NotificationItem(BaseModel):
    """One message to the user who asks."""

    id: int
    kind: str = Field(examples=["inquiry.assigned"])
    title: str = Field(examples=["A new inquiry is yours"])
    body_key: str | None
    payload: dict[str, Any] = Field(examples=[{"inquiry_id": 7}])
    link: str | None = Field(examples=["/crm/inquiries/7"])
    created_at: datetime
    read_at: datetime | None
    version: int


class ReadAnswer(BaseModel):
    """How many were read only now."""

    read_count: int


@router.get("")
async def notifications(
    user: Reader,
    connection: Connection,
    unread: bool | None = None,
    sort: NotificationSort = NotificationSort.NEWEST_FIRST,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[NotificationItem]:
    """The user's own notifications, newest first."""
    conditions = Conditions()
    conditions.add("note.user_id = %(user_id)s", user_id=user.id)
    conditions.add("(note.read_at is null) = %(unread)s", unread=unread)
    rows, next_cursor = await fetch_page(
        connection, _NOTIFICATIONS, order=sort, cursor=cursor, limit=limit, conditions=conditions
    )
    return Page(items=[NotificationItem(**row) for row in rows], next_cursor=next_cursor)


@router.post("/read")
async def read_all(write: Marker) -> ReadAnswer:
    """Mark all of the user's notifications as read."""

    async def change() -> ReadAnswer:
        found = await write.connection.execute(
            "update operational.notifications set read_at = now() where user_id = %s and read_at is null",
            (write.user.id,),
        )
        if found.rowcount:
            await write.event(
                "notification.all_read", "users", write.user.id, campus_id=write.user.campus_id, count=found.rowcount
            )
        return ReadAnswer(read_count=found.rowcount)

    return await write.once(Nothing(), ReadAnswer, change)


@router.post("/{notification_id}/read")
async def read(notification_id: PathId, write: Marker) -> ReadAnswer:
    """Mark one of the user's notifications as read."""

    async def change() -> ReadAnswer:
        own = await write.connection.execute(
            "select read_at from operational.notifications where id = %s and user_id = %s for no key update",
            (notification_id, write.user.id),
        )
        row = await own.fetchone()
        if row is None:
            raise NotFound(f"there is no notification {notification_id} of yours")
        if row["read_at"] is not None:
            return ReadAnswer(read_count=0)
        await write.connection.execute(
            "update operational.notifications set read_at = now() where id = %s", (notification_id,)
        )
        await write.event("notification.read", "notifications", notification_id, campus_id=write.user.campus_id)
        return ReadAnswer(read_count=1)

    return await write.once(Nothing(), ReadAnswer, change)
