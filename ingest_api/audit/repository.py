"""The query of the audit trail."""

from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.listing import Conditions, Listing, SortKey, fetch_page

_BY_ID: Final = (SortKey("event.id", "id", int),)

LISTING: Final = Listing(
    columns=(
        "event.id, event.occurred_at, event.name, event.source, event.actor_user_id, event.actor_role,"
        " event.request_id, event.campus_id, event.relation, event.row_id, event.student_id, event.session_id,"
        " event.payload"
    ),
    tables="operational.event as event",
    orders={"id": _BY_ID, "-id": _BY_ID},
)


async def events(
    connection: AsyncConnection[DictRow], conditions: Conditions, *, order: str, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """A page of events, newest first with the order `-id`."""
    return await fetch_page(connection, LISTING, order=order, cursor=cursor, limit=limit, conditions=conditions)
